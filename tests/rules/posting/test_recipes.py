"""The worked postings of the domain reference, each to the cent."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.rules.posting.entry import MalformedEntry
from marke.rules.posting.recipes import budgets, costs, pay, payouts, sales, shares
from marke.rules.posting.roles import BY_CODE, Book

ON = dt.date(2026, 9, 11)
U = 1001
X1 = sales.Turnover(net=1000_00, vat=210_00, contribution=65_00)
PAY_X1 = pay.PayCost(gross=667_86, employer=170_20, insurance=6_95, net=459_17, social=256_83, tax=122_06)
PAY_X2 = pay.PayCost(
    gross=595_54, employer=277_46, insurance=7_15, net=454_65, social=295_47, tax=56_83, holiday_fund=66_05
)


def amounts(entry):
    """What the entry does to each role, in cents, debit positive."""
    totals = Counter()
    for line in entry.lines:
        totals[line.account.role] += line.cents
    return {role: cents for role, cents in totals.items() if cents}


EXAMPLES = {
    "P1 an invoice of 1,000.00 at 21 %": (
        sales.invoice(on=ON, unit=U, turnover=X1),
        {
            "receivable.client": 1210_00,
            "revenue.sales": -1000_00,
            "vat.due": -210_00,
            "budget.control": 1000_00,
            "unit.expected": -935_00,
            "pot.contribution": -65_00,
        },
    ),
    "P2 the client pays": (
        sales.client_payment(on=ON, unit=U, paid=1210_00, budget=935_00, expected_left=935_00),
        {"bank": 1210_00, "receivable.client": -1210_00, "unit.expected": 935_00, "unit.received": -935_00},
    ),
    "P2 the client pays after pay was advanced: the advance has come home": (
        sales.client_payment(on=ON, unit=U, paid=1210_00, budget=935_00, expected_left=0),
        {"bank": 1210_00, "receivable.client": -1210_00},
    ),
    "P4 the payslip of X1": (
        pay.payslip(on=ON, unit=U, pay=PAY_X1, from_received=0, from_expected=935_00),
        {
            "cost.pay": 667_86,
            "cost.employer": 170_20,
            "cost.insurance": 6_95,
            "payable.net_pay": -459_17,
            "payable.social": -256_83,
            "payable.tax": -122_06,
            "payable.insurer": -6_95,
            "unit.expected": 935_00,
            "pot.employment": -89_99,
            "budget.control": -845_01,
        },
    ),
    "P5 the margin is taken": (pay.margin_taken(on=ON, amount=89_99), {"pot.employment": 89_99, "pot.margin": -89_99}),
    "P6 the payslip of X2, a performing artist": (
        pay.payslip(on=ON, unit=U, pay=PAY_X2, from_received=935_00),
        {
            "cost.pay": 595_54,
            "cost.employer": 277_46,
            "cost.insurance": 7_15,
            "payable.net_pay": -454_65,
            "payable.social": -295_47,
            "payable.tax": -56_83,
            "payable.holiday_fund": -66_05,
            "payable.insurer": -7_15,
            "unit.received": 935_00,
            "pot.employment": -54_85,
            "budget.control": -880_15,
        },
    ),
    "P7 wages are given to the bank": (
        payouts.batch_sent(on=ON, owed={"payable.net_pay": 459_17}),
        {"payable.net_pay": 459_17, "bank.outgoing": -459_17},
    ),
    "P7 the bank has paid them": (
        payouts.payments_executed(on=ON, amount=459_17),
        {"bank.outgoing": 459_17, "bank": -459_17},
    ),
    "a wage comes back": (
        payouts.payment_returned(on=ON, owed="payable.net_pay", amount=459_17),
        {"bank": 459_17, "payable.net_pay": -459_17},
    ),
    "the bank refuses a wage": (
        payouts.payment_refused(on=ON, owed="payable.net_pay", amount=459_17),
        {"bank.outgoing": 459_17, "payable.net_pay": -459_17},
    ),
    "P8 the true employer cost is 2.10 higher": (
        pay.employer_true_up(on=ON, unit=U, higher=2_10),
        {"cost.employer": 2_10, "payable.social": -2_10, "pot.employment": 2_10, "budget.control": -2_10},
    ),
    "P9 a reduction of 50.00 is pooled": (
        pay.pooled_reduction(on=ON, unit=U, amount=50_00),
        {"payable.social": 50_00, "cost.employer": -50_00, "budget.control": 50_00, "pot.pooled": -50_00},
    ),
    "P10 a purchase of 121.00, deductible": (
        costs.purchase(on=ON, unit=U, cost=100_00, deductible_vat=21_00),
        {
            "cost.expense": 100_00,
            "vat.deductible": 21_00,
            "payable.supplier": -121_00,
            "unit.received": 100_00,
            "budget.control": -100_00,
        },
    ),
    "P11 a half-deductible car cost": (
        costs.expense_note(on=ON, unit=U, cost=110_50, deductible_vat=10_50),
        {
            "cost.expense": 110_50,
            "vat.deductible": 10_50,
            "payable.member_expense": -121_00,
            "unit.received": 110_50,
            "budget.control": -110_50,
        },
    ),
    "P12 a transfer of 300.00": (
        budgets.transfer(on=ON, giver=U, taker=1002, amount=300_00),
        {},
    ),
    "P13 a copyright payment": (
        costs.rights_payment(on=ON, unit=U, rights=600_00, tax=45_00),
        {
            "cost.rights": 600_00,
            "payable.rights": -555_00,
            "payable.tax": -45_00,
            "unit.received": 600_00,
            "budget.control": -600_00,
        },
    ),
    "P14 the client fails after the budget was spent on pay": (
        sales.client_default(on=ON, unit=U, turnover=X1, expected_left=0),
        {
            "cost.bad_debt": 1000_00,
            "vat.due": 210_00,
            "receivable.client": -1210_00,
            "pot.contribution": 65_00,
            "pot.guarantee": 935_00,
            "budget.control": -1000_00,
        },
    ),
    "P14 the client fails and 100.00 of the budget was unspent": (
        sales.client_default(on=ON, unit=U, turnover=X1, expected_left=100_00),
        {
            "cost.bad_debt": 1000_00,
            "vat.due": 210_00,
            "receivable.client": -1210_00,
            "pot.contribution": 65_00,
            "unit.expected": 100_00,
            "pot.guarantee": 835_00,
            "budget.control": -1000_00,
        },
    ),
    "P15 400.00 is recovered later": (
        sales.recovery(on=ON, net=330_58, vat=69_42),
        {
            "bank": 400_00,
            "revenue.recovered": -330_58,
            "vat.due": -69_42,
            "budget.control": 330_58,
            "pot.guarantee": -330_58,
        },
    ),
    "P21 a member lends 2,000.00": (
        budgets.member_loan(on=ON, unit=U, amount=2000_00),
        {
            "bank": 2000_00,
            "member.loan": -2000_00,
            "unit.owed_to_member": 2000_00,
            "unit.received": -2000_00,
        },
    ),
    "P22 a part of the loan goes back": (
        budgets.member_loan_repayment(on=ON, unit=U, part=33_33),
        {"member.loan": 33_33, "bank": -33_33, "unit.received": 33_33, "unit.owed_to_member": -33_33},
    ),
    "P23 a subsidy of 10,000.00": (
        sales.subsidy(on=ON, unit=U, amount=10_000_00, contribution=650_00),
        {
            "receivable.client": 10_000_00,
            "revenue.funding": -10_000_00,
            "budget.control": 10_000_00,
            "unit.expected": -9350_00,
            "pot.contribution": -650_00,
        },
    ),
    "P24 a receipt of 106.00": (
        sales.receipt(on=ON, unit=U, turnover=sales.Turnover(100_00, 6_00, 6_50)),
        {
            "receivable.member": 106_00,
            "revenue.sales": -100_00,
            "vat.due": -6_00,
            "budget.control": 100_00,
            "unit.expected": -93_50,
            "pot.contribution": -6_50,
        },
    ),
    "P24 the receipt is paid in": (
        sales.receipt_paid_in(on=ON, unit=U, paid=106_00, budget=93_50, expected_left=93_50),
        {"bank": 106_00, "receivable.member": -106_00, "unit.expected": 93_50, "unit.received": -93_50},
    ),
    "P25 a credit note for the whole unpaid invoice": (
        sales.credit_note(on=ON, unit=U, turnover=X1, expected_left=935_00),
        {
            "receivable.client": -1210_00,
            "revenue.sales": 1000_00,
            "vat.due": 210_00,
            "budget.control": -1000_00,
            "unit.expected": 935_00,
            "pot.contribution": 65_00,
        },
    ),
    "P26 late charges": (
        sales.late_payment_charges(on=ON, received=133_68),
        {"bank": 133_68, "revenue.penalties": -133_68, "budget.control": 133_68, "pot.guarantee": -133_68},
    ),
    "P27 funds are fed": (
        budgets.fund_allocation(on=ON, shares={"pot.guarantee": 15_00, "pot.solidarity": 5_00}),
        {"pot.contribution": 20_00, "pot.guarantee": -15_00, "pot.solidarity": -5_00},
    ),
    "P28 a solidarity grant": (
        budgets.solidarity_grant(on=ON, unit=U, amount=500_00),
        {"pot.solidarity": 500_00, "unit.received": -500_00},
    ),
    "P29 a running cost of the structure": (
        costs.structure_cost(on=ON, cost=100_00, deductible_vat=21_00),
        {
            "cost.structure": 100_00,
            "vat.deductible": 21_00,
            "payable.supplier": -121_00,
            "pot.structure": 100_00,
            "budget.control": -100_00,
        },
    ),
    "P30 a windfall is split": (
        budgets.windfall_split(on=ON, parts={1001: 200_00, 1002: 400_00}),
        {"pot.pooled": 600_00, "unit.received": -600_00},
    ),
    "P31 a share is subscribed": (
        shares.share_subscribed(on=ON, amount=30_00),
        {"receivable.share": 30_00, "share.capital": -30_00},
    ),
    "P31 the share is paid": (
        shares.share_paid(on=ON, amount=30_00),
        {"bank.cooperative": 30_00, "receivable.share": -30_00},
    ),
    "P31 the share money never came": (
        shares.share_expired(on=ON, amount=30_00),
        {"share.capital": 30_00, "receivable.share": -30_00},
    ),
    "P32 a member leaves": (
        shares.share_exit_decided(on=ON, amount=30_00),
        {"share.capital": 30_00, "payable.share_exit": -30_00},
    ),
    "P32 the share is paid back": (
        shares.share_exit_paid(on=ON, amount=30_00),
        {"payable.share_exit": 30_00, "bank.cooperative": -30_00},
    ),
    "P33 a room is charged": (
        budgets.internal_charge(on=ON, unit=U, amount=50_00),
        {"unit.received": 50_00, "pot.fees": -50_00},
    ),
    "P34 a premium is set aside": (
        pay.premium_set_aside(on=ON, unit=U, premium=40_00, employer=10_92),
        {
            "cost.pay": 40_00,
            "cost.employer": 10_92,
            "provision.premium": -50_92,
            "pot.employment": 50_92,
            "budget.control": -50_92,
        },
    ),
    "a supplier is paid": (
        costs.supplier_payment(on=ON, paid=121_00),
        {"payable.supplier": 121_00, "bank": -121_00},
    ),
    "an expense note is paid back": (
        costs.expense_payment(on=ON, paid=121_00),
        {"payable.member_expense": 121_00, "bank": -121_00},
    ),
}


@pytest.mark.parametrize(("entry", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_worked_example_is_exact(entry, expected):
    """Each event of the domain reference posts exactly its worked amounts, per role."""
    assert amounts(entry) == expected


@pytest.mark.parametrize(("entry", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_budget_follows_the_legal_result(entry, expected):
    """What an event changes in the result of the selling entity, it changes in budget.control (invariant 2)."""
    result = -sum(cents for role, cents in expected.items() if role.startswith(("revenue.", "cost.")))
    assert expected.get("budget.control", 0) == result


def test_a_transfer_moves_budget_from_giver_to_taker():
    """A transfer takes from the giver exactly what the taker gets (P12)."""
    entry = budgets.transfer(on=ON, giver=U, taker=1002, amount=300_00)
    assert [(line.account.unit_id, line.cents) for line in entry.lines] == [(1001, 300_00), (1002, -300_00)]


@pytest.mark.parametrize(("amount", "taker"), [(-300_00, 1002), (0, 1002), (300_00, U)])
def test_a_transfer_only_gives(amount, taker):
    """A negative transfer would take another unit's budget: it is refused, and so is giving to oneself."""
    with pytest.raises(MalformedEntry) as refusal:
        budgets.transfer(on=ON, giver=U, taker=taker, amount=amount)
    assert refusal.value.rule == "transfer.gives"


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.integers(0, 2100))
def test_parts_of_a_payment_bring_the_whole_budget(net, parts, vat_permille):
    """However a client splits the payment, the received parts of the budget add up to the budget, to the cent."""
    invoiced = net + net * vat_permille // 10_000
    budget = net - net * 65 // 1000
    paid, moved = 0, 0
    for part in [*parts, invoiced]:
        moved += sales.budget_share(invoiced=invoiced, budget=budget, paid_before=paid, paid_now=part)
        paid += part
    assert moved == budget


def test_a_credit_note_after_payment_takes_received_money_back():
    """When a paid invoice is credited, the unit gives back budget it has received."""
    entry = sales.credit_note(on=ON, unit=U, turnover=X1, expected_left=0)
    assert amounts(entry)["unit.received"] == 935_00


@pytest.mark.parametrize("entry", [example for example, _ in EXAMPLES.values()], ids=EXAMPLES.keys())
def test_every_recipe_balances_in_each_book(entry):
    """Debits equal credits in the legal book and in the budget book, separately."""
    for book in Book:
        assert sum(line.cents for line in entry.lines if BY_CODE[line.account.role].book is book) == 0
