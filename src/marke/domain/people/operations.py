"""Register people and organisations and keep their details.

Who they are is decided in `marke.domain.people.identity`; where they are paid is kept in `bank_accounts`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marke.countries.protocol import Identifiers
from marke.countries.registry import country
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import Language, NationalNumber, Organisation, Person, Suspension
from marke.domain.people.policies import grade_from_contact, require_adult
from marke.domain.people.sealing import fingerprint, seal
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold

PHONE_DIGITS = range(8, 16)
"""Digits of a telephone number in the world (ITU-T E.164 allows at most fifteen)."""


class AlreadyKnown(Refusal):
    """Somebody with this national or enterprise number is registered already."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is written down when somebody registers. Without a national number the birth date is asked instead."""

    given_name: str
    family_name: str
    language: str = Language.NL
    national_number: str = ""
    birth_date: dt.date | None = None
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    country: str = "BE"
    phone: str = ""
    user_id: uuid.UUID | None = None
    id: uuid.UUID | None = None
    """Given only when the caller has to know the key before."""


def identifiers() -> Identifiers:
    """The identifiers of the cooperative's country: how numbers are read, checked and written there."""
    return country(cooperative().country).identifiers


def register_person(*, new: NewPerson, today: dt.date, actor: uuid.UUID) -> Person:
    """Register one person. Raises as `register_people`."""
    return register_people(people=[new], today=today, actor=actor)[0]


def register_people(*, people: Sequence[NewPerson], today: dt.date, actor: uuid.UUID) -> list[Person]:
    """Register people, in the order given.

    Raises `NotAnIdentifier` for a mistyped number, `AlreadyKnown` for a number that somebody has, `NotAnAdult` for a
    minor, and `Refusal` for a missing name or birth date.
    """
    read = identifiers().read_national_number
    numbers = [read(new.national_number, today=today) if new.national_number else None for new in people]
    _refuse_known_numbers([number.digits for number in numbers if number])
    rows = [_person(new, number, today) for new, number in zip(people, numbers, strict=True)]
    Person.objects.bulk_create(rows)
    NationalNumber.objects.bulk_create(
        _sealed(person, number.digits) for person, number in zip(rows, numbers, strict=True) if number
    )
    return rows


def _refuse_known_numbers(numbers: Sequence[str]) -> None:
    prints = [fingerprint(number) for number in numbers]
    if len(set(prints)) < len(prints) or NationalNumber.objects.filter(fingerprint__in=prints).exists():
        raise AlreadyKnown(
            "person.known",
            gettext_noop(
                "Somebody with this national number is registered already. Log in with the e-mail address you used "
                "then, or ask the desk to help you back in."
            ),
            field="national_number",
        )


def _person(new: NewPerson, number: Any, today: dt.date) -> Person:
    birth_date = (number.birth_date if number else None) or new.birth_date
    if not new.family_name.strip():
        raise Refusal("person.name", gettext_noop("Write the name as it is on the identity card."), field="family_name")
    if birth_date is None:
        raise Refusal("person.birth-date", gettext_noop("Write the date of birth."), field="birth_date")
    if birth_date > today:
        raise Refusal("person.birth-date", gettext_noop("This date of birth is in the future."), field="birth_date")
    require_adult(birth_date=birth_date, today=today)
    person = Person(
        user_id=new.user_id,
        given_name=" ".join(new.given_name.split()),
        family_name=" ".join(new.family_name.split()),
        language=new.language,
        birth_date=birth_date,
        registered_on=today,
        **_contact(new.street, new.postcode, new.municipality, new.country, new.phone),
    )
    if new.id is not None:
        person.id = new.id
    _set_search_keys(person)
    return person


def _contact(street: str, postcode: str, municipality: str, country_code: str, phone: str) -> dict[str, Any]:
    """The contact columns, cleaned, with the grade they give."""
    contact = {
        "street": " ".join(street.split()),
        "postcode": postcode.strip(),
        "municipality": " ".join(municipality.split()),
        "phone": read_phone(phone) if phone.strip() else "",
    }
    return {**contact, "country": country_code, "identity_grade": grade_from_contact(**contact)}


def _set_search_keys(person: Person) -> None:
    person.family_first_key = fold(f"{person.family_name} {person.given_name}")
    person.given_first_key = fold(f"{person.given_name} {person.family_name}")


def _sealed(person: Person, digits: str) -> NationalNumber:
    return NationalNumber(
        person=person, ciphertext=seal(digits.encode()), fingerprint=fingerprint(digits), last_digits=digits[-2:]
    )


def read_phone(text: str) -> str:
    """A telephone number with its country: ``0470 12 34 56`` becomes ``+32470123456``.

    Raises `Refusal` beside the field ``phone``.
    """
    compact = "".join(sign for sign in text if sign.isdecimal() or sign == "+")
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    elif compact.startswith("0"):
        compact = f"+32{compact[1:]}"
    if not compact.startswith("+") or "+" in compact[1:] or len(compact) - 1 not in PHONE_DIGITS:
        raise Refusal(
            "person.phone",
            gettext_noop("This is not a telephone number. Write it as 0470 12 34 56, or with + and the country."),
            field="phone",
        )
    return compact


def change_details(
    *,
    person_id: uuid.UUID,
    given_name: str,
    family_name: str,
    language: str,
    street: str,
    postcode: str,
    municipality: str,
    country_code: str,
    phone: str,
    actor: uuid.UUID,
) -> Person:
    """Change name, language, address and phone. A checked identity stays checked, but its name cannot change here."""
    person = Person.objects.select_for_update().get(pk=person_id)
    named = (" ".join(given_name.split()), " ".join(family_name.split()))
    if person.identity_grade == 2 and named != (person.given_name, person.family_name):
        raise Refusal(
            "person.checked-name",
            gettext_noop("Your name was checked against your identity card. Send the new card to change it."),
            field="family_name",
        )
    person.given_name, person.family_name, person.language = *named, language
    contact = _contact(street, postcode, municipality, country_code, phone)
    if person.identity_grade == 2:
        del contact["identity_grade"]
    for column, value in contact.items():
        setattr(person, column, value)
    _set_search_keys(person)
    person.save()
    return person


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An association or company and the person who acts for it."""

    name: str
    kind: str
    enterprise_number: str
    represented_by: uuid.UUID
    street: str
    postcode: str
    municipality: str
    language: str = Language.NL
    country: str = "BE"


def register_organisation(*, new: NewOrganisation, actor: uuid.UUID) -> Organisation:
    """Register an association or company that will hold shares or a unit in its own name.

    Raises `NotAnIdentifier` for a mistyped number and `AlreadyKnown` when it is registered.
    """
    number = identifiers().read_enterprise_number(new.enterprise_number)
    if Organisation.objects.filter(enterprise_number=number).exists():
        raise AlreadyKnown(
            "organisation.known",
            gettext_noop("This organisation is registered already. Its representative can let you act for it."),
            field="enterprise_number",
        )
    return Organisation.objects.create(
        name=" ".join(new.name.split()),
        kind=new.kind,
        enterprise_number=number,
        represented_by_id=new.represented_by,
        street=new.street,
        postcode=new.postcode,
        municipality=new.municipality,
        language=new.language,
        country=new.country,
        search_key=fold(new.name),
    )


def suspend(*, person_id: uuid.UUID, suspended: bool, reason: str, actor: uuid.UUID) -> Suspension:
    """Suspend an account, or lift the suspension, for a written reason. Raises `Refusal` without one."""
    if len(reason.strip()) < 5:
        raise Refusal("suspension.reason", gettext_noop("Write the reason in a few words."), field="reason")
    person = Person.objects.select_for_update().get(pk=person_id)
    active = Person.State.ACTIVE if person.identity_grade == 2 else Person.State.REGISTERED
    person.state = Person.State.SUSPENDED if suspended else active
    person.save(update_fields=["state"])
    return Suspension.objects.create(person=person, suspended=suspended, reason=reason.strip(), decided_by=actor)
