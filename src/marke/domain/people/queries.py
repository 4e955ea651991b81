"""Read people: find them, show them, and the queue of identities to check."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marke.countries.registry import country
from marke.domain.foundation.search import BEST, GOOD, Question, SearchHit
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import (
    BankAccount,
    IdentityDocument,
    NationalNumber,
    NationalNumberReveal,
    Organisation,
    Person,
)
from marke.kernel.text import fold

ACTIVATION_HOURS = 48
"""Working hours within which a sent-in identity is checked (practice)."""


def people_found(*, text: str = "", state: str = "", grade: int | None = None) -> QuerySet[Person]:
    """People by the start of their name (either name first), state and identity grade, in the order of last names."""
    found = Person.objects.select_related("user").order_by("family_first_key", "id")
    if key := fold(text):
        found = found.filter(Q(family_first_key__startswith=key) | Q(given_first_key__startswith=key))
    if state:
        found = found.filter(state=state)
    if grade is not None:
        found = found.filter(identity_grade=grade)
    return found


def person_at(*, email: str) -> Person | None:
    """The person who logs in with an e-mail address, however its letters are cased."""
    return Person.objects.filter(user__email=email.lower()).first()


def organisations_found(*, text: str = "") -> QuerySet[Organisation]:
    """Organisations by the start of their name."""
    found = Organisation.objects.select_related("represented_by").order_by("search_key", "id")
    return found.filter(search_key__startswith=fold(text)) if fold(text) else found


def identities_to_check() -> QuerySet[Person]:
    """People whose documents are in, longest waiting first."""
    return Person.objects.filter(state=Person.State.DOCUMENTS_IN).order_by("documents_in_at", "id")


def activation_due(*, since: dt.datetime) -> dt.datetime:
    """When 48 working hours after a moment are over: a day counts from midnight to midnight when people work."""
    is_working_day = country(cooperative().country).is_working_day
    moment, left = since, dt.timedelta(hours=ACTIVATION_HOURS)
    while True:
        midnight = dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time(), tzinfo=moment.tzinfo)
        if is_working_day(moment.date()):
            if moment + left <= midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight


def masked_national_number(*, person_id: uuid.UUID) -> str:
    """The national number with all but its last two digits hidden; empty when none is known."""
    last = NationalNumber.objects.filter(person=person_id).values_list("last_digits", flat=True).first()
    return f"••.••.••-•••.{last}" if last else ""


def bank_accounts_of(*, person_id: uuid.UUID) -> list[BankAccount]:
    """Every account of a person, newest first."""
    return list(BankAccount.objects.filter(person=person_id).order_by("-registered_at"))


def readings_of(*, person_id: uuid.UUID) -> list[NationalNumberReveal]:
    """Who read this person's national number, latest first."""
    return list(NationalNumberReveal.objects.filter(person=person_id).order_by("-revealed_at"))


@dataclass(frozen=True, slots=True)
class DocumentIn:
    """A scan that waits to be looked at."""

    kind: str
    label: str
    received_at: dt.datetime


def documents_of(*, person_id: uuid.UUID) -> list[DocumentIn]:
    """The scans of a person that wait to be looked at, without their content."""
    rows = IdentityDocument.objects.filter(person=person_id).only("kind", "received_at").order_by("kind")
    return [DocumentIn(row.kind, row.get_kind_display(), row.received_at) for row in rows]


def search(question: Question) -> list[SearchHit]:
    """People for the palette of the desk, by the start of either name."""
    if question.is_empty or not question.text:
        return []
    return [
        SearchHit(
            kind="person",
            title=str(person),
            url_name="desk_person",
            url_kwargs={"person": person.pk},
            detail=person.municipality,
            why=_("name"),
            rank=BEST if question.text in (person.family_first_key, person.given_first_key) else GOOD,
        )
        for person in people_found(text=question.text)[: question.limit]
    ]
