"""Utopian payroll in five rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from marke.countries.files import read_exact_yaml, read_parameters
from marke.kernel.dates import Month
from marke.kernel.money import LARGEST_AMOUNT, Cents
from marke.kernel.parameters import FigureVersion, ParameterSet, ParameterTree
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.batch import Batch, run_batch
from marke.rules.payroll.explain import Messages
from marke.rules.payroll.golden import Case, Computed
from marke.rules.payroll.payslip import Payslip, Record, TracedRecord
from marke.rules.payroll.rates import Rate, cents_of
from marke.rules.payroll.rule import RuleBook, Side
from marke.rules.payroll.simulation import Answer, Chain, Given
from marke.rules.payroll.solver import largest_gross_within, least_gross_giving
from marke.rules.posting.recipes.pay import PayCost

BOOK = RuleBook("utopia")


class NotUtopian(Refusal):
    """Facts that the charter does not know."""


@dataclass(frozen=True, slots=True)
class UtopianContract:
    """A month of work on the island; amounts in hundredths of a coin."""

    person: str
    contract: str
    start: dt.date
    end: dt.date
    pay: Cents
    children: int = 0

    @property
    def month(self) -> Month:
        return Month.of(self.start)

    def __post_init__(self) -> None:
        for field, value in (("pay", self.pay), ("children", self.children)):
            if type(value) is not int or not 0 <= value <= LARGEST_AMOUNT:
                raise NotUtopian(
                    "utopia.facts",
                    gettext_noop("%(field)s must be a whole number of nothing or more."),
                    field=field,
                    params={"field": field},
                )


@dataclass(frozen=True, slots=True)
class UtopianQuestion:
    """A question to the simulator: the amount to start from, and the contract without its pay."""

    contract: UtopianContract
    given: Given
    amount: Cents


@BOOK.rule(line="gross_pay", side=Side.EARNING, reference="Charter of the island, art. 1")
def gross_pay(pay: Cents) -> Cents:
    """Who works is paid."""
    return pay


@BOOK.rule(line="solidarity", side=Side.DEDUCTION, reference="Charter, art. 2", figures=("solidarity",))
def solidarity(law: ParameterSet, pay: Cents) -> Cents:
    """Everybody gives a part of pay above the free amount to the neighbours."""
    return Rate(law["solidarity"]["rate"]).of(max(0, pay - cents_of(law["solidarity"]["free"])))


@BOOK.rule(line="island_tax", side=Side.DEDUCTION, reference="Charter, art. 3", figures=("island_tax",))
def island_tax(law: ParameterSet, taxable: Cents) -> Cents:
    """The island asks a low rate up to the border and a high rate above it."""
    figure = law["island_tax"]
    border = cents_of(figure["border"])
    return Rate(figure["low"]).of(min(taxable, border)) + Rate(figure["high"]).of(max(0, taxable - border))


@BOOK.rule(line="child_relief", side=Side.RELIEF, reference="Charter, art. 4", figures=("child_relief",))
def child_relief(law: ParameterSet, children: int, tax: Cents) -> Cents:
    """Each child lowers the tax, down to nothing."""
    return min(tax, children * cents_of(law["child_relief"]))


@BOOK.rule(line="employer_share", side=Side.EMPLOYER, reference="Charter, art. 5", figures=("employer_share",))
def employer_share(law: ParameterSet, pay: Cents) -> Cents:
    """The employer adds a share of pay for schools and harbours."""
    return Rate(law["employer_share"]).of(pay)


class UtopianPayroll:
    """The payroll engine of the island."""

    def __init__(self, tree: ParameterTree) -> None:
        self.tree = tree
        self._versions: dict[dt.date, dict[tuple[str, ...], tuple[FigureVersion, ...]]] = {}

    @property
    def book(self) -> RuleBook:
        return BOOK

    @property
    def messages(self) -> Messages:
        return messages()

    @property
    def question(self) -> type[UtopianQuestion]:
        return UtopianQuestion

    def read(self, facts: Mapping[str, Any]) -> UtopianContract:
        days = {name: dt.date.fromisoformat(str(facts[name])) for name in ("start", "end") if name in facts}
        try:
            return UtopianContract(**{**facts, **days})
        except TypeError:
            raise NotUtopian("utopia.unknown-fact", gettext_noop("The charter asks other facts.")) from None

    def payslip(self, contract: UtopianContract, *, traced: bool = True) -> Payslip:
        law = self.tree.on(contract.end)
        versions = self._versions.setdefault(contract.end, {})
        record = TracedRecord(law, versions) if traced else Record()
        pay = record.add(gross_pay, gross_pay.compute(contract.pay))
        given = solidarity.compute(law, pay)
        record.add(solidarity, given, pay, Rate(law["solidarity"]["rate"]))
        tax = record.add(island_tax, island_tax.compute(law, pay - given), pay - given)
        record.add(child_relief, child_relief.compute(law, contract.children, tax), children=contract.children)
        record.add(employer_share, employer_share.compute(law, pay), pay, Rate(law["employer_share"]))
        lines, notices = record.traced()
        return Payslip(
            person=contract.person,
            contract=contract.contract,
            country="utopia",
            start=contract.start,
            end=contract.end,
            amounts=record.amounts,
            gross=record.gross,
            net=record.net,
            cost=record.cost,
            parameters=law,
            lines=lines,
            notices=notices,
        )

    def batch(self, contracts: Iterable[UtopianContract], *, traced: bool = False) -> Batch:
        return run_batch(contracts, lambda month: [self.payslip(contract, traced=traced) for contract in month])

    def taken_up(
        self, contracts: Iterable[UtopianContract], *, traced: bool = True
    ) -> list[tuple[Payslip, Mapping[str, Any]]]:
        """Months of the island have no memory."""
        return [(self.payslip(contract, traced=traced), {}) for contract in contracts]

    def booked(self, amounts: Mapping[str, Cents], *, net: Cents) -> PayCost:
        """The island has one office, for the solidarity of the neighbours."""
        gross, share = amounts["gross_pay"], amounts.get("employer_share", 0)
        return PayCost(gross=gross, employer=share, insurance=0, net=net, social=gross - net + share, tax=0)

    def simulate(self, facts: Mapping[str, Any]) -> Answer:
        given, amount = Given(facts["given"]), facts["amount"]
        contract = self.read({"person": "", "contract": "", "pay": 0, **facts["contract"]})

        def slip(pay: Cents, *, traced: bool = False) -> Payslip:
            return self.payslip(replace(contract, pay=pay), traced=traced)

        if given is Given.NET:
            pay = least_gross_giving(amount, lambda pay: slip(pay).net)
        elif given in (Given.COST, Given.BUDGET, Given.INVOICE):
            pay = largest_gross_within(amount, lambda pay: slip(pay).cost)
        else:
            pay = amount
        found = slip(pay, traced=True)
        chain = _chain(found)
        return Answer(chain, found, (), is_exact=chain.value(given) == amount)

    def golden_fields(self, case: Case) -> Computed:
        day = dt.date(int(case["year"]), int(case["month"]), 1)
        pay = cents_of(Decimal(case["gross_month"]))
        payslip = self.payslip(UtopianContract("golden", case["id"], day, day, pay, int(case["children"] or 0)))
        return {code: Decimal(amount) / 100 for code, amount in payslip.amounts.items()}


def _chain(payslip: Payslip) -> Chain:
    """On the island the client pays the cost, without VAT and without a pot."""
    return Chain(
        invoice=payslip.cost,
        vat=0,
        contribution=0,
        budget=payslip.cost,
        employment_budget=payslip.cost,
        cost=payslip.cost,
        margin=0,
        gross=payslip.gross,
        pay=payslip.gross,
        day_pay=payslip.gross,
        net=payslip.net,
    )


@cache
def messages() -> Messages:
    """The sentences of the island."""
    text = files("marke.countries.utopia").joinpath("messages.yaml").read_text(encoding="utf-8")
    return Messages(read_exact_yaml(text), currency="XTS")


@cache
def parameters() -> ParameterTree:
    """The figures of the charter."""
    return read_parameters("marke.countries.utopia")
