"""Joining: sign everything at once; the unit opens by itself when share and identity are in order."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.domain.members import applications, contract_of_use
from marke.domain.members.contract_of_use import Answer
from marke.domain.members.models import Application, Subscription
from marke.domain.members.operations import NewSubscription
from marke.domain.members.queries import people_with_right_of_use
from marke.domain.people import identity
from marke.domain.people.models import IdentityCheck, Person
from marke.domain.units.operations import Opening, open_units
from marke.usecases.subscribe_share import subscribe_shares


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature brought about: the application and, when a share was taken, what has to be paid."""

    application: Application
    subscription: Subscription | None


def sign_application(
    *, user_id: uuid.UUID, agreement: Answer, share_now: bool, now: dt.datetime, today: dt.date, actor: uuid.UUID
) -> Signed:
    """Sign the charter and the contract of use and, if wanted, subscribe one share (journey J1, last screen).

    Raises `UnableToSign`, and as `answer` and `subscribe_shares` do.
    """
    person = Person.objects.get(pk=agreement.person_id)
    application = applications.sign(user_id=user_id, person=person, now=now, actor=actor)
    contract_of_use.answer(new=agreement, now=now, actor=actor)
    subscription = None
    if share_now:
        wanted = NewSubscription(count=1, person_id=person.pk)
        (subscription,) = subscribe_shares(subscriptions=[wanted], today=today, actor=actor)
    return Signed(application, subscription)


def complete_applications(*, person_ids: Sequence[uuid.UUID], today: dt.date, actor: uuid.UUID) -> list[Application]:
    """Open the units of people who signed, whose identity is checked and whose share is paid."""
    waiting = list(
        Application.objects.select_related("person").filter(
            person__in=person_ids, state=Application.State.SUBMITTED, person__identity_grade=2
        )
    )
    entitled = (
        people_with_right_of_use(person_ids=[row.person_id for row in waiting if row.person_id], as_of=today)
        if waiting
        else set()
    )
    ready = [application for application in waiting if application.person_id in entitled]
    openings = [
        Opening(name=row.unit_name, activity=row.activity, holders=(row.person_id,), day=today)
        for row in ready
        if row.person_id
    ]
    for application, unit in zip(ready, open_units(openings=openings, actor=actor), strict=True):
        applications.complete(application=application, unit=unit.pk)
    return ready


def decide_identity(
    *,
    person_id: uuid.UUID,
    accepted: bool,
    grounds: str,
    reason: str,
    now: dt.datetime,
    today: dt.date,
    actor: uuid.UUID,
) -> IdentityCheck:
    """Staff decide who somebody is; a unit that waited only for this opens.

    Raises as `marke.domain.people.identity.decide_identity`.
    """
    check = identity.decide_identity(
        person_id=person_id, accepted=accepted, grounds=grounds, reason=reason, now=now, actor=actor
    )
    complete_applications(person_ids=[person_id], today=today, actor=actor)
    return check
