"""Opening a unit: free, numbered, with a holder; a regulated trade is screened first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support.enterprise import (
    ACTOR,
    TODAY,
    a_person,
    a_shareholder,
    a_unit,
    an_adviser,
    holder_of,
    numbers,
)

from marke.domain.foundation.transactions import acting
from marke.domain.ledger.queries import unit_budget
from marke.domain.members.policies import NoRightOfUse
from marke.domain.units.activities import UnknownActivity
from marke.domain.units.models import StateChange, Unit, UnitRole
from marke.domain.units.operations import Opening, end_role, open_unit, open_units, screen
from marke.domain.units.operations.opening import UnableToOpen
from marke.domain.units.operations.people import UnableToChangeRole
from marke.domain.units.policies import UnitBlocked

pytestmark = pytest.mark.usefixtures("enterprise")


@contextmanager
def ending_transaction() -> Iterator[None]:
    """What the end of the transaction would check is checked at the end of the block."""
    with transaction.atomic():
        yield
        connection.check_constraints()


def opening(holder, name: str = "Atelier", activity: str = "musician", **more) -> Opening:
    return Opening(name=name, activity=activity, holders=(holder.pk,), day=TODAY, **more)


def test_a_unit_of_an_ordinary_activity_opens_at_once() -> None:
    """Who asks for a unit has it the same minute, with a number, a holder and an adviser."""
    adviser = an_adviser()
    holder = a_shareholder()
    unit = open_unit(opening=opening(holder, name="  Atelier   Nora "), actor=ACTOR)
    assert (unit.state, unit.name, unit.opened_on) == ("open", "Atelier Nora", TODAY)
    assert unit.roles.get().person == holder
    assert unit.advisers.get().adviser == adviser
    assert unit.state_changes.get().after == "open"


def test_rule_07_opening_a_unit_costs_nothing() -> None:
    """Nothing is posted when a unit opens: its accounts appear with the first movement."""
    unit = a_unit()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger.entry")
        assert cursor.fetchone() == (0,)
    assert unit_budget(unit_id=unit.pk).total == 0


def test_rule_02_without_a_share_for_the_year_no_unit_opens() -> None:
    with pytest.raises(NoRightOfUse):
        open_unit(opening=opening(a_person()), actor=ACTOR)


def test_rule_02_last_years_share_opens_no_unit_this_year() -> None:
    with pytest.raises(NoRightOfUse):
        open_unit(opening=opening(a_shareholder("Nora", TODAY.year - 1)), actor=ACTOR)


def test_every_holder_of_a_new_unit_needs_a_share() -> None:
    both = (a_shareholder().pk, a_person().pk)
    with pytest.raises(NoRightOfUse):
        open_unit(opening=Opening(name="Duo", activity="musician", holders=both, day=TODAY), actor=ACTOR)


def test_public_numbers_follow_each_other_without_a_gap() -> None:
    """Numbers start at 1001; an opening that was undone gives its number back."""
    holder = a_shareholder()
    first = open_unit(opening=opening(holder), actor=ACTOR)
    with pytest.raises(UnableToOpen), transaction.atomic():
        open_units(openings=[opening(holder), opening(holder, name="")], actor=ACTOR)
    undone = transaction.savepoint()
    open_unit(opening=opening(holder), actor=ACTOR)
    transaction.savepoint_rollback(undone)
    second, third = open_units(openings=[opening(holder), opening(holder)], actor=ACTOR)
    assert numbers([first, second, third]) == [1001, 1002, 1003]


def test_a_regulated_trade_waits_for_an_adviser() -> None:
    unit = open_unit(opening=opening(a_shareholder(), activity="catering"), actor=ACTOR)
    assert (unit.state, unit.opened_on) == ("requested", None)


def test_an_adviser_lets_a_regulated_trade_open() -> None:
    unit = open_unit(opening=opening(a_shareholder(), activity="catering"), actor=ACTOR)
    screened = screen(unit_id=unit.pk, accepted=True, reason="Hygiene certificate seen.", day=TODAY, actor=ACTOR)
    assert (screened.state, screened.opened_on) == ("open", TODAY)
    assert StateChange.objects.get(unit=unit, after="open").reason == "Hygiene certificate seen."


def test_an_adviser_refuses_with_a_reason_that_the_member_reads() -> None:
    unit = open_unit(opening=opening(a_shareholder(), activity="event-security"), actor=ACTOR)
    screen(unit_id=unit.pk, accepted=False, reason="No licence.", day=TODAY, actor=ACTOR)
    unit.refresh_from_db()
    assert (unit.state, unit.state_reason) == ("refused", "No licence.")


def test_a_screening_without_a_reason_is_refused() -> None:
    unit = open_unit(opening=opening(a_shareholder(), activity="catering"), actor=ACTOR)
    with pytest.raises(UnableToOpen):
        screen(unit_id=unit.pk, accepted=True, reason="  ", day=TODAY, actor=ACTOR)


def test_a_unit_is_screened_once() -> None:
    unit = a_unit()
    with pytest.raises(UnitBlocked):
        screen(unit_id=unit.pk, accepted=True, reason="Again.", day=TODAY, actor=ACTOR)


def test_a_unit_without_a_name_or_with_an_invented_activity_is_refused() -> None:
    holder = a_shareholder()
    with pytest.raises(UnableToOpen):
        open_unit(opening=opening(holder, name=" "), actor=ACTOR)
    with pytest.raises(UnknownActivity):
        open_unit(opening=opening(holder, activity="alchemy"), actor=ACTOR)
    assert not Unit.objects.exists()


def test_a_unit_is_never_without_a_holder() -> None:
    """Neither the operation nor the database lets the last holder go."""
    unit = a_unit()
    role = unit.roles.get()
    with pytest.raises(UnableToChangeRole):
        end_role(role=role, day=TODAY)
    with pytest.raises(DatabaseError, match="has no holder"), ending_transaction():
        UnitRole.objects.filter(pk=role.pk).update(valid_to=TODAY)


def test_a_live_unit_without_a_holder_cannot_be_written() -> None:
    with pytest.raises(DatabaseError, match="has no holder"), ending_transaction():
        Unit.objects.create(id=4000, name="Nobody's", activity="musician", state="open")


def test_a_unit_is_never_removed_and_keeps_its_number() -> None:
    unit = a_unit()
    with pytest.raises(DatabaseError), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(id=9999)


def test_new_units_go_to_the_adviser_with_the_most_room() -> None:
    """Portfolios stay even, also when many units open at once."""
    an_adviser("Ann")
    an_adviser("Bob")
    holder = a_shareholder()
    units = open_units(openings=[opening(holder) for _ in range(4)], actor=ACTOR)
    advisers = [unit.advisers.get().adviser_id for unit in units]
    assert sorted(map(advisers.count, set(advisers))) == [2, 2]


def test_a_member_opens_a_second_unit_and_sees_it_in_the_same_breath() -> None:
    """Row-level security shows the new unit to whoever opened it, and no other one."""
    first = a_unit()
    holder = holder_of(first)
    a_unit(name="Somebody else's")
    with acting(actor=ACTOR, units=[first.pk]):
        second = open_unit(opening=opening(holder, name="Second"), actor=ACTOR)
        assert numbers(Unit.objects.order_by("pk")) == [first.pk, second.pk]


@pytest.mark.scale
def test_two_thousand_units_open_in_a_few_seconds() -> None:
    """The demo world of 20,000 units opens through the same operation as one unit."""
    holder = a_shareholder()
    openings = [opening(holder, name=f"Unit {number}") for number in range(2000)]
    started = time.perf_counter()
    open_units(openings=openings, actor=ACTOR)
    assert time.perf_counter() - started < 4
