"""Joining, step by step: a draft that its owner can go on with on another device, until it is signed (journey J1)."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.members.models import Application
from marke.domain.people.models import Person
from marke.kernel.refusal import Refusal, gettext_noop

LONGEST_UNIT_NAME = 120


class UnableToSign(Refusal):
    """Something is missing before the application can be signed."""


def draft_of(*, user_id: uuid.UUID) -> Application:
    """The application of a log-in, opened at the first question."""
    return Application.objects.get_or_create(user_id=user_id)[0]


def find_draft(*, user_id: uuid.UUID) -> Application | None:
    """The application of a log-in, if there is one."""
    return Application.objects.filter(user_id=user_id).first()


def keep_activity(*, user_id: uuid.UUID, activity: str, actor: uuid.UUID) -> Application:
    """Keep what the person does."""
    draft = draft_of(user_id=user_id)
    draft.activity = activity
    draft.save(update_fields=["activity"])
    return draft


def keep_unit_name(*, user_id: uuid.UUID, name: str, actor: uuid.UUID) -> Application:
    """Keep the name of the unit. Raises `Refusal` beside ``unit_name`` when it is empty."""
    tidy = " ".join(name.split())
    if not 2 <= len(tidy) <= LONGEST_UNIT_NAME:
        raise Refusal("unit.name", gettext_noop("Give the unit a name of at least two letters."), field="unit_name")
    draft = draft_of(user_id=user_id)
    draft.unit_name = tidy
    draft.save(update_fields=["unit_name"])
    return draft


def sign(*, user_id: uuid.UUID, person: Person, now: dt.datetime, actor: uuid.UUID) -> Application:
    """Sign the application: from now on it waits for the share and the identity check, and completes by itself."""
    draft = Application.objects.select_for_update().get(user_id=user_id)
    if draft.state != Application.State.DRAFT:
        raise UnableToSign("join.signed", gettext_noop("You signed already; nothing more is needed."))
    if not draft.activity or not draft.unit_name:
        raise UnableToSign(
            "join.incomplete", gettext_noop("Go back: one of the screens before this one is still empty.")
        )
    draft.person, draft.state, draft.signed_at = person, Application.State.SUBMITTED, now
    draft.save(update_fields=["person", "state", "signed_at"])
    return draft


def complete(*, application: Application, unit: int) -> None:
    """The unit is open: joining is over."""
    application.state, application.unit = Application.State.COMPLETED, unit
    application.save(update_fields=["state", "unit"])
