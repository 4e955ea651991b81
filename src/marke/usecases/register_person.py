"""Register people with the account on which they are paid, one or many at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.domain.people.bank_accounts import NewBankAccount, register_first_bank_accounts
from marke.domain.people.identity import accept_identities
from marke.domain.people.models import IdentityCheck, Person
from marke.domain.people.operations import NewPerson, register_people


@dataclass(frozen=True, slots=True)
class Registration:
    """A person and the account on which they are paid."""

    person: NewPerson
    iban: str


def register_checked_people(
    *, registrations: Sequence[Registration], now: dt.datetime, actor: uuid.UUID
) -> list[Person]:
    """Register people whose cards were seen in person: grade 2 from the start (a desk day, a move from other software).

    Raises as `marke.domain.people.operations.register_people` and `NotAnIdentifier` for a mistyped account.
    """
    people = register_people(people=[new.person for new in registrations], today=now.date(), actor=actor)
    register_first_bank_accounts(
        accounts=[
            NewBankAccount(new.iban, person_id=person.pk) for new, person in zip(registrations, people, strict=True)
        ],
        now=now,
        actor=actor,
    )
    accept_identities(
        person_ids=[person.pk for person in people], grounds=IdentityCheck.Grounds.IN_PERSON, now=now, actor=actor
    )
    return people
