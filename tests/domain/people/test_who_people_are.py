"""Registering people: who they are, what is kept secret, what each grade opens."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.cooperative import BORN, NOW, TODAY, Facts, known_person, new_person

from marke.countries.be.identifiers import NotAnIdentifier, make_test_national_number
from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system
from marke.domain.people import identity
from marke.domain.people.models import IdentityDocument, NationalNumber, NationalNumberReveal, Person
from marke.domain.people.operations import (
    AlreadyKnown,
    NewOrganisation,
    NewPerson,
    change_details,
    read_phone,
    register_organisation,
    register_person,
)
from marke.domain.people.policies import Ability, NotAnAdult, NotKnownWellEnough, require_grade
from marke.kernel.refusal import Refusal

JPEG = b"\xff\xd8\xff" + b"0" * 100


def register(new: NewPerson) -> Person:
    return register_person(new=new, today=TODAY, actor=SYSTEM)


def scans(*kinds: str) -> list[identity.Scan]:
    return [identity.read_scan(kind=kind, content=JPEG) for kind in kinds]


def test_somebody_registers_with_a_national_number() -> None:
    """The number gives the birth date; address and phone give grade 1."""
    person = register(new_person(Facts()))
    assert (person.birth_date, person.identity_grade, person.phone) == (BORN, 1, "+32470123456")


def test_a_national_number_is_stored_sealed_and_stays_out_of_the_trail() -> None:
    """Neither the table nor the audit trail holds the digits."""
    person = register(new_person(Facts(serial=5)))
    digits = make_test_national_number(born=BORN, serial=5)
    row = NationalNumber.objects.get(person=person)
    assert digits.encode() not in bytes(row.ciphertext)
    assert digits not in str(list(AuditEvent.objects.values_list("before", "after")))


def test_the_member_portal_cannot_read_a_national_number() -> None:
    """The database gives the ciphertext to the desk alone."""
    register(new_person(Facts()))
    with pytest.raises(DatabaseError, match="permission denied"), acting(actor=SYSTEM), connection.cursor() as cursor:
        cursor.execute("select ciphertext from people_nationalnumber")


def test_reading_a_national_number_leaves_who_and_why() -> None:
    person = register(new_person(Facts(serial=5)))
    with pytest.raises(Refusal, match="why"):
        identity.reveal_national_number(person_id=person.pk, reason=" ", now=NOW, actor=SYSTEM)
    digits = identity.reveal_national_number(person_id=person.pk, reason="Declaration of start", now=NOW, actor=SYSTEM)
    assert digits == make_test_national_number(born=BORN, serial=5)
    assert NationalNumberReveal.objects.get().reason == "Declaration of start"


def test_a_national_number_is_registered_once() -> None:
    register(new_person(Facts()))
    with pytest.raises(AlreadyKnown, match="registered already"):
        register(new_person(Facts(given_name="Other")))


def test_a_mistyped_national_number_is_refused_beside_its_field() -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        register(NewPerson("Nora", "Peeters", national_number="85.05.06-903.59"))
    assert refused.value.field == "national_number"


def test_without_a_belgian_number_the_birth_date_is_asked() -> None:
    with pytest.raises(Refusal) as refused:
        register(NewPerson("Nora", "Peeters"))
    assert refused.value.field == "birth_date"
    assert register(NewPerson("Nora", "Peeters", birth_date=dt.date(1990, 2, 3))).identity_grade == 0


@pytest.mark.parametrize(("born", "welcome"), [(dt.date(2008, 3, 10), True), (dt.date(2008, 3, 11), False)])
def test_one_joins_alone_from_the_eighteenth_birthday(born: dt.date, welcome: bool) -> None:
    new = NewPerson("Lou", "Peeters", birth_date=born)
    if welcome:
        assert register(new).birth_date == born
    else:
        with pytest.raises(NotAnAdult, match="guardian"):
            register(new)


@pytest.mark.parametrize("text", ["", "hello", "12", "+32+470123456", "0" * 30])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="telephone"):
        read_phone(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("0470/12.34.56", "+32470123456"), ("0032 470 123456", "+32470123456"), ("+33 1 23 45 67 89", "+33123456789")],
)
def test_a_phone_number_is_understood_as_people_write_it(typed: str, stored: str) -> None:
    assert read_phone(typed) == stored


def test_the_card_needs_both_sides() -> None:
    person = register(new_person(Facts()))
    with pytest.raises(Refusal, match="both sides"):
        identity.receive_identity_documents(person_id=person.pk, scans=scans("id_front"), now=NOW, actor=SYSTEM)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<svg onload=alert(1)>", JPEG + b"0" * (5 * 1024 * 1024)])
def test_what_is_no_photo_or_pdf_is_refused(content: bytes) -> None:
    """Only the first bytes of the file count, not its name."""
    with pytest.raises(Refusal):
        identity.read_scan(kind="id_front", content=content)


def test_an_accepted_identity_destroys_the_scans_and_opens_grade_2() -> None:
    person = register(new_person(Facts()))
    with pytest.raises(NotKnownWellEnough, match="checked"):
        require_grade(person, Ability.OPEN_UNIT)
    identity.receive_identity_documents(person_id=person.pk, scans=scans("id_front", "id_back"), now=NOW, actor=SYSTEM)
    assert IdentityDocument.objects.count() == 2
    identity.decide_identity(person_id=person.pk, accepted=True, grounds="documents", now=NOW, actor=SYSTEM)
    person.refresh_from_db()
    assert (person.identity_grade, person.state, IdentityDocument.objects.count()) == (2, "active", 0)
    require_grade(person, Ability.OPEN_UNIT)


def test_a_returned_identity_says_what_is_missing() -> None:
    person = register(new_person(Facts()))
    with pytest.raises(identity.UnableToDecide, match="missing"):
        identity.decide_identity(person_id=person.pk, accepted=False, grounds="documents", now=NOW, actor=SYSTEM)


def test_nobody_checks_their_own_identity() -> None:
    from marke.domain.people.models import User

    user = User.objects.create_user("staff@example.org", staff_role="adviser")
    person = register(new_person(Facts(user_id=user.pk)))
    with pytest.raises(identity.UnableToDecide, match="own identity"):
        identity.decide_identity(person_id=person.pk, accepted=True, grounds="documents", now=NOW, actor=user.pk)


def test_a_checked_name_does_not_change_by_typing() -> None:
    person = known_person()
    details = {
        "language": "nl", "street": "Markt 1", "postcode": "9000", "municipality": "Gent", "country_code": "BE",
        "phone": "0470 12 34 56", "given_name": "Nora", "actor": SYSTEM,
    }  # fmt: skip
    assert change_details(person_id=person.pk, family_name="Peeters", **details).street == "Markt 1"
    with pytest.raises(Refusal, match="identity card"):
        change_details(person_id=person.pk, family_name="Janssens", **details)


def test_an_organisation_is_registered_once_with_a_real_number() -> None:
    person = known_person()
    new = NewOrganisation("Kunst vzw", "association", "0403.019.261", person.pk, "Markt 1", "9000", "Gent")
    assert register_organisation(new=new, actor=SYSTEM).enterprise_number == "0403019261"
    with pytest.raises(AlreadyKnown):
        register_organisation(new=new, actor=SYSTEM)


def test_an_identity_check_is_kept_for_good() -> None:
    known_person()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), acting_as_system():
        Person.objects.get().identity_checks.all().delete()


def test_reading_many_numbers_leaves_a_trace_for_each() -> None:
    """A declaration reads the numbers of all its workers for one reason; who has none is missing from the answer."""
    with_number, without = register(new_person(Facts(serial=5))), register(new_person(Facts(serial=6)))
    NationalNumber.objects.filter(person=without).delete()
    people = [with_number.pk, without.pk]
    found = identity.reveal_national_numbers(person_ids=people, reason="DmfA 2026/3", now=NOW, actor=SYSTEM)
    assert found == {with_number.pk: make_test_national_number(born=BORN, serial=5)}
    assert list(NationalNumberReveal.objects.values_list("person_id", "reason")) == [(with_number.pk, "DmfA 2026/3")]
