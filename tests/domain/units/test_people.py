"""Who acts in a unit, invited by whom, allowed what, until when."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from tests.support.enterprise import ACTOR, a_person, a_shareholder, a_unit, holder_of

from marke.domain.members.policies import NoRightOfUse
from marke.domain.units.enums import RoleKind
from marke.domain.units.models import UnitRole
from marke.domain.units.operations import (
    accept_invitation,
    add_role,
    change_scopes,
    end_role,
    invite,
    withdraw_invitation,
)
from marke.domain.units.operations.people import UnableToChangeRole, UnableToInvite
from marke.domain.units.queries import may_act, units_of_user

pytestmark = pytest.mark.usefixtures("enterprise")
TODAY = dt.date.today()  # noqa: DTZ011 - rights are judged by the database's own day
TOMORROW = TODAY + dt.timedelta(days=1)


def administrator(unit, *scopes: str, until: dt.date | None = None) -> UnitRole:
    return add_role(
        unit_id=unit.pk, person_id=a_person().pk, kind=RoleKind.ADMINISTRATOR, day=TODAY, scopes=scopes, until=until
    )


def test_a_holder_may_do_everything_in_the_own_unit_and_nothing_elsewhere() -> None:
    mine, other = a_unit(), a_unit()
    holder = holder_of(mine)
    assert may_act(unit_id=mine.pk, person_id=holder.pk, scope="manage")
    assert not may_act(unit_id=other.pk, person_id=holder.pk)
    assert units_of_user(user_id=holder.user_id) == [mine.pk]


def test_an_administrator_may_do_what_was_given_one_by_one() -> None:
    role = administrator(a_unit(), "create_invoice")
    may = {
        scope: may_act(unit_id=role.unit_id, person_id=role.person_id, scope=scope)
        for scope in ("view", "create_invoice", "enter_cost", "transfer", "manage")
    }
    assert may == {"view": True, "create_invoice": True, "enter_cost": False, "transfer": False, "manage": False}


def test_an_administrators_rights_end_on_their_last_day() -> None:
    role = administrator(a_unit(), "transfer", until=TODAY)
    assert may_act(unit_id=role.unit_id, person_id=role.person_id, scope="transfer")
    UnitRole.objects.filter(pk=role.pk).update(valid_from=TODAY - dt.timedelta(9), valid_to=TODAY - dt.timedelta(1))
    assert not may_act(unit_id=role.unit_id, person_id=role.person_id)


def test_rights_that_were_taken_away_are_gone_at_once() -> None:
    role = administrator(a_unit(), "transfer")
    change_scopes(role=role, scopes=["enter_cost"], until=None, day=TODAY)
    assert not may_act(unit_id=role.unit_id, person_id=role.person_id, scope="transfer")
    end_role(role=role, day=TODAY)
    assert not may_act(unit_id=role.unit_id, person_id=role.person_id)
    assert units_of_user(user_id=role.person.user_id) == []


def test_a_participant_needs_no_share_and_does_not_see_the_unit() -> None:
    unit, guest = a_unit(), a_person()
    add_role(unit_id=unit.pk, person_id=guest.pk, kind=RoleKind.PARTICIPANT, day=TODAY)
    assert not may_act(unit_id=unit.pk, person_id=guest.pk)


def test_a_second_holder_needs_a_share() -> None:
    unit = a_unit()
    with pytest.raises(NoRightOfUse):
        add_role(unit_id=unit.pk, person_id=a_person().pk, kind=RoleKind.HOLDER, day=TODAY)


def test_a_holder_hands_over_to_another_one() -> None:
    unit = a_unit()
    first = unit.roles.get()
    add_role(unit_id=unit.pk, person_id=a_shareholder("Omar", TODAY.year).pk, kind=RoleKind.HOLDER, day=TODAY)
    end_role(role=first, day=TODAY)
    assert may_act(unit_id=unit.pk, person_id=unit.roles.get(valid_to=None).person_id)


def test_nobody_has_the_same_role_twice_at_a_time() -> None:
    role = administrator(a_unit(), "view")
    with pytest.raises(UnableToChangeRole):
        add_role(unit_id=role.unit_id, person_id=role.person_id, kind=RoleKind.ADMINISTRATOR, day=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        UnitRole.objects.create(unit=role.unit, person=role.person, kind=role.kind, valid_from=TOMORROW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": RoleKind.ADMINISTRATOR, "scopes": ["print_money"]},
        {"kind": RoleKind.ADMINISTRATOR, "until": TODAY - dt.timedelta(days=1)},
        {"kind": RoleKind.HOLDER, "until": TOMORROW},
    ],
)
def test_an_unsound_role_is_refused(wrong) -> None:
    unit = a_unit()
    with pytest.raises(UnableToChangeRole):
        add_role(unit_id=unit.pk, person_id=a_person().pk, day=TODAY, **wrong)


def test_an_invitation_becomes_the_role_it_names() -> None:
    unit, guest = a_unit(), a_person()
    invitation = invite(
        unit_id=unit.pk,
        email=guest.user.email.upper(),
        kind=RoleKind.ADMINISTRATOR,
        day=TODAY,
        actor=ACTOR,
        scopes=["enter_cost"],
    )
    role = accept_invitation(invitation_id=invitation.pk, person_id=guest.pk, email=guest.user.email, day=TODAY)
    assert (role.person, role.kind, role.scopes) == (guest, "administrator", ["enter_cost", "view"])


def invited(guest) -> dict:
    unit = a_unit()
    made = invite(unit_id=unit.pk, email=guest.user.email, kind=RoleKind.PARTICIPANT, day=TODAY, actor=ACTOR)
    return {"invitation_id": made.pk, "person_id": guest.pk, "email": guest.user.email, "day": TODAY}


def test_an_invitation_is_used_once() -> None:
    answer = invited(a_person())
    accept_invitation(**answer)
    with pytest.raises(UnableToInvite):
        accept_invitation(**answer)


def test_an_invitation_is_for_the_address_it_was_sent_to() -> None:
    answer = invited(a_person())
    with pytest.raises(UnableToInvite):
        accept_invitation(**{**answer, "email": "somebody.else@example.org"})


def test_an_old_or_withdrawn_invitation_opens_nothing() -> None:
    answer = invited(a_person())
    with pytest.raises(UnableToInvite):
        accept_invitation(**{**answer, "day": TODAY + dt.timedelta(days=31)})


def test_a_withdrawn_invitation_opens_nothing() -> None:
    unit, guest = a_unit(), a_person()
    made = invite(unit_id=unit.pk, email=guest.user.email, kind=RoleKind.PARTICIPANT, day=TODAY, actor=ACTOR)
    withdraw_invitation(invitation=made, day=TODAY)
    with pytest.raises(UnableToInvite):
        accept_invitation(invitation_id=made.pk, person_id=guest.pk, email=guest.user.email, day=TODAY)


def test_the_same_invitation_is_not_sent_twice() -> None:
    unit = a_unit()
    invite(unit_id=unit.pk, email="guest@example.org", kind=RoleKind.PARTICIPANT, day=TODAY, actor=ACTOR)
    with pytest.raises(UnableToInvite):
        invite(unit_id=unit.pk, email="Guest@example.org", kind=RoleKind.PARTICIPANT, day=TODAY, actor=ACTOR)
