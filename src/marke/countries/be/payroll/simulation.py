"""The simulator: from any one of net, gross, day pay, cost or invoice to all the others, to the cent.

invoice without VAT - contribution to the pot = budget
budget = employment budget = gross x coefficient, or the exact cost
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from marke.countries.be.payroll.checks import check_amount, check_quantity
from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.payroll.inputs import ContractPay, Scheme, Worker
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.minimum import BelowMinimum, check_minimum_engagement, check_minimum_pay, minimum_month
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.payroll.payslip import Payslip
from marke.rules.payroll.rates import Rate
from marke.rules.payroll.simulation import Answer, Chain, CostBasis, Given
from marke.rules.payroll.solver import largest_gross_within, least_gross_giving


class OverBudget(Refusal):
    """The contract takes more than the unit may spend."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """One question to the simulator. ``contract`` says everything but the pay, which is what is looked for."""

    contract: ContractPay
    given: Given
    amount: Cents
    days: int = 1
    """Days paid, to show pay by day."""
    basis: CostBasis = CostBasis.COEFFICIENT
    vat_rate: Decimal = Decimal("0.21")
    premium_set_aside: bool = False
    """An end-of-year premium is set aside in the coefficient."""
    available: Cents | None = None
    """What the unit may spend; None when it is not asked."""
    joint_committee: str = ""

    def __post_init__(self) -> None:
        check_amount("amount", self.amount)
        check_quantity("days", self.days, largest=31)
        check_quantity("vat_rate", self.vat_rate, largest=1)
        if self.available is not None:
            check_amount("available", self.available)


def simulate(payroll: BelgianPayroll, question: Simulation, *, traced: bool = True) -> Answer:
    """Answer one question: a net is met or just exceeded, an amount to fit into (cost, invoice) is never exceeded.

    Raises a `Refusal` when no pay can give the amount or the contract itself is refused.
    """
    law = payroll.law_on(question.contract.end)
    pay = _pay_for(payroll, law, question)
    payslip = payroll.payslip(replace(question.contract, pay=pay), traced=traced)
    chain = _chain(law, question, payslip)
    exact = chain.value(question.given) == question.amount
    if question.given is Given.INVOICE and not exact:
        chain = _with_invoice(law, question, chain)
    return Answer(chain, payslip, _limits(law, question, pay, chain), exact)


def _pay_for(payroll: BelgianPayroll, law: Law, question: Simulation) -> Cents:
    if question.given is Given.DAY_PAY:
        return question.amount * question.days

    def slip(pay: Cents) -> Payslip:
        return payroll.draft(replace(question.contract, pay=pay))[0]

    if question.given is Given.NET:
        return least_gross_giving(question.amount, lambda pay: slip(pay).net, largest=question.amount * 20 + 1)
    rising: dict[Given, Callable[[Cents], Cents]] = {
        Given.GROSS: lambda pay: slip(pay).gross,
        Given.COST: lambda pay: slip(pay).cost,
        Given.BUDGET: lambda pay: _employment_budget(law, question, slip(pay)),
        Given.INVOICE: lambda pay: invoice_for(law, _employment_budget(law, question, slip(pay))),
    }
    return largest_gross_within(question.amount, rising[question.given])


def _chain(law: Law, question: Simulation, payslip: Payslip) -> Chain:
    employment_budget = _employment_budget(law, question, payslip)
    invoice = invoice_for(law, employment_budget)
    contribution = pot_contribution(law, invoice)
    pay = payslip["gross_pay"]
    return Chain(
        invoice=invoice,
        vat=Rate(question.vat_rate).of(invoice),
        contribution=contribution,
        budget=invoice - contribution,
        employment_budget=employment_budget,
        cost=payslip.cost,
        margin=employment_budget - payslip.cost,
        gross=payslip.gross,
        pay=pay,
        day_pay=(2 * pay + question.days) // (2 * question.days) if question.days else 0,
        net=payslip.net,
    )


def _with_invoice(law: Law, question: Simulation, chain: Chain) -> Chain:
    """The chain of an invoice that a whole cent of pay does not use up: what is left stays in the budget."""
    contribution = pot_contribution(law, question.amount)
    return replace(
        chain,
        invoice=question.amount,
        vat=Rate(question.vat_rate).of(question.amount),
        contribution=contribution,
        budget=question.amount - contribution,
    )


def pot_contribution(law: Law, invoice: Cents) -> Cents:
    """The contribution to the common pot: a percentage of what is invoiced without VAT, half-up."""
    return law.rate("cooperative.contribution_rate").of(invoice)


def invoice_for(law: Law, budget: Cents) -> Cents:
    """The smallest invoice without VAT that leaves at least this budget after the contribution to the pot."""
    rate = law.rate("cooperative.contribution_rate")
    kept = rate.denominator - rate.numerator
    invoice = max(0, budget * rate.denominator // kept - 1)
    while invoice - rate.of(invoice) < budget:
        invoice += 1
    return invoice


def regime(contract: ContractPay, *, premium_set_aside: bool = False) -> str:
    """The regime of the employment coefficient: by scheme, by who pays holidays, by length of the contract."""
    if contract.scheme is Scheme.STUDENT:
        return "student"
    if contract.scheme is Scheme.FLEXI_JOB or contract.worker is Worker.PUPIL:
        return "other"
    if contract.worker.is_paid_by_holiday_fund:
        return "holiday_fund"
    if not contract.ends:
        return "permanent"
    return "employee_with_premium" if premium_set_aside else "employee"


def _employment_budget(law: Law, question: Simulation, payslip: Payslip) -> Cents:
    if question.basis is CostBasis.EXACT:
        return payslip.cost
    name = regime(question.contract, premium_set_aside=question.premium_set_aside)
    return Rate(law.parameters["cooperative.coefficients"][name]).of(payslip.gross)


def _limits(law: Law, question: Simulation, pay: Cents, chain: Chain) -> tuple[Refusal, ...]:
    """The limits that the answer meets, each as the refusal the contract would get."""
    found = []
    contract = replace(question.contract, pay=pay)
    try:
        check_minimum_pay(law, contract, minimum=minimum_month(law, joint_committee=question.joint_committee))
    except Refusal as limit:
        found.append(limit)
    if contract.time.is_part_time:
        found += _part_time_limit(law, contract)
    if question.available is not None and chain.employment_budget > question.available:
        found.append(
            OverBudget(
                "payroll.over-budget",
                gettext_noop("The contract takes %(needed)s and the unit may spend %(available)s."),
                field="amount",
                params={"needed": Amount(chain.employment_budget), "available": Amount(question.available)},
            )
        )
    return tuple(found)


def _part_time_limit(law: Law, contract: ContractPay) -> list[Refusal]:
    hours, full = Decimal(contract.time.hours or 0), Decimal(contract.time.full_time_hours or 0)
    try:
        check_minimum_engagement(law, shift_hours=hours, week_hours=hours, full_time_hours=full)
    except BelowMinimum as limit:
        return [limit]
    return []
