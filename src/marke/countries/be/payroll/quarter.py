"""A person's quarter with the enterprise: what is settled by quarter and pooled, not charged to a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marke.countries.be.payroll.inputs import Family, MonthSoFar
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.reductions import (
    Occupation,
    artists_reduction,
    base_above_employer_cap,
    special_contribution_settlement,
    structural_reduction,
)
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class PersonQuarter:
    """The settlement of one person's quarter, in cents."""

    special_contribution: Cents
    """Still to keep back from the worker; negative when the advances were too high."""
    structural: tuple[Cents, ...]
    """The structural reduction of each occupation, in the order given."""
    artists: tuple[Cents, ...]
    """The target-group reduction of each artistic occupation, in the order given."""
    base_above_cap: Cents
    """The part of the quarter's base on which the employer owes nothing."""

    @property
    def reductions(self) -> Cents:
        """What the enterprise pays less for this person; it goes to the pot."""
        return sum(self.structural) + sum(self.artists)


def person_quarter(
    law: Law,
    *,
    months: Sequence[MonthSoFar],
    occupations: Sequence[Occupation],
    family: Family,
    contributions_due: Cents,
) -> PersonQuarter:
    """Settle a quarter from the totals of its months and the occupations of the person.

    The performance that decides the multiplier is that of all occupations together; target-group reductions come first
    and all reductions together never exceed the employer contributions due.
    """
    everything = sum((occupation.performance for occupation in occupations), start=occupations[0].performance * 0)
    left = contributions_due
    artists, structural = [], []
    for occupation in occupations:
        artists.append(artists_reduction.compute(law, occupation, contributions_due=left))
        left -= artists[-1]
    for occupation in occupations:
        full = structural_reduction.compute(law, occupation, person_performance=everything).amount
        structural.append(min(left, full))
        left -= structural[-1]
    return PersonQuarter(
        special_contribution=special_contribution_settlement.compute(
            law,
            family,
            base=sum(month.csss_base for month in months),
            withheld=sum(month.csss for month in months),
        ),
        structural=tuple(structural),
        artists=tuple(artists),
        base_above_cap=base_above_employer_cap.compute(law, sum(month.employer_base for month in months)),
    )
