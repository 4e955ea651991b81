"""The entrance of Belgian payroll: the engine with plain data in and plain data out, and its parameter tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from marke.countries.be.payroll.book import BOOK
from marke.countries.be.payroll.booking import booked
from marke.countries.be.payroll.engine import BelgianPayroll, in_order
from marke.countries.be.payroll.facts import contract_from_facts, simulation_from_facts
from marke.countries.be.payroll.golden import golden_fields
from marke.countries.be.payroll.inputs import ContractPay, MonthSoFar
from marke.countries.be.payroll.simulation import Simulation, simulate
from marke.countries.files import read_exact_yaml, read_parameters
from marke.kernel.money import Cents
from marke.kernel.parameters import ParameterTree
from marke.rules.payroll.explain import Messages
from marke.rules.payroll.golden import Case, Computed
from marke.rules.payroll.payslip import Payslip
from marke.rules.payroll.rule import RuleBook
from marke.rules.payroll.simulation import Answer
from marke.rules.posting.recipes.pay import PayCost


@cache
def parameters() -> ParameterTree:
    """Every dated Belgian figure, read once."""
    return read_parameters("marke.countries.be")


@cache
def messages() -> Messages:
    """The Belgian sentences, read once."""
    text = files("marke.countries.be.payroll").joinpath("messages.yaml").read_text(encoding="utf-8")
    return Messages(read_exact_yaml(text), currency="EUR")


class BelgianEngine(BelgianPayroll):
    """The Belgian payroll engine with its plain-data entrances."""

    @property
    def book(self) -> RuleBook:
        return BOOK

    @property
    def messages(self) -> Messages:
        return messages()

    @property
    def question(self) -> type[Simulation]:
        return Simulation

    def read(self, facts: Mapping[str, Any]) -> ContractPay:
        return contract_from_facts(facts)

    def taken_up(
        self, contracts: Iterable[ContractPay], *, traced: bool = True
    ) -> list[tuple[Payslip, Mapping[str, Any]]]:
        found: list[tuple[Payslip, Mapping[str, Any]]] = []
        so_far: MonthSoFar | None = None
        for contract in in_order(contracts):
            taken = contract if so_far is None else replace(contract, so_far=so_far)
            payslip, so_far = self.payslip_and_month(taken, traced=traced)
            found.append((payslip, {name: _plain(value) for name, value in asdict(so_far).items()}))
        return found

    def booked(self, amounts: Mapping[str, Cents], *, net: Cents) -> PayCost:
        return booked(amounts, net=net)

    def simulate(self, facts: Mapping[str, Any]) -> Answer:
        return simulate(self, simulation_from_facts(facts))

    def golden_fields(self, case: Case) -> Computed:
        return golden_fields(self, case)


def _plain(value: Cents | Decimal) -> int | str:
    """A number as a document keeps it: whole, or exact text."""
    return value if isinstance(value, int) else str(value)
