"""A small enterprise to test with: people with shares, staff, units, money on them. Everything is named by the test."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable

from marke.domain.ledger import operations as ledger
from marke.domain.members.models import Member, ShareMovement, Subscription, YearOfUse
from marke.domain.people.models import Language, Person, StaffRole, User
from marke.domain.units.models import Unit, UnitRole
from marke.domain.units.operations import Opening, open_unit
from marke.kernel.ids import uuid7
from marke.kernel.money import Cents
from marke.rules.posting.entry import credit, debit, entry
from marke.rules.posting.journals import Journal

TODAY = dt.date(2026, 6, 15)
ACTOR = uuid.UUID("00000000-0000-7000-8000-00000000ac70")
_serial = itertools.count(1)


def a_user(email: str | None = None, *, staff_role: str = "") -> User:
    """A log-in, perhaps of a member of staff."""
    return User.objects.create(
        email=email or f"user{next(_serial)}@example.org", staff_role=staff_role, language=Language.EN
    )


def an_adviser(name: str = "Adviser") -> User:
    """A member of staff who advises units."""
    user = a_user(staff_role=StaffRole.ADVISER)
    Person.objects.create(user=user, given_name=name, family_name="Peeters")
    return user


def a_person(name: str = "Nora", *, user: User | None = None) -> Person:
    """Somebody with a log-in and checked identity, without a share."""
    return Person.objects.create(
        user=user or a_user(), given_name=name, family_name="Janssens", state=Person.State.ACTIVE, identity_grade=2
    )


def a_share(person: Person, *years: int) -> Member:
    """Paid shares of a person for the years named."""
    number = next(_serial)
    member = Member.objects.create(
        person=person, number=number, state=Member.State.MEMBER, since=dt.date(min(years), 1, 1)
    )
    for year in years:
        day = dt.date(year, 1, 1)
        paid = Subscription.objects.create(
            member=member,
            count=1,
            price=3000,
            first_year=year,
            reference=f"{next(_serial):012}",
            state=Subscription.State.PAID,
            subscribed_on=day,
            pay_before=day,
            paid_on=day,
            payer_iban="BE68539007547034",
        )
        ShareMovement.objects.create(
            number=next(_serial), member=member, kind="issued", count=1, price=3000, effective_on=day, subscription=paid
        )
        YearOfUse.objects.create(member=member, year=year, starts_on=day, subscription=paid)
    return member


def a_shareholder(name: str = "Nora", *years: int) -> Person:
    """Somebody with a share for the year of `TODAY`, or for the years named."""
    person = a_person(name)
    a_share(person, *(years or (TODAY.year,)))
    return person


def a_unit(
    holder: Person | None = None, *, name: str = "Atelier", activity: str = "musician", day: dt.date = TODAY
) -> Unit:
    """A unit of a shareholder."""
    holder = holder or a_shareholder()
    return open_unit(opening=Opening(name=name, activity=activity, holders=(holder.pk,), day=day), actor=ACTOR)


def holder_of(unit: Unit) -> Person:
    """The first holder of a unit."""
    return UnitRole.objects.filter(unit=unit, kind="holder").earliest("valid_from").person


def open_books(*years: int) -> None:
    """Open the months of years for posting."""
    for year in years or (TODAY.year,):
        ledger.open_year(year=year, actor=ACTOR)


def receive(unit: Unit, amount: Cents, *, project: uuid.UUID | None = None, day: dt.date = TODAY) -> None:
    """Give a unit budget whose money is in, as a solidarity grant would."""
    grant = entry(
        "budget.solidarity_grant",
        Journal.BUDGET,
        day,
        debit("pot.solidarity", amount),
        credit("unit.received", amount, unit=unit.pk, project=project),
    )
    ledger.post(entry=grant, source=("test.grant", uuid7()), step="post", actor=ACTOR)


def expect(unit: Unit, amount: Cents, *, day: dt.date = TODAY) -> None:
    """Give a unit budget whose client money is still due."""
    invoice = entry(
        "sales.invoice",
        Journal.SALES,
        day,
        debit("receivable.client", amount),
        credit("revenue.sales", amount, unit=unit.pk),
        debit("budget.control", amount),
        credit("unit.expected", amount, unit=unit.pk),
    )
    ledger.post(entry=invoice, source=("test.invoice", uuid7()), step="issue", actor=ACTOR)


def numbers(units: Iterable[Unit]) -> list[int]:
    """The public numbers of units."""
    return [unit.pk for unit in units]
