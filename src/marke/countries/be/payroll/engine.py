"""Belgian payslips: of one contract, of a person's month, of a wage run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from marke.countries.be.payroll.assembly import Work, assemble
from marke.countries.be.payroll.inputs import ContractPay, MonthSoFar
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.schemes import check_scheme
from marke.kernel.parameters import ParameterTree
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.payroll.batch import Batch, run_batch
from marke.rules.payroll.payslip import Payslip, Record, TracedRecord


class NothingToPay(Refusal):
    """Benefits in kind bear more tax than the pay in money can carry."""


class BelgianPayroll:
    """Belgian payslips under one parameter tree; laws are compiled once per day and kept."""

    country = "be"

    def __init__(self, tree: ParameterTree) -> None:
        self.tree = tree
        self._laws: dict[dt.date, Law] = {}

    def law_on(self, day: dt.date) -> Law:
        """The compiled law of a day. Raises ``MissingFigure`` for a day outside the known years."""
        law = self._laws.get(day)
        if law is None:
            law = self._laws[day] = Law(self.tree.on(day))
        return law

    def payslip(self, contract: ContractPay, *, traced: bool = True) -> Payslip:
        """The payslip of one contract for one month, under the law of its last day.

        Without traces the same amounts come faster; lines and notices stay empty. Raises a `Refusal` for every fact
        that is missing or that no rule covers.
        """
        return self.payslip_and_month(contract, traced=traced)[0]

    def payslip_and_month(self, contract: ContractPay, *, traced: bool = True) -> tuple[Payslip, MonthSoFar]:
        """The payslip with the person's month so far, this contract included.

        Raises `NothingToPay` when tax and contributions exceed what is paid in money.
        """
        payslip, so_far = self.draft(contract, traced=traced)
        if payslip.net < 0:
            raise NothingToPay(
                "payroll.nothing-to-pay",
                gettext_noop("Tax and contributions exceed the pay in money by %(missing)s."),
                field="pay",
                params={"missing": Amount(-payslip.net)},
            )
        return payslip, so_far

    def draft(self, contract: ContractPay, *, traced: bool = False) -> tuple[Payslip, MonthSoFar]:
        """A payslip that may be impossible to pay, as a search for pay meets on its way."""
        law = self.law_on(contract.end)
        check_scheme(law, contract)
        record = TracedRecord(law.parameters, law.versions) if traced else Record()
        work = Work(law, contract, record, contract.so_far)
        variants = assemble(work)
        lines, notices = record.traced()
        payslip = Payslip(
            person=contract.person,
            contract=contract.contract,
            country=self.country,
            start=contract.start,
            end=contract.end,
            amounts=record.amounts,
            gross=record.gross,
            net=record.net,
            cost=record.cost,
            parameters=law.parameters,
            variants=variants,
            lines=lines,
            notices=notices,
        )
        return payslip, work.so_far

    def person_month(self, contracts: Iterable[ContractPay], *, traced: bool = True) -> list[Payslip]:
        """The payslips of one person's contracts in one month, each taking up where the earlier ones stopped.

        Contracts are taken by start date and name, so that the order in which they are given changes nothing.
        """
        return self.person_month_and_total(contracts, traced=traced)[0]

    def person_month_and_total(
        self, contracts: Iterable[ContractPay], *, traced: bool = True
    ) -> tuple[list[Payslip], MonthSoFar]:
        """As `person_month`, with the month's totals for the quarter."""
        payslips = []
        so_far: MonthSoFar | None = None
        for contract in in_order(contracts):
            taken_up = contract if so_far is None else replace(contract, so_far=so_far)
            payslip, so_far = self.payslip_and_month(taken_up, traced=traced)
            payslips.append(payslip)
        return payslips, so_far or MonthSoFar()

    def batch(self, contracts: Iterable[ContractPay], *, traced: bool = False) -> Batch:
        """The payslips of a wage run; one person's refusal stops nobody else."""
        return run_batch(contracts, lambda month: self.person_month(month, traced=traced))


def in_order(contracts: Iterable[ContractPay]) -> list[ContractPay]:
    """By start date and name: the order in which contracts take up each other's month."""
    return sorted(contracts, key=lambda each: (each.start, each.end, each.contract))
