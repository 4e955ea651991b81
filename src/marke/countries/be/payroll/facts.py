"""Contract facts from plain data (JSON, a form, a law test): every unknown name or value is refused by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

from marke.countries.be.payroll.checks import ImpossibleInput
from marke.countries.be.payroll.inputs import (
    ContractPay,
    Family,
    Garnishment,
    MonthSoFar,
    Partner,
    Scheme,
    Transport,
    Worker,
    WorkTime,
)
from marke.countries.be.payroll.simulation import Simulation
from marke.kernel.refusal import gettext_noop
from marke.rules.payroll.simulation import CostBasis, Given

Made = TypeVar("Made")
LONGEST_NUMBER = 20
"""More digits than any amount, hour or rate of a payslip can have."""


def contract_from_facts(facts: Mapping[str, Any]) -> ContractPay:
    """The frozen input of a payslip. Amounts are whole cents, days ISO dates, hours numbers or texts.

    Raises `ImpossibleInput` with the field's name for an unknown field, worker type or number.
    """
    readers: dict[str, Callable[[str, Any], Any]] = {
        "start": _day,
        "end": _day,
        "worker": _member_of(Worker),
        "scheme": _member_of(Scheme),
        "transport": _member_of(Transport),
        "family": lambda _, value: None if value is None else family_from_facts(value),
        "time": lambda _, value: _made(WorkTime, value, dict.fromkeys(_TIMES, _number)),
        "garnishment": lambda _, value: None if value is None else _made(Garnishment, value, {}),
        "so_far": lambda _, value: _made(MonthSoFar, value, {"student_hours": _number}),
        "kilometres": _number,
        "bicycle_kilometres": _number,
        "student_hours_before": _number,
    }
    return _made(ContractPay, facts, readers)


def simulation_from_facts(facts: Mapping[str, Any]) -> Simulation:
    """A question to the simulator: ``given``, ``amount``, and the facts of the contract without its pay.

    It is nobody's contract yet, so that person and contract need no name.
    """
    unnamed = {"person": "", "contract": "", "pay": 0}
    readers: dict[str, Callable[[str, Any], Any]] = {
        "contract": lambda _, value: contract_from_facts({**unnamed, **_mapping(value, "contract")}),
        "given": _member_of(Given),
        "basis": _member_of(CostBasis),
        "vat_rate": _number,
    }
    return _made(Simulation, facts, readers)


def family_from_facts(facts: Mapping[str, Any]) -> Family:
    """The family situation from plain data."""
    return _made(Family, facts, {"partner": _member_of(Partner)})


_TIMES = ("days_worked", "days_in_month", "hours", "full_time_hours")


def _made(kind: type[Made], facts: Any, readers: Mapping[str, Callable[[str, Any], Any]]) -> Made:
    facts = _mapping(facts, kind.__name__)
    known = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]
    for name, value in facts.items():
        if name not in known:
            raise ImpossibleInput(
                "payroll.unknown-field",
                gettext_noop("%(field)s is not a fact of a payslip."),
                field=str(name)[:50],
                params={"field": str(name)[:50]},
            )
        _check_plain_type(name, value, known[name])
    values = {name: readers[name](name, value) if name in readers else value for name, value in facts.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ImpossibleInput(
            "payroll.missing-field",
            gettext_noop("A fact is missing: %(reason)s."),
            params={"reason": str(error).rsplit(": ", 1)[-1]},
        ) from None


def _mapping(facts: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(facts, Mapping):
        raise ImpossibleInput(
            "payroll.facts", gettext_noop("The facts of a payslip are names with values."), field=field
        )
    return facts


def _check_plain_type(name: str, value: Any, declared: Any) -> None:
    wanted = {"bool": bool, "str": str}.get(declared)
    if wanted is not None and type(value) is not wanted:
        raise ImpossibleInput(
            "payroll.wrong-kind",
            gettext_noop("%(field)s must be a text.")
            if wanted is str
            else gettext_noop("%(field)s must be yes or no."),
            field=name,
            params={"field": name},
        )


def _member_of(kind: type[Enum]) -> Callable[[str, Any], Enum]:
    def read(field: str, value: Any) -> Enum:
        try:
            return kind(value)
        except ValueError:
            raise ImpossibleInput(
                "payroll.unknown-choice",
                gettext_noop("%(value)s is not a known %(field)s; known are %(choices)s."),
                field=field,
                params={
                    "field": field,
                    "value": str(value)[:50],
                    "choices": ", ".join(str(member.value) for member in kind),
                },
            ) from None

    return read


def _day(field: str, value: Any) -> dt.date:
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ImpossibleInput(
            "payroll.unknown-day",
            gettext_noop("%(field)s must be a day, written as 2026-09-30."),
            field=field,
            params={"field": field},
        ) from None


def _number(field: str, value: Any) -> int | Decimal | None:
    if value is None or type(value) is int:
        return value
    try:
        if isinstance(value, float) or len(str(value)) > LONGEST_NUMBER:
            raise InvalidOperation
        return Decimal(str(value))
    except InvalidOperation:
        raise ImpossibleInput(
            "payroll.exact-number",
            gettext_noop("%(field)s must be an exact number."),
            field=field,
            params={"field": field},
        ) from None
