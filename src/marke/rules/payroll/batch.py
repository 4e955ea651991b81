"""A wage run: the payslips of many people at once, in which one person's refusal stops nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from marke.kernel.dates import Month
from marke.kernel.refusal import Refusal
from marke.rules.payroll.payslip import Payslip


class Engagement(Protocol):
    """What a wage run needs to know of a contract: whose it is, and of which month."""

    @property
    def person(self) -> str: ...

    @property
    def month(self) -> Month: ...


Contract = TypeVar("Contract", bound=Engagement)


@dataclass(frozen=True, slots=True)
class RefusedMonth:
    """A person's month that could not be computed: none of its payslips is issued."""

    person: str
    month: Month
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of a wage run, in the order of persons, months and contracts."""

    payslips: list[Payslip] = field(default_factory=list)
    refused: list[RefusedMonth] = field(default_factory=list)


def run_batch(contracts: Iterable[Contract], person_month: Callable[[list[Contract]], list[Payslip]]) -> Batch:
    """Compute contracts by person and month; a refusal refuses that person's whole month and is reported."""
    groups: dict[tuple[str, Month], list[Contract]] = {}
    for contract in contracts:
        groups.setdefault((contract.person, contract.month), []).append(contract)
    batch = Batch()
    for person, month in sorted(groups):
        try:
            batch.payslips.extend(person_month(groups[person, month]))
        except Refusal as refusal:
            batch.refused.append(RefusedMonth(person, month, refusal))
    return batch
