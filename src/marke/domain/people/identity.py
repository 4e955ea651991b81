"""Deciding who somebody is: documents in, a check by staff, and the rare reading of a national number."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from marke.domain.people.models import IdentityCheck, IdentityDocument, NationalNumber, NationalNumberReveal, Person
from marke.domain.people.sealing import seal, unseal
from marke.kernel.refusal import Refusal, gettext_noop


class UnableToDecide(Refusal):
    """The identity check cannot be decided so."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture or PDF that proves something about a person."""

    kind: str
    media_type: str
    content: bytes


SCAN_STARTS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-"}
"""The first bytes of each kind of file that is accepted; the name and the browser's word for it prove nothing."""
LARGEST_SCAN = 4 * 1024 * 1024


def read_scan(*, kind: str, content: bytes) -> Scan:
    """Check what was uploaded: a JPEG, PNG or PDF of at most 4 MB. Raises `Refusal` beside the field of its kind."""
    media_type = next((name for name, start in SCAN_STARTS.items() if content.startswith(start)), None)
    if media_type is None:
        raise Refusal("scan.kind", gettext_noop("Send a photo (JPEG or PNG) or a PDF."), field=kind)
    if len(content) > LARGEST_SCAN:
        raise Refusal("scan.size", gettext_noop("This file is larger than 4 MB. Send a smaller photo."), field=kind)
    return Scan(kind, media_type, content)


def receive_identity_documents(
    *, person_id: uuid.UUID, scans: Sequence[Scan], now: dt.datetime, actor: uuid.UUID
) -> None:
    """Receive the scans that prove who somebody is; the clock of 48 working hours starts.

    The card needs both sides, or send the passport. Raises `Refusal` when a side is missing or the check was done.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    kinds = {scan.kind for scan in scans}
    card = {IdentityDocument.Kind.ID_FRONT, IdentityDocument.Kind.ID_BACK}
    if not card <= kinds and IdentityDocument.Kind.PASSPORT not in kinds:
        raise Refusal(
            "person.documents",
            gettext_noop("Send both sides of your identity card, or your passport."),
            field=IdentityDocument.Kind.ID_BACK if IdentityDocument.Kind.ID_FRONT in kinds else "id_front",
        )
    if person.identity_grade == 2:
        raise Refusal("person.identity-known", gettext_noop("Your identity is checked already: nothing is needed."))
    person.identity_documents.all().delete()
    IdentityDocument.objects.bulk_create(
        IdentityDocument(
            person=person, kind=scan.kind, media_type=scan.media_type, ciphertext=seal(scan.content), received_at=now
        )
        for scan in scans
    )
    person.state, person.documents_in_at = Person.State.DOCUMENTS_IN, now
    person.save(update_fields=["state", "documents_in_at"])


def decide_identity(
    *,
    person_id: uuid.UUID,
    accepted: bool,
    grounds: str,
    reason: str = "",
    now: dt.datetime,
    actor: uuid.UUID,
) -> IdentityCheck:
    """Staff decide who somebody is: accept (grade 2, account active) or return with what is missing.

    The scans are destroyed with the decision; what remains is who decided, when and on which grounds. Nobody decides
    about themselves. Raises `UnableToDecide`.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.user_id == actor:
        raise UnableToDecide("person.own-check", gettext_noop("Nobody checks their own identity. Ask a colleague."))
    if person.state in (Person.State.SUSPENDED, Person.State.DECEASED):
        raise UnableToDecide("person.suspended-check", gettext_noop("This account is suspended: lift that first."))
    if not accepted and not reason.strip():
        raise UnableToDecide(
            "person.returned-without-reason",
            gettext_noop("Say what is missing, so that it can be sent."),
            field="reason",
        )
    if accepted and not (person.street and person.phone):
        raise UnableToDecide(
            "person.contact-first", gettext_noop("Address and phone come first: they are not filled in yet.")
        )
    check = IdentityCheck.objects.create(
        person=person, accepted=accepted, grounds=grounds, reason=reason.strip(), decided_by=actor, decided_at=now
    )
    person.state = Person.State.ACTIVE if accepted else Person.State.REGISTERED
    person.identity_grade = 2 if accepted else person.identity_grade
    person.save(update_fields=["state", "identity_grade"])
    person.identity_documents.all().delete()
    return check


def accept_identities(*, person_ids: Sequence[uuid.UUID], grounds: str, now: dt.datetime, actor: uuid.UUID) -> None:
    """Accept many identities at once, for people whose cards were seen elsewhere (a move from other software)."""
    people = Person.objects.filter(pk__in=person_ids, identity_grade=1).exclude(user_id=actor)
    IdentityCheck.objects.bulk_create(
        IdentityCheck(person_id=pk, accepted=True, grounds=grounds, decided_by=actor, decided_at=now)
        for pk in people.values_list("pk", flat=True)
    )
    people.update(identity_grade=2, state=Person.State.ACTIVE)


def reveal_national_number(*, person_id: uuid.UUID, reason: str, now: dt.datetime, actor: uuid.UUID) -> str:
    """Read a national number in full, for a written reason; the person can see that it was read.

    Runs at the desk only: the database gives the ciphertext to no other role. Raises `Refusal` without a reason or a
    number.
    """
    found = reveal_national_numbers(person_ids=[person_id], reason=reason, now=now, actor=actor)
    if person_id not in found:
        raise Refusal("national-number.none", gettext_noop("No national number is known of this person."))
    return found[person_id]


def reveal_national_numbers(
    *, person_ids: Collection[uuid.UUID], reason: str, now: dt.datetime, actor: uuid.UUID
) -> dict[uuid.UUID, str]:
    """Read many national numbers for one written reason, as a declaration does; each reading is recorded.

    Who has none is missing from the answer. Raises `Refusal` without a reason.
    """
    if len(reason.strip()) < 5:
        raise Refusal(
            "national-number.reason", gettext_noop("Say in a few words why you need to read it."), field="reason"
        )
    numbers = list(NationalNumber.objects.filter(person_id__in=person_ids))
    NationalNumberReveal.objects.bulk_create(
        NationalNumberReveal(
            person_id=number.person_id, revealed_by=actor, revealed_at=now, reason=reason.strip()[:200]
        )
        for number in numbers
    )
    return {number.person_id: unseal(bytes(number.ciphertext)).decode() for number in numbers}


def open_scan(*, person_id: uuid.UUID, kind: str) -> Scan | None:
    """A scan as it was sent in, for the eyes of the desk; None when it was destroyed or never sent."""
    row = IdentityDocument.objects.filter(person_id=person_id, kind=kind).first()
    return Scan(row.kind, row.media_type, unseal(row.ciphertext)) if row else None
