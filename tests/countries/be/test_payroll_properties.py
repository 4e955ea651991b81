"""What holds for every Belgian payslip: parts make the whole, net grows with gross, the solver comes back."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from marke.countries.be.payroll.engine import NothingToPay
from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.payroll.facts import contract_from_facts
from marke.countries.be.payroll.inputs import ContractPay, Family, Partner, Scheme, Worker, WorkTime
from marke.countries.be.payroll.simulation import Simulation, simulate
from marke.rules.payroll.rule import COST_EFFECT, NET_EFFECT, Side
from marke.rules.payroll.simulation import CostBasis, Given

ENGINE = BelgianEngine(parameters())
DAYS = st.integers(1, 22)
PAY = st.integers(0, 9_000_00)
FAMILIES = st.builds(
    Family,
    partner=st.sampled_from([Partner.NONE, Partner.WITHOUT_INCOME, Partner.EARNED_INCOME]),
    children=st.integers(0, 5),
    other_dependants=st.integers(0, 2),
)
WORKERS = st.sampled_from([Worker.EMPLOYEE, Worker.MANUAL, Worker.ARTIST])


@st.composite
def contracts(draw: st.DrawFn) -> ContractPay:
    days = draw(DAYS)
    return ContractPay(
        person="p",
        contract="c",
        start=dt.date(2026, 9, 1),
        end=dt.date(2026, 9, days),
        worker=draw(WORKERS),
        pay=draw(PAY),
        family=draw(FAMILIES),
        time=WorkTime(days, 22),
        ends=draw(st.booleans()),
        year_end_premium=draw(st.sampled_from([0, 0, 500_00])),
    )


@given(contracts())
def test_the_lines_make_net_and_cost(contract: ContractPay) -> None:
    """Net and cost are the sums of their lines, and the parts of the employer contributions make the whole."""
    slip = ENGINE.payslip(contract)
    moving = [line for line in slip.lines if line.rule.side is not Side.INFORMATION]
    assert slip.net == sum(NET_EFFECT[line.rule.side] * line.amount for line in moving)
    assert slip.cost == sum(COST_EFFECT[line.rule.side] * line.amount for line in moving)
    parts = ("employer_basic", "employer_moderation", "employer_small", "holiday_fund_quarterly")
    assert slip["employer_contributions"] == sum(slip[part] for part in parts)


@given(contracts())
def test_the_books_get_every_cent(contract: ContractPay) -> None:
    """Worker, offices, insurer and provisions together receive what the payslip costs, no cent more or less."""
    slip = ENGINE.payslip(contract, traced=False)
    pay = ENGINE.booked(slip.amounts, net=slip.net)
    assert pay.true_cost == slip.cost
    assert pay.net == slip.net


@given(st.lists(contracts(), min_size=1, max_size=3))
def test_a_month_can_be_taken_up_later(several: list[ContractPay]) -> None:
    """Contracts paid one after the other, each from what was stored of the month, make the month paid at once.

    A month in which tax and contributions exceed the pay in money is refused, and is no example.
    """
    named = [dataclasses.replace(each, contract=f"c{number}") for number, each in enumerate(several)]
    try:
        in_one = ENGINE.taken_up(named)
    except NothingToPay:
        reject()
    by_name = {each.contract: each for each in named}
    so_far: dict[str, object] = {}
    for slip, after in in_one:
        contract = by_name[slip.contract]
        stored = contract_from_facts({**_facts(contract), "so_far": so_far})
        ((again, so_far),) = ENGINE.taken_up([stored])
        assert (again.amounts, so_far) == (slip.amounts, after)


def _facts(contract: ContractPay) -> dict[str, object]:
    """A contract as plain facts, its month forgotten."""
    facts = {field.name: getattr(contract, field.name) for field in dataclasses.fields(contract)}
    facts |= {"worker": contract.worker.value, "scheme": contract.scheme.value, "transport": contract.transport.value}
    facts |= {"family": {**dataclasses.asdict(contract.family), "partner": contract.family.partner.value}}
    return {**facts, "time": dataclasses.asdict(contract.time), "garnishment": None}


@given(contracts())
def test_nobody_pays_to_work(contract: ContractPay) -> None:
    """No amount is negative, and the worker never receives more than gross."""
    slip = ENGINE.payslip(contract)
    assert all(amount >= 0 for amount in slip.amounts.values())
    assert 0 <= slip.net <= slip.gross


@given(contracts(), st.integers(1, 500_00))
def test_more_gross_never_means_noticeably_less_net(contract: ContractPay, rise: int) -> None:
    """Net grows with gross; outside exceptional payments it never falls by more than one flat amount of the law.

    That flat amount is the special contribution of 5.15 of couples with two incomes. Exceptional payments are left out:
    there a higher band, or the end of a reduction for children, takes a step.
    """
    contract = dataclasses.replace(contract, ends=False, year_end_premium=0)
    more = dataclasses.replace(contract, pay=contract.pay + rise)
    rounding = 3
    assert ENGINE.payslip(more, traced=False).net >= ENGINE.payslip(contract, traced=False).net - 5_15 - rounding


@given(contracts(), st.integers(1, 500_00))
def test_more_gross_always_costs_more(contract: ContractPay, rise: int) -> None:
    """Cost rises at least as fast as pay, so fitting a contract into a budget has one answer."""
    more = dataclasses.replace(contract, pay=contract.pay + rise)
    assert ENGINE.payslip(more, traced=False).cost >= ENGINE.payslip(contract, traced=False).cost + rise


@settings(max_examples=60, deadline=None)
@given(contracts(), st.sampled_from(list(CostBasis)))
def test_the_simulator_comes_back_from_every_value(contract: ContractPay, basis: CostBasis) -> None:
    """From pay to all values, and from each of these values back: every time the same value, to the cent."""
    pay = contract.pay

    def ask(given: Given, amount: int):
        return simulate(ENGINE, Simulation(contract, given, amount, days=1, basis=basis), traced=False)

    chain = ask(Given.DAY_PAY, pay).chain
    assert chain.pay == pay
    for given_value, amount in (
        (Given.NET, chain.net),
        (Given.GROSS, chain.gross),
        (Given.COST, chain.cost),
        (Given.BUDGET, chain.employment_budget),
        (Given.INVOICE, chain.invoice),
    ):
        answer = ask(given_value, amount)
        assert answer.is_exact, (given_value, amount)
        assert getattr(answer.chain, given_value.value) == amount


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4_000_00), st.sampled_from([2018, 2021, 2022]))
def test_the_simulator_comes_back_under_the_step_of_fifteen_euro(pay: int, year: int) -> None:
    """Until 2022 net falls back a little at every fifteen euro of taxable pay; the simulator still finds each net."""
    contract = ContractPay("p", "c", dt.date(year, 3, 1), dt.date(year, 3, 31), Worker.EMPLOYEE, pay, Family())
    net = ENGINE.payslip(contract, traced=False).net
    assert simulate(ENGINE, Simulation(contract, Given.NET, net), traced=False).chain.net == net


@given(st.integers(0, 5_000_00), st.integers(0, 700), st.integers(1, 200))
def test_a_student_is_split_without_losing_a_cent(pay: int, before: int, hours: int) -> None:
    """What a student earns within and beyond the quota adds to the whole pay."""
    contract = ContractPay(
        person="p",
        contract="c",
        start=dt.date(2026, 9, 1),
        end=dt.date(2026, 9, 30),
        worker=Worker.EMPLOYEE,
        pay=pay,
        family=Family(),
        scheme=Scheme.STUDENT,
        time=WorkTime(hours=hours, full_time_hours=200),
        student_hours_before=before,
    )
    slip = ENGINE.payslip(contract)
    beyond = [line.base or 0 for line in slip.lines if line.code == "onss_employee"]
    assert (slip.line("student_employee").base or 0) + sum(beyond) == pay
