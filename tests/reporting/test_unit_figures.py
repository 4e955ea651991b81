"""Figures of units come from the books and from nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.support.enterprise import ACTOR, TODAY, a_shareholder, a_unit, expect, open_books, receive

from marke.domain.foundation.transactions import acting
from marke.domain.units.listing import UnitFilter, find_units
from marke.domain.units.models import UnitFigures
from marke.domain.units.operations import Move, open_project, transfer
from marke.kernel.dates import Month
from marke.reporting.unit_figures import last_movement, project_budgets, refresh_unit_figures, unit_months
from marke.reporting.unit_statement import unit_statement

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture
def books(db: None) -> Iterator[None]:
    """Two open years, seen by the desk."""
    with acting(actor=ACTOR, staff=True):
        open_books(TODAY.year - 1, TODAY.year)
        yield


def test_the_turnover_of_a_unit_is_what_it_sold_in_twelve_months() -> None:
    """Help, transfers and what is older do not count."""
    unit = a_unit()
    expect(unit, 1_000_00, day=TODAY)
    expect(unit, 9_000_00, day=TODAY - dt.timedelta(days=400))
    receive(unit, 77_00, day=TODAY)
    refresh_unit_figures(as_of=TODAY)
    figures = UnitFigures.objects.get(unit=unit)
    assert (figures.turnover, figures.received, figures.expected) == (1_000_00, 77_00, 10_000_00)
    assert figures.last_movement_on == TODAY


def test_refreshing_again_changes_nothing() -> None:
    unit = a_unit()
    receive(unit, 5_00, day=TODAY)
    refresh_unit_figures(as_of=TODAY)
    before = UnitFigures.objects.values().get(unit=unit)
    refresh_unit_figures(as_of=TODAY)
    assert UnitFigures.objects.values().get(unit=unit) == before


def test_the_year_of_a_unit_has_twelve_months_with_in_and_out() -> None:
    giver, taker = a_unit(), a_unit()
    receive(giver, 500_00, day=dt.date(TODAY.year, 3, 10))
    gift = Move(from_unit=giver.pk, to_unit=taker.pk, amount=200_00, message="Part", day=dt.date(TODAY.year, 5, 2))
    transfer(move=gift, actor=ACTOR)
    months = {flow.month: (flow.money_in, flow.money_out) for flow in unit_months(unit_id=giver.pk, as_of=TODAY)}
    assert len(months) == 12
    assert months[Month(TODAY.year, 3)] == (500_00, 0)
    assert months[Month(TODAY.year, 5)] == (0, 200_00)
    assert sum(money_in - money_out for money_in, money_out in months.values()) == 300_00


def test_the_budgets_of_projects_add_to_the_budget_of_the_unit() -> None:
    unit = a_unit()
    receive(unit, 500_00)
    project = open_project(unit_id=unit.pk, name="Festival", day=TODAY)
    inside = Move(from_unit=unit.pk, to_unit=unit.pk, to_project=project.pk, amount=120_00, message="-", day=TODAY)
    transfer(move=inside, actor=ACTOR)
    parts = {key: part.available for key, part in project_budgets(unit_id=unit.pk).items()}
    assert parts == {None: 380_00, project.pk: 120_00}


def test_a_statement_runs_from_its_opening_to_its_closing_balance() -> None:
    """The lines between two balances add to their difference, and each says where the money came from."""
    giver, taker = a_unit(name="Fanfare"), a_unit()
    receive(giver, 500_00, day=dt.date(TODAY.year, 3, 10))
    gift = Move(from_unit=giver.pk, to_unit=taker.pk, amount=200_00, message="Part", day=TODAY)
    transfer(move=gift, actor=ACTOR)
    found = unit_statement(unit_id=giver.pk, start=Month.of(TODAY).first, end=Month.of(TODAY).last)
    assert (found.opening, found.money_in, found.money_out, found.closing) == (500_00, 0, 200_00, 300_00)
    received = unit_statement(unit_id=taker.pk, start=Month.of(TODAY).first, end=Month.of(TODAY).last)
    assert received.movements[0].detail == f"Fanfare ({giver.pk}) · Part"


def test_a_quiet_unit_is_found_after_its_months_of_silence() -> None:
    """A unit that never moved counts from its opening day."""
    long_ago = TODAY.replace(year=TODAY.year - 1)
    holder = a_shareholder("Nora", TODAY.year - 1, TODAY.year)
    quiet, busy = a_unit(holder, day=long_ago), a_unit(holder, day=long_ago)
    receive(busy, 1_00, day=TODAY)
    refresh_unit_figures(as_of=TODAY)
    later = TODAY + dt.timedelta(days=20)
    assert list(find_units(wanted=UnitFilter(quiet_months=12), as_of=later)) == [quiet]
    assert last_movement(unit_id=busy.pk) == TODAY
