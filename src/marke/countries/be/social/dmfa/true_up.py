"""Why a quarter's declaration differs from its payslips, to the cent and by name.

Payslips are computed one by one, on estimates where the law settles by quarter. The declaration is the payslips plus
this: nothing else may stand between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marke.countries.be.payroll.booking import SOCIAL_OF_EMPLOYER, SOCIAL_OF_WORKER
from marke.countries.be.social.dmfa import codes
from marke.countries.be.social.dmfa.model import Declaration, WorkerLine
from marke.countries.be.social.work import total
from marke.kernel.money import Cents, split_by_weight
from marke.rules.social.records import PaidMonth


@dataclass(frozen=True, slots=True)
class TrueUp:
    """What the quarter owes beyond the payslips, in cents; negative where it owes less.

    ``rounding``: rates on the whole of a worker line instead of on each payslip. ``small``: the small employer
    contributions one by one instead of the cooperative's estimate. ``special``: the special contribution of the quarter
    beyond the advances. ``structural``: the structural reduction, pooled (rule 12).
    """

    rounding: Cents
    small: Cents
    special: Cents
    structural: Cents

    @property
    def total(self) -> Cents:
        return self.rounding + self.small + self.special + self.structural


def on_payslips(months: Iterable[PaidMonth]) -> Cents:
    """What payslips book as owed to social security: both contributions less the work bonus, in cents."""
    months = list(months)
    return total(months, *SOCIAL_OF_WORKER, *SOCIAL_OF_EMPLOYER) - total(months, "work_bonus_total")


def true_up(declared: Declaration, months: Sequence[PaidMonth]) -> TrueUp:
    """The parts in which a declaration and its payslips differ."""
    small = set(codes.SMALL.values())
    special = {codes.SPECIAL_CONTRIBUTION}
    by_rate = total(months, *SOCIAL_OF_WORKER, *SOCIAL_OF_EMPLOYER) - total(months, "csss_month", "employer_small")
    return TrueUp(
        rounding=_declared(declared, without=small | special) - by_rate,
        small=_declared(declared, only=small) - total(months, "employer_small"),
        special=_declared(declared, only=special) - total(months, "csss_month"),
        structural=-sum(
            deduction.amount
            for line in _lines(declared)
            for occupation in line.occupations
            for deduction in occupation.deductions
        ),
    )


def reductions_by_contract(declared: Declaration) -> dict[str, Cents]:
    """The reductions of a declaration by the contract that earned them."""
    return {
        occupation.contract: sum(deduction.amount for deduction in occupation.deductions)
        for line in _lines(declared)
        for occupation in line.occupations
        if occupation.deductions
    }


def higher_by_contract(parts: TrueUp, months: Sequence[PaidMonth]) -> dict[str, Cents]:
    """What the enterprise owes beyond payslips and reductions, divided over the contracts by their gross pay.

    The special contribution is the workers': it is not divided here.
    """
    gross: dict[str, Cents] = {}
    for month in months:
        gross[month.contract.key] = gross.get(month.contract.key, 0) + month.gross
    divided = split_by_weight(parts.rounding + parts.small, list(gross.values()))
    return {contract: part for contract, part in zip(gross, divided, strict=True) if part}


def _lines(declared: Declaration) -> Iterable[WorkerLine]:
    return (line for person in declared.people for line in person.lines)


def _declared(declared: Declaration, *, only: set[str] | None = None, without: set[str] | None = None) -> Cents:
    """Contributions under some codes, or under all but some."""
    found = [each for line in _lines(declared) for each in line.contributions] + list(declared.apart)
    students = sum(line.student.amount for line in _lines(declared) if line.student) if only is None else 0
    kept = (each for each in found if (only is None or each.code in only) and each.code not in (without or set()))
    return students + sum(each.amount for each in kept)
