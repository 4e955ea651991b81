"""The slip of each worker for a year: everything that was paid in it, whenever the work was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from marke.countries.be.social.tax import Taxed, taxed
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.records import Employer, PaidMonth, Payroll, Person

NOT_COVERED = ("termination_withholding", "copyright_withholding")
"""Lines whose pay belongs in zones that are not filled here."""


class CannotFile(Refusal):
    """A slip cannot be made as things are known."""


@dataclass(frozen=True, slots=True)
class TaxSlip:
    """Slip 281.10 of one person: from which day until which day employed in the year, and the amounts."""

    number: int
    person: Person
    first: dt.date
    last: dt.date
    amounts: Taxed


@dataclass(frozen=True, slots=True)
class TaxYear:
    """All slips of an employer for the income of one year."""

    year: int
    employer: Employer
    slips: tuple[TaxSlip, ...]

    @property
    def amounts(self) -> Taxed:
        """The slips together."""
        return sum((slip.amounts for slip in self.slips), Taxed())


def tax_year(payroll: Payroll, *, year: int) -> TaxYear:
    """The slips of a year, one for each worker who was paid in it, numbered from one.

    Pay counts in the year in which it is paid (royal decree implementing the income tax code 1992, art. 92). Raises
    `CannotFile` for a worker whose number and address are not known, and for pay that belongs in zones not filled here.
    """
    paid = [(person, _paid_in(months, year)) for person, months in payroll.by_person()]
    kept = [(person, months) for person, months in paid if months]
    slips = tuple(_slip(number, person, months, year) for number, (person, months) in enumerate(kept, start=1))
    return TaxYear(year, payroll.employer, slips)


def _paid_in(months: Sequence[PaidMonth], year: int) -> list[PaidMonth]:
    return [month for month in months if month.paid_on is not None and month.paid_on.year == year]


def _slip(number: int, person: Person, months: Sequence[PaidMonth], year: int) -> TaxSlip:
    _refuse_unknown(person)
    for month in months:
        if month.total(*NOT_COVERED):
            raise CannotFile(
                "belcotax.not-covered",
                gettext_noop("%(person)s received termination pay or copyright: make this slip by hand."),
                params={"person": person.name},
            )
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    starts = min(month.contract.starts_on for month in months)
    ends = [month.contract.ends_on for month in months]
    leaves = max((end for end in ends if end is not None), default=last) if None not in ends else last
    return TaxSlip(
        number,
        person,
        first=min(max(starts, first), last),
        last=max(min(leaves, last), first),
        amounts=sum((taxed(month) for month in months), Taxed()),
    )


def _refuse_unknown(person: Person) -> None:
    """Without a number every other mark of identity is asked (Belcotax, zone 2.12)."""
    address = person.address
    if not (address.street and address.postcode and address.municipality):
        raise CannotFile(
            "belcotax.no-address",
            gettext_noop("The address of %(person)s is not complete: a slip needs street, postcode and municipality."),
            params={"person": person.name},
        )
    if not person.national_number and person.birth_date is None:
        raise CannotFile(
            "belcotax.no-identity",
            gettext_noop("Neither national number nor date of birth is known of %(person)s."),
            params={"person": person.name},
        )
