"""The invented year is the same for the same seed and looks like the public model."""

import datetime as dt
from itertools import pairwise

import pytest

from marke.demo.plan import Plan, make_plan

YEAR = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(units=2000, seed=7, **YEAR)


def test_the_same_seed_gives_the_same_year() -> None:
    assert make_plan(units=30, seed=1, **YEAR) == make_plan(units=30, seed=1, **YEAR)
    assert make_plan(units=30, seed=1, **YEAR) != make_plan(units=30, seed=2, **YEAR)


def test_turnover_is_split_over_size_classes_as_in_the_public_model(plan: Plan) -> None:
    """22, 33, 21 and 24 % of turnover come from units below 10,000, 30,000, 50,000 and above."""
    bounds = [0, 1_000_000, 3_000_000, 5_000_000, 10**12]
    sums = [sum(unit.turnover for unit in plan.units if low <= unit.turnover < high) for low, high in pairwise(bounds)]
    shares = [100 * part / sum(sums) for part in sums]
    assert shares == pytest.approx([22, 33, 21, 24], abs=3)


def test_the_sectors_and_countries_are_those_of_the_public_model(plan: Plan) -> None:
    """48 % of the units work in arts and culture; 81 % of the clients are Belgian."""
    assert sum(unit.sector == "arts" for unit in plan.units) / 2000 == pytest.approx(0.48, abs=0.03)
    assert sum(client.zone == "be" for client in plan.clients) / len(plan.clients) == pytest.approx(0.81, abs=0.02)


def test_june_is_busier_than_august(plan: Plan) -> None:
    """Seasonality: June has twice the work of August."""
    months = [invoice.day.month for invoice in plan.invoices]
    assert months.count(6) / months.count(8) == pytest.approx(2, abs=0.35)


def test_half_of_the_invoices_are_paid_within_about_three_weeks(plan: Plan) -> None:
    paid = sorted((invoice.payments[-1][0] - invoice.day).days for invoice in plan.invoices if invoice.payments)
    assert 15 <= paid[len(paid) // 2] <= 26


def test_every_event_lies_in_the_year(plan: Plan) -> None:
    days = [invoice.day for invoice in plan.invoices] + [cost.day for cost in plan.costs]
    assert plan.start <= min(days) <= max(days) <= plan.end
    assert all(moment <= plan.end for invoice in plan.invoices for moment, _ in invoice.payments)


def test_people_and_clients_have_whole_names(plan: Plan) -> None:
    assert all(len(person.given_name) > 2 and len(person.family_name) > 4 for person in plan.people)
    assert all(len(client.name.split()) >= 2 for client in plan.clients)


def test_people_are_adults_when_they_join(plan: Plan) -> None:
    assert all((person.joined_on - person.born_on).days > 18 * 366 for person in plan.people)
