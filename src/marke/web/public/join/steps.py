"""Which screen of joining comes next: the first one that is not filled in yet, on whatever device."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.members import applications
from marke.domain.members.models import Application
from marke.domain.people.models import BankAccount, Person
from marke.web.components.shell import Flow

STEPS = ("join", "join_you", "join_activity", "join_unit", "join_account", "join_sign", "join_done")


def next_step(*, user_id: uuid.UUID) -> str:
    """The name of the first screen that still asks something."""
    person = Person.objects.filter(user=user_id).first()
    if person is None:
        return "join_you"
    draft = applications.find_draft(user_id=user_id)
    if draft is not None and draft.state != Application.State.DRAFT:
        return "join_done"
    if draft is None or not draft.activity:
        return "join_activity"
    if not draft.unit_name:
        return "join_unit"
    return "join_sign" if BankAccount.objects.filter(person=person).exists() else "join_account"


def flow_at(step: str) -> Flow:
    """Where a screen stands in the journey; the way back is the screen before it."""
    number = STEPS.index(step)
    back = reverse(STEPS[number - 1]) if 1 < number < len(STEPS) - 1 else ""
    return Flow(name=_("Become a member"), step=number + 1, total=len(STEPS), back_url=back)
