"""Somebody whom another person wrote down becomes a log-in of their own: the worker who was invited to sign."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.people.models import NationalNumber, Person
from marke.domain.people.operations import AlreadyKnown, identifiers
from marke.domain.people.sealing import fingerprint, seal
from marke.kernel.refusal import Refusal, gettext_noop


def claim_person(
    *, person_id: uuid.UUID, user_id: uuid.UUID, national_number: str, today: dt.date, actor: uuid.UUID
) -> Person:
    """This log-in is that person, and this is their national number; its date of birth replaces what was typed.

    Raises `NotAnIdentifier` for a mistyped number, `AlreadyKnown` for one that somebody has, and `Refusal` when the
    person or the log-in is taken already.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.user_id is not None or Person.objects.filter(user_id=user_id).exists():
        raise Refusal(
            "person.claimed",
            gettext_noop("You are known here under another name already. Ask whoever invited you to choose that one."),
        )
    number = identifiers().read_national_number(national_number, today=today)
    if NationalNumber.objects.filter(fingerprint=fingerprint(number.digits)).exists():
        raise AlreadyKnown(
            "person.known",
            gettext_noop("Somebody with this national number is registered already."),
            field="national_number",
        )
    person.user_id = user_id
    person.birth_date = number.birth_date or person.birth_date
    person.save(update_fields=["user", "birth_date"])
    NationalNumber.objects.create(
        person=person,
        ciphertext=seal(number.digits.encode()),
        fingerprint=fingerprint(number.digits),
        last_digits=number.digits[-2:],
    )
    return person
