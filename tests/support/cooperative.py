"""A small cooperative for tests: opened, with its books, and people who are known to it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from marke.countries.be.identifiers import make_iban, make_test_national_number
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.operations import open_year
from marke.domain.members.contract_of_use import announce, write_version
from marke.domain.members.exits import request_exit
from marke.domain.members.models import ContractOfUse, Exit, Subscription
from marke.domain.members.operations import NewSubscription, SharePayment, apply
from marke.domain.parameters.operations import open_cooperative
from marke.domain.people.models import Person
from marke.domain.people.operations import NewPerson
from marke.usecases.leave_enterprise import accept_exit
from marke.usecases.receive_share_payment import receive_share_payments
from marke.usecases.register_person import Registration, register_checked_people
from marke.usecases.subscribe_share import subscribe_shares

TODAY = dt.date(2026, 3, 10)
BORN = dt.date(1985, 5, 6)
NOW = dt.datetime(2026, 3, 10, 9, 0, tzinfo=dt.UTC)


def open_test_cooperative(*, years: tuple[int, ...] = (2025, 2026, 2027)) -> None:
    """De Marke, with open books."""
    open_cooperative(
        actor=SYSTEM,
        valid_from=dt.date(2000, 1, 1),
        choices={},
        name="De Marke",
        legal_name="De Marke cv",
        enterprise_number="0200000043",
        seller_name="De Marke Producties",
        seller_enterprise_number="0200000142",
        languages=["nl", "fr"],
        street="Wolweversstraat 1",
        postcode="1000",
        municipality="Brussel",
        iban=make_iban(1),
    )
    for year in years:
        open_year(year=year, actor=SYSTEM)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a test may vary about a person."""

    serial: int = 1
    given_name: str = "Nora"
    family_name: str = "Peeters"
    user_id: uuid.UUID | None = None
    language: str = "nl"


def new_person(facts: Facts) -> NewPerson:
    """A person of 1985 with an invented national number."""
    return NewPerson(
        given_name=facts.given_name,
        family_name=facts.family_name,
        language=facts.language,
        national_number=make_test_national_number(born=BORN, serial=facts.serial),
        street="Kerkstraat 12",
        postcode="9000",
        municipality="Gent",
        phone="0470 12 34 56",
        user_id=facts.user_id,
    )


def known_person(facts: Facts | None = None) -> Person:
    """Somebody whose identity is checked."""
    facts = facts or Facts()
    registration = Registration(new_person(facts), make_iban(1000 + facts.serial))
    return register_checked_people(registrations=[registration], now=NOW, actor=SYSTEM)[0]


def subscribe(person: Person, *, count: int = 1, on: dt.date = TODAY) -> Subscription:
    """The person subscribes shares."""
    wanted = NewSubscription(count=count, person_id=person.pk)
    return subscribe_shares(subscriptions=[wanted], today=on, actor=SYSTEM)[0]


def pay(subscription: Subscription, *, on: dt.date = TODAY) -> Subscription:
    """The money for the shares arrives."""
    payment = SharePayment(subscription.reference, subscription.amount, make_iban(77), on)
    return receive_share_payments(payments=[payment], today=on, actor=SYSTEM)[0]


def member(facts: Facts | None = None, *, shares: int = 1, on: dt.date = TODAY) -> Person:
    """Somebody with paid shares from a day on."""
    person = known_person(facts)
    pay(subscribe(person, count=shares, on=on), on=on)
    return person


def announced_contract(*, in_force_from: dt.date = TODAY, text: str = "Version") -> ContractOfUse:
    """A contract of use that was announced."""
    contract = write_version(
        summary="First version",
        texts={"nl": f"# Gebruik\n\n{text}", "fr": f"# Usage\n\n{text}"},
        open_from=min(in_force_from, TODAY),
        in_force_from=in_force_from,
        actor=SYSTEM,
    )
    return announce(contract_id=contract.pk, today=min(in_force_from, TODAY), actor=SYSTEM)


def apply_exit(person: Person) -> Exit:
    """The member asks to leave and is let go on the same day."""
    leaving = request_exit(member_id=apply(person_id=person.pk).pk, today=TODAY, actor=SYSTEM)
    return accept_exit(exit_id=leaving.pk, reason="Board of today", today=TODAY, actor=SYSTEM)
