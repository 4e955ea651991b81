"""Hostile facts: each is refused with its field and a sentence, never computed."""

from __future__ import annotations

import contextlib
import dataclasses
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.payroll.inputs import ContractPay
from marke.kernel.refusal import Refusal

ENGINE = BelgianEngine(parameters())
GOOD: dict[str, Any] = {
    "person": "p",
    "contract": "c",
    "start": "2026-09-01",
    "end": "2026-09-30",
    "worker": "employee",
    "pay": 2_500_00,
    "family": {"children": 1},
}

IN_THE_FACTS = [
    ({"worker": "wizard"}, "worker"),
    ({"scheme": "barter"}, "scheme"),
    ({"pay": -1}, "pay"),
    ({"pay": 10**40}, "pay"),
    ({"pay": 2500.0}, "pay"),
    ({"pay": float("nan")}, "pay"),
    ({"pay": "2500"}, "pay"),
    ({"pay": True}, "pay"),
    ({"pay": None}, "pay"),
    ({"end": "2026-10-01"}, "end"),
    ({"end": "2026-08-01"}, "end"),
    ({"start": "yesterday"}, "start"),
    ({"start": 20260901}, "start"),
    ({"time": {"hours": "-1", "full_time_hours": 38}}, "hours"),
    ({"time": {"hours": "NaN", "full_time_hours": 38}}, "hours"),
    ({"time": {"hours": "Infinity", "full_time_hours": 38}}, "hours"),
    ({"time": {"hours": "1" * 40, "full_time_hours": 38}}, "hours"),
    ({"time": {"hours": "1.00001", "full_time_hours": 38}}, "hours"),
    ({"time": {"hours": 1.5, "full_time_hours": 38}}, "hours"),
    ({"time": {"hours": 9999, "full_time_hours": 38}}, "hours"),
    ({"time": {"days_worked": 23, "days_in_month": 22}}, "days_worked"),
    ({"time": {"days_worked": 3}}, "days_worked"),
    ({"time": {"days_in_month": 32, "days_worked": 1}}, "days_in_month"),
    ({"family": {"children": -1}}, "children"),
    ({"family": {"children": 1000}}, "children"),
    ({"family": {"children": "two"}}, "children"),
    ({"family": {"children": 1, "disabled_children": 2}}, "disabled_children"),
    ({"family": {"single_parent": True}}, "single_parent"),
    ({"family": {"single_parent": "yes", "children": 1}}, "single_parent"),
    ({"family": {"partner": "pension"}}, "partner_net_month"),
    ({"family": {"partner": "robot"}}, "partner"),
    ({"family": "single"}, "Family"),
    ({"family": {"height": 180}}, "height"),
    ({"kilometres": -1}, "kilometres"),
    ({"kilometres": "1e9"}, "kilometres"),
    ({"holiday_months": 13}, "holiday_months"),
    ({"bonus": 1}, "bonus"),
    ({"__class__": "x"}, "__class__"),
    ({"garnishment": {"children": -2}}, "children"),
]


@pytest.mark.parametrize(("facts", "field"), IN_THE_FACTS, ids=lambda value: str(value)[:40])
def test_an_impossible_fact_is_refused_beside_its_field(engine, facts: dict[str, Any], field: str) -> None:
    """Every impossible fact is refused with the name of the field, in a sentence."""
    with pytest.raises(Refusal) as refusal:
        engine.read({**GOOD, **facts})
    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")


def test_the_good_facts_are_good(engine) -> None:
    """The facts that the hostile ones change are accepted as they are."""
    assert engine.payslip(engine.read(GOOD)).net > 0


def test_missing_family_is_refused(engine) -> None:
    """Without the family situation the withholding tax cannot be computed."""
    facts = {name: value for name, value in GOOD.items() if name != "family"}
    with pytest.raises(Refusal) as refusal:
        engine.payslip(engine.read(facts))
    assert refusal.value.rule == "payroll.family-missing"
    assert refusal.value.field == "family"


def test_a_missing_fact_is_named(engine) -> None:
    """A fact that is left out is named in the sentence."""
    with pytest.raises(Refusal) as refusal:
        engine.read({name: value for name, value in GOOD.items() if name != "worker"})
    assert "worker" in str(refusal.value)


@pytest.mark.parametrize("year", [1999, 2015, 2027, 9999])
def test_a_year_outside_the_known_law_is_refused(engine, year: int) -> None:
    """A payslip for a year whose law is not known is refused."""
    with pytest.raises(Refusal) as refusal:
        engine.payslip(engine.read({**GOOD, "start": f"{year}-09-01", "end": f"{year}-09-30"}))
    assert refusal.value.rule == "parameters.unknown-period"


def test_a_year_without_the_figure_names_the_figure(engine) -> None:
    """Double holiday pay in 2023 is refused, and the sentence names the bands that are missing."""
    facts = {**GOOD, "start": "2023-06-01", "end": "2023-06-30", "double_holiday_on": 2_500_00}
    with pytest.raises(Refusal) as refusal:
        engine.payslip(engine.read(facts))
    assert refusal.value.params["key"] == "withholding.exceptional_bands"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"scheme": "student"}, "payroll.student-hours"),
        ({"scheme": "student", "time": {"hours": 0}}, "payroll.student-hours"),
        ({"scheme": "student", "worker": "artist", "time": {"hours": 10}}, "payroll.student-worker"),
        ({"scheme": "flexi_job", "worker": "artist"}, "payroll.flexi-artistic"),
        ({"worker": "artist_1bis"}, "payroll.arts-work-certificate"),
        ({"worker": "artist", "double_holiday_on": 1}, "payroll.holiday-fund-pays"),
        ({"scheme": "flexi_job", "year_end_premium": 1}, "payroll.pay-only"),
        ({"scheme": "student", "benefits_in_kind": 1, "time": {"hours": 10}}, "payroll.pay-only"),
    ],
)
def test_a_scheme_without_its_conditions_is_refused(engine, facts: dict[str, Any], rule: str) -> None:
    """A scheme applies only when its conditions are met."""
    with pytest.raises(Refusal) as refusal:
        engine.payslip(engine.read({**GOOD, **facts}))
    assert refusal.value.rule == rule


@pytest.mark.parametrize(
    "question",
    [
        {"given": "wishes", "amount": 100},
        {"given": "net", "amount": -1},
        {"given": "net", "amount": 10**40},
        {"given": "net", "amount": 1.5},
        {"given": "net", "amount": 100, "vat_rate": "NaN"},
        {"given": "net", "amount": 100, "vat_rate": "21"},
        {"given": "net", "amount": 100, "days": 32},
        {"given": "net", "amount": 100, "basis": "guess"},
    ],
)
def test_a_hostile_question_to_the_simulator_is_refused(engine, question: dict[str, Any]) -> None:
    """The public simulator refuses what cannot be asked."""
    facts = {name: value for name, value in GOOD.items() if name != "pay"}
    with pytest.raises(Refusal):
        engine.simulate({"contract": facts, **question})


def test_no_pay_gives_an_exact_decimal_of_nothing(engine) -> None:
    """Zero pay is possible and gives zero, not an error."""
    slip = engine.payslip(engine.read({**GOOD, "pay": 0, "time": {"days_worked": Decimal(0), "days_in_month": 22}}))
    assert slip.net == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from([field.name for field in dataclasses.fields(ContractPay)])


@given(FIELDS, JSON)
def test_whatever_stands_in_a_field_is_computed_or_refused(field: str, value: Any) -> None:
    """Any plain value in any field gives a payslip or a refusal in words, never a crash."""
    with contextlib.suppress(Refusal):
        assert ENGINE.payslip(ENGINE.read({**GOOD, field: value})).net >= 0


def test_benefits_that_cost_more_than_the_pay_are_refused(engine) -> None:
    """When benefits in kind bear more tax than the pay in money can carry, the payslip is refused."""
    with pytest.raises(Refusal) as refusal:
        engine.payslip(engine.read({**GOOD, "pay": 500_00, "benefits_in_kind": 10_000_00}))
    assert refusal.value.rule == "payroll.nothing-to-pay"
