"""Open a unit that an association or company holds in its own name, with a person who answers for it (feature 17)."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.people.models import Organisation, Person
from marke.domain.people.policies import Ability, AccountSuspended, NotKnownWellEnough, require_grade
from marke.domain.people.queries import person_at
from marke.domain.units.models import Unit
from marke.domain.units.operations import Opening, open_unit
from marke.domain.units.operations.opening import UnableToOpen
from marke.kernel.refusal import gettext_noop


def open_unit_for_organisation(
    *, organisation_id: uuid.UUID, name: str, activity: str, answers: str, today: dt.date, actor: uuid.UUID
) -> Unit:
    """Open a unit in the name of an organisation.

    ``answers`` is the e-mail address of the person who answers for the unit; empty, it is whoever represents the
    organisation. Staff have checked that person's identity. The share is the organisation's (rule 2), so the person
    needs none. Raises `UnableToOpen`, and as `marke.domain.units.operations.open_units`.
    """
    holder = _who_answers(organisation_id, answers)
    opening = Opening(name=name, activity=activity, holders=(holder.pk,), day=today, organisation_id=organisation_id)
    return open_unit(opening=opening, actor=actor)


def _who_answers(organisation_id: uuid.UUID, email: str) -> Person:
    person = person_at(email=email) if email else Organisation.objects.get(pk=organisation_id).represented_by
    if person is None:
        raise UnableToOpen(
            "unit.holder-unknown", gettext_noop("Nobody with this e-mail address is known here."), field="answers"
        )
    try:
        require_grade(person, Ability.OPEN_UNIT)
    except (NotKnownWellEnough, AccountSuspended) as refusal:
        raise UnableToOpen(
            refusal.rule,
            gettext_noop(
                "%(name)s cannot answer for a unit: the identity is not checked, or the account is suspended."
            ),
            field="answers",
            params={"name": str(person)},
        ) from refusal
    return person
