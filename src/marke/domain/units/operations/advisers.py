"""Who advises a unit: one adviser at a time, every past one remembered, another one on request."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.people.models import User
from marke.domain.units.models import AdviserAssignment, AdviserRequest, Unit
from marke.domain.units.queries import ADVISING_ROLES
from marke.kernel.refusal import Refusal, gettext_noop


class UnableToAssign(Refusal):
    """The adviser cannot be assigned, or the request cannot be made."""


def assign_adviser(*, unit_id: int, adviser_id: uuid.UUID, day: dt.date, reason: str = "") -> AdviserAssignment:
    """From a day on, this member of staff advises the unit; the one before stays in the history.

    Raises `UnableToAssign` for somebody who is no adviser, or who advises the unit already.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if not User.objects.filter(pk=adviser_id, staff_role__in=ADVISING_ROLES, is_active=True).exists():
        raise UnableToAssign("adviser.none", gettext_noop("Choose somebody who advises members."), field="adviser")
    current = AdviserAssignment.objects.filter(unit_id=unit_id, valid_to__isnull=True).first()
    if current and current.adviser_id == adviser_id:
        raise UnableToAssign("adviser.same", gettext_noop("This is the unit's adviser already."), field="adviser")
    if current:
        current.valid_to = max(day, current.valid_from) - dt.timedelta(days=1)
        current.save()
    return AdviserAssignment.objects.create(
        unit_id=unit_id, adviser_id=adviser_id, valid_from=day, reason=reason.strip()
    )


def ask_for_another_adviser(*, unit_id: int, reason: str, day: dt.date, actor: uuid.UUID) -> AdviserRequest:
    """A holder asks for another adviser and says why. Raises `UnableToAssign` while a request is open."""
    if not reason.strip():
        raise UnableToAssign(
            "adviser.request-reason", gettext_noop("Say in a few words what you are looking for."), field="reason"
        )
    if AdviserRequest.objects.filter(unit_id=unit_id, state=AdviserRequest.State.ASKED).exists():
        raise UnableToAssign("adviser.request-open", gettext_noop("Your request is waiting for an answer already."))
    return AdviserRequest.objects.create(unit_id=unit_id, reason=reason.strip(), asked_by=actor, asked_on=day)


def answer_adviser_request(
    *, request: AdviserRequest, adviser_id: uuid.UUID | None, answer: str, day: dt.date
) -> AdviserRequest:
    """The desk answers: another adviser from today, or the reason why not. Raises `UnableToAssign`."""
    if request.state != AdviserRequest.State.ASKED:
        raise UnableToAssign("adviser.request-answered", gettext_noop("This request was answered already."))
    if adviser_id is None and not answer.strip():
        raise UnableToAssign(
            "adviser.answer", gettext_noop("Say why not: the member reads the answer."), field="answer"
        )
    if adviser_id is not None:
        assign_adviser(unit_id=request.unit_id, adviser_id=adviser_id, day=day, reason=request.reason[:300])
    request.state = AdviserRequest.State.GRANTED if adviser_id else AdviserRequest.State.DECLINED
    request.answer = answer.strip()
    request.answered_on = day
    request.save()
    return request
