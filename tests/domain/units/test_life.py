"""A unit's projects, advisers, states and closing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from tests.support.enterprise import ACTOR, TODAY, a_person, a_unit, a_user, an_adviser, receive

from marke.domain.units import queries
from marke.domain.units.models import AdviserAssignment, StateChange
from marke.domain.units.operations import (
    Move,
    answer_adviser_request,
    ask_for_another_adviser,
    assign_adviser,
    close_project,
    continue_unit,
    freeze,
    open_project,
    rename,
    start_closing,
    transfer,
    unfreeze,
)
from marke.domain.units.operations.advisers import UnableToAssign
from marke.domain.units.operations.projects import UnableToChangeProject
from marke.domain.units.operations.states import UnableToChangeState
from marke.domain.units.policies import UnitBlocked, blocks, require_may_spend, require_may_take_in
from marke.usecases.close_unit import UnableToClose, checklist, close_unit

pytestmark = pytest.mark.usefixtures("enterprise")
TOMORROW = TODAY + dt.timedelta(days=1)


def test_a_project_closes_when_its_budget_is_empty() -> None:
    unit = a_unit()
    project = open_project(unit_id=unit.pk, name="Festival", day=TODAY)
    receive(unit, 100_00, project=project.pk)
    with pytest.raises(UnableToChangeProject):
        close_project(project=project, day=TODAY)
    back = Move(from_unit=unit.pk, from_project=project.pk, to_unit=unit.pk, amount=100_00, message="Rest", day=TODAY)
    transfer(move=back, actor=ACTOR)
    assert close_project(project=project, day=TODAY).closed_on == TODAY


def test_two_open_projects_of_a_unit_differ_in_name() -> None:
    unit = a_unit()
    project = open_project(unit_id=unit.pk, name="Festival", day=TODAY)
    with pytest.raises(UnableToChangeProject):
        open_project(unit_id=unit.pk, name=" festival ", day=TODAY)
    close_project(project=project, day=TODAY)
    assert open_project(unit_id=unit.pk, name="Festival", day=TODAY)


def test_advisers_follow_each_other_without_overlap() -> None:
    """Who advised when is always known; the database refuses two at a time."""
    first, second = an_adviser("Ann"), an_adviser("Bob")
    unit = a_unit()
    before = queries.adviser_of(unit_id=unit.pk).adviser
    after = second if before == first else first
    assign_adviser(unit_id=unit.pk, adviser_id=after.pk, day=TOMORROW, reason="Long leave")
    history = [(row.adviser, row.valid_from, row.valid_to) for row in queries.advisers_of(unit_id=unit.pk)]
    assert history == [(after, TOMORROW, None), (before, TODAY, TODAY)]
    with pytest.raises(DatabaseError), transaction.atomic():
        AdviserAssignment.objects.create(unit=unit, adviser=before, valid_from=TOMORROW)


def test_only_an_adviser_advises() -> None:
    with pytest.raises(UnableToAssign):
        assign_adviser(unit_id=a_unit().pk, adviser_id=a_user(staff_role="accountant").pk, day=TODAY)


def test_a_member_asks_for_another_adviser_and_is_answered() -> None:
    an_adviser("Ann")
    unit = a_unit()
    another = an_adviser("Bob")
    request = ask_for_another_adviser(unit_id=unit.pk, reason="I work in French.", day=TODAY, actor=ACTOR)
    with pytest.raises(UnableToAssign):
        ask_for_another_adviser(unit_id=unit.pk, reason="Again", day=TODAY, actor=ACTOR)
    answer_adviser_request(request=request, adviser_id=another.pk, answer="", day=TOMORROW)
    assert queries.adviser_of(unit_id=unit.pk).adviser == another
    with pytest.raises(UnableToAssign):
        answer_adviser_request(request=request, adviser_id=None, answer="No", day=TOMORROW)


def test_a_request_is_declined_with_a_reason_only() -> None:
    unit = a_unit()
    request = ask_for_another_adviser(unit_id=unit.pk, reason="I work in French.", day=TODAY, actor=ACTOR)
    with pytest.raises(UnableToAssign):
        answer_adviser_request(request=request, adviser_id=None, answer=" ", day=TODAY)


def test_a_frozen_unit_says_why_and_takes_and_gives_nothing() -> None:
    unit = a_unit()
    freeze(unit_id=unit.pk, reason="Insurance ran out: send the new policy.", day=TODAY, actor=ACTOR)
    unit.refresh_from_db()
    assert unit.state_reason == "Insurance ran out: send the new policy."
    with pytest.raises(UnitBlocked):
        require_may_take_in(unit_id=unit.pk, as_of=TODAY)
    with pytest.raises(UnitBlocked):
        require_may_spend(unit_id=unit.pk)
    unfreeze(unit_id=unit.pk, reason="Policy seen.", day=TODAY, actor=ACTOR)
    require_may_take_in(unit_id=unit.pk, as_of=TODAY)


def test_freezing_without_a_reason_is_refused() -> None:
    with pytest.raises(UnableToChangeState):
        freeze(unit_id=a_unit().pk, reason=" ", day=TODAY, actor=ACTOR)


def test_a_missing_share_blocks_what_comes_in_and_says_where_to_buy_one() -> None:
    unit = a_unit()
    unit.roles.update(person=a_person())
    (block,) = blocks(unit=unit, as_of=TODAY)
    assert (block.rule, block.url_name) == ("share.none-for-the-year", "shares")
    require_may_spend(unit_id=unit.pk)


def test_the_checklist_of_a_fresh_unit_is_all_settled() -> None:
    assert all(line.settled for line in checklist(unit_id=a_unit().pk))


def test_a_unit_with_money_left_does_not_close() -> None:
    unit = a_unit()
    receive(unit, 12_34)
    start_closing(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    with pytest.raises(UnableToClose) as refusal:
        close_unit(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    assert refusal.value.rule == "closing.balance"


def test_a_settled_unit_closes_for_good() -> None:
    """The number stays taken, nothing comes in any more, and each state is remembered."""
    unit = a_unit()
    start_closing(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    closed = close_unit(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    assert (closed.state, closed.closed_on) == ("closed", TODAY)
    assert list(StateChange.objects.filter(unit=unit).order_by("id").values_list("before", "after")) == [
        ("", "open"),
        ("open", "closing"),
        ("closing", "closed"),
    ]
    with pytest.raises(UnitBlocked):
        require_may_take_in(unit_id=unit.pk, as_of=TODAY)
    assert a_unit().pk == unit.pk + 1


def test_a_unit_closes_only_after_its_closing_was_started() -> None:
    with pytest.raises(UnitBlocked):
        close_unit(unit_id=a_unit().pk, day=TODAY, actor=ACTOR)


def test_a_holder_may_change_their_mind_while_closing() -> None:
    unit = a_unit()
    start_closing(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    assert continue_unit(unit_id=unit.pk, day=TODAY, actor=ACTOR).state == "open"


def test_a_closed_unit_never_opens_again() -> None:
    unit = a_unit()
    start_closing(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    close_unit(unit_id=unit.pk, day=TODAY, actor=ACTOR)
    with pytest.raises(UnableToChangeState):
        freeze(unit_id=unit.pk, reason="Too late", day=TODAY, actor=ACTOR)


def test_a_unit_is_renamed_and_found_by_its_new_name() -> None:
    unit = rename(unit_id=a_unit().pk, name=" Café  Zoë ")
    assert (unit.name, unit.search_key) == ("Café Zoë", "cafe zoe")
    assert queries.name_is_used(name="cafe zoe")
