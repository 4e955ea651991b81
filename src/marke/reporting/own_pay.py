"""A worker's own pay: payslips as stored, explained line by line and against the one before, and where each stands."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.parameters.payroll import engine
from marke.domain.wages.enums import COUNTING
from marke.domain.wages.models import Payslip
from marke.rules.payroll.change import why_changed
from marke.rules.payroll.explain import LOCALES, Sentence
from marke.rules.payroll.payslip import Line, line_from_json
from marke.rules.payroll.rule import Side


def payslips_of(*, person_id: uuid.UUID) -> list[Payslip]:
    """The payslips of a person in every unit, latest first."""
    with enterprise_view():
        rows = Payslip.objects.filter(person_id=person_id, state__in=COUNTING).select_related("contract", "unit")
        return list(rows.defer("line_values", "notices").order_by("-last_day", "-id")[:500])


def payslip_of(*, person_id: uuid.UUID, payslip_id: uuid.UUID) -> Payslip | None:
    """A payslip of this very person."""
    with enterprise_view():
        rows = Payslip.objects.filter(person_id=person_id, pk=payslip_id, state__in=COUNTING)
        return rows.select_related("contract", "unit", "month", "person", "frame").first()


def slips_of_contracts(*, contract_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Payslip]]:
    """Where the pay of contracts stands, by month; no amounts but what the unit bears."""
    found: dict[uuid.UUID, list[Payslip]] = {}
    with enterprise_view():
        rows = Payslip.objects.filter(contract_id__in=contract_ids).order_by("last_day", "version")
        for row in rows.only("contract_id", "month_id", "state", "due_on", "paid_on", "posted_on", "parked_rule"):
            found.setdefault(row.contract_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class StoredLines:
    """The lines of a stored payslip, ready to be explained again."""

    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Explained:
    """One line with its sentence and the effect that it has on net pay or cost."""

    line: Line
    words: Sentence


def explained(*, payslip: Payslip, language: str) -> dict[Side, list[Explained]]:
    """Every line of a payslip in words, by what it does to the money."""
    messages, code = engine().messages, language if language in LOCALES else "en"
    found: dict[Side, list[Explained]] = {side: [] for side in Side}
    for line in _lines(payslip):
        if line.amount or line.case:
            found[line.rule.side].append(Explained(line, messages.line(line, code)))
    return found


def why_it_changed(*, payslip: Payslip, language: str) -> list[str]:
    """What differs from the person's payslip before, with the reason of each difference; nothing for the first one."""
    with enterprise_view():
        earlier = Payslip.objects.filter(person_id=payslip.person_id, state__in=COUNTING, last_day__lt=payslip.last_day)
        before = earlier.select_related("frame").order_by("-last_day", "-id").first()
    if before is None:
        return []
    code = language if language in LOCALES else "en"
    return why_changed(engine().messages, StoredLines(_lines(before)), StoredLines(_lines(payslip)), code)


def _lines(payslip: Payslip) -> list[Line]:
    return [line_from_json(stored) for stored in payslip.lines]
