"""The simulator reproduces the worked examples of the money model and shows limits as reasons."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.payroll.inputs import Scheme, Worker, WorkTime
from marke.countries.be.payroll.simulation import Simulation, invoice_for, regime, simulate
from marke.kernel.dates import DateRange
from marke.kernel.parameters import CooperativeRow
from marke.rules.payroll.simulation import CostBasis, Given
from marke.rules.payroll.solver import OutOfReach

THREE_DAYS = {
    "start": dt.date(2026, 9, 9),
    "end": dt.date(2026, 9, 11),
    "time": WorkTime(3, 22),
    "ends": True,
    "pay": 0,
}
SINCE = DateRange(dt.date(2026, 1, 1))


def decided(**rows) -> BelgianEngine:
    chosen = [CooperativeRow(f"cooperative.{key}", SINCE, value, decided_by="board") for key, value in rows.items()]
    return BelgianEngine(parameters().with_rows(chosen))


def test_from_an_invoice_of_1000_to_pay_at_coefficient_1_40(contract) -> None:
    """An invoice of 1,000.00 pays 579.04 for three days: the first worked example."""
    coefficients = {**parameters().on(dt.date(2026, 9, 11))["cooperative.coefficients"], "employee": Decimal("1.40")}
    engine = decided(coefficients=coefficients)
    answer = simulate(engine, Simulation(contract(**THREE_DAYS), Given.INVOICE, 1_000_00, days=3))
    chain = answer.chain
    assert (chain.client_pays, chain.vat, chain.contribution, chain.budget) == (1_210_00, 210_00, 65_00, 935_00)
    assert (chain.pay, chain.gross, chain.employment_budget) == (579_04, 667_86, 935_00)
    assert (chain.cost, chain.margin) == (845_01, 89_99)


def test_from_an_invoice_of_1000_to_an_artist(contract) -> None:
    """The same invoice gives an artist 595.54 of gross at coefficient 1.57 and, at the flat rate, 454.65 net."""
    engine = decided(artists_flat_withholding=True)
    asked = contract(**THREE_DAYS, worker=Worker.ARTIST, performer=True)
    chain = simulate(engine, Simulation(asked, Given.INVOICE, 1_000_00, days=3)).chain
    assert (chain.gross, chain.net, chain.cost, chain.margin) == (595_54, 454_65, 880_15, 54_85)


def test_a_quote_backwards(engine) -> None:
    """1,150.00 of budget needs an invoice of 1,229.95: the third worked example."""
    assert invoice_for(engine.law_on(dt.date(2026, 9, 1)), 1_150_00) == 1_229_95


def test_the_exact_cost_leaves_no_margin(engine, contract) -> None:
    """With the exact cost the contract takes what it costs and nothing goes to the pot."""
    asked = Simulation(contract(**THREE_DAYS), Given.COST, 845_01, days=3, basis=CostBasis.EXACT)
    chain = simulate(engine, asked).chain
    assert (chain.pay, chain.employment_budget, chain.margin) == (579_04, 845_01, 0)


def test_a_budget_is_spent_and_never_exceeded(engine, contract) -> None:
    """From what the unit wants to spend to the largest pay that fits: 935.00 / 1.35 is a gross of 692.59."""
    chain = simulate(engine, Simulation(contract(**THREE_DAYS), Given.BUDGET, 935_00, days=3)).chain
    assert (chain.gross, chain.employment_budget, chain.invoice) == (692_59, 935_00, 1_000_00)


def test_day_pay_counts_the_days(engine, contract) -> None:
    """From the pay of a day to the pay of all days."""
    chain = simulate(engine, Simulation(contract(**THREE_DAYS), Given.DAY_PAY, 200_00, days=3)).chain
    assert (chain.pay, chain.day_pay) == (600_00, 200_00)


def test_a_net_that_no_cent_reaches_is_just_exceeded(engine, contract) -> None:
    """When rounding skips a net, the answer is the smallest pay that covers it, and says so."""
    asked = contract(**{**THREE_DAYS, "ends": False})
    nets = {
        engine.payslip(contract(**{**THREE_DAYS, "ends": False, "pay": pay}), traced=False).net
        for pay in range(900_00)[-400:]
    }
    skipped = next((net for net in range(min(nets), max(nets)) if net not in nets), None)
    if skipped is None:
        assert simulate(engine, Simulation(asked, Given.NET, min(nets))).is_exact
    else:
        answer = simulate(engine, Simulation(asked, Given.NET, skipped))
        assert not answer.is_exact
        assert answer.chain.net > skipped


def test_pay_under_the_minimum_is_shown_as_a_reason(engine, contract) -> None:
    """A net that needs pay under the minimum wage comes with that reason, not with silence."""
    answer = simulate(engine, Simulation(contract(**THREE_DAYS), Given.DAY_PAY, 50_00, days=3))
    assert [limit.rule for limit in answer.limits] == ["payroll.minimum-pay"]
    assert "a full month earns EUR 1100.00; the minimum is EUR" in str(answer.limits[0])


def test_a_contract_over_the_budget_is_shown_as_a_reason(engine, contract) -> None:
    """What the unit cannot spend is shown beside the amount."""
    asked = Simulation(contract(**THREE_DAYS), Given.DAY_PAY, 200_00, days=3, available=500_00)
    assert "payroll.over-budget" in [limit.rule for limit in simulate(engine, asked).limits]


def test_too_little_part_time_is_shown_as_a_reason(engine, contract) -> None:
    """Less than a third of full time is refused by law, and shown as a reason."""
    asked = contract(pay=0, time=WorkTime(hours=10, full_time_hours=38))
    answer = simulate(engine, Simulation(asked, Given.DAY_PAY, 900_00))
    assert "payroll.minimum-part-time" in [limit.rule for limit in answer.limits]


def test_a_good_contract_meets_no_limit(engine, contract) -> None:
    """A well-paid contract within budget shows no reason at all."""
    asked = Simulation(contract(**THREE_DAYS), Given.DAY_PAY, 200_00, days=3, available=5_000_00)
    assert simulate(engine, asked).limits == ()


def test_a_budget_that_covers_nothing_is_refused(engine, contract) -> None:
    """Mileage alone can cost more than the budget: then there is no pay to find."""
    asked = Simulation(contract(**THREE_DAYS, kilometres=1000), Given.COST, 1_00, basis=CostBasis.EXACT)
    with pytest.raises(OutOfReach):
        simulate(engine, asked)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"ends": True}, "employee"),
        ({"ends": False}, "permanent"),
        ({"worker": Worker.MANUAL}, "holiday_fund"),
        ({"worker": Worker.ARTIST}, "holiday_fund"),
        ({"worker": Worker.PUPIL}, "other"),
        ({"scheme": Scheme.STUDENT}, "student"),
        ({"scheme": Scheme.FLEXI_JOB}, "other"),
    ],
)
def test_each_contract_has_one_regime_of_coefficient(contract, facts, name: str) -> None:
    """Scheme, holiday payer and length decide which coefficient applies."""
    assert regime(contract(**facts)) == name


def test_a_set_aside_premium_has_its_own_coefficient(contract) -> None:
    """When the end-of-year premium is set aside, the coefficient is higher."""
    assert regime(contract(ends=True), premium_set_aside=True) == "employee_with_premium"


def test_the_answer_is_plain_data(engine) -> None:
    """The answer to a public question is plain data, with the payslip and its trace."""
    answer = engine.simulate(
        {
            "contract": {
                "person": "p",
                "contract": "c",
                "start": "2026-09-01",
                "end": "2026-09-30",
                "worker": "employee",
                "family": {},
            },
            "given": "net",
            "amount": 2_000_00,
        }
    )
    plain = json.loads(json.dumps(answer.as_json()))
    assert plain["net"] == 2_000_00
    assert plain["payslip"]["lines"][0]["code"] == "gross_pay"


def test_a_net_with_a_company_car_is_found(engine, contract) -> None:
    """On its way to the answer the search may meet pay that cannot carry the tax on the car."""
    asked = contract(pay=0, benefits_in_kind=800_00)
    assert simulate(engine, Simulation(asked, Given.NET, 1_800_00)).chain.net == 1_800_00
