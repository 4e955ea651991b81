"""The entrance of Belgian payroll: the engine with plain data in and plain data out, and its parameter tree."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from marke.countries.be.payroll.book import BOOK
from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.payroll.facts import contract_from_facts, simulation_from_facts
from marke.countries.be.payroll.golden import golden_fields
from marke.countries.be.payroll.inputs import ContractPay
from marke.countries.be.payroll.simulation import Simulation, simulate
from marke.countries.files import read_exact_yaml, read_parameters
from marke.kernel.parameters import ParameterTree
from marke.rules.payroll.explain import Messages
from marke.rules.payroll.golden import Case, Computed
from marke.rules.payroll.rule import RuleBook
from marke.rules.payroll.simulation import Answer


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

    def simulate(self, facts: Mapping[str, Any]) -> Answer:
        return simulate(self, simulation_from_facts(facts))

    def golden_fields(self, case: Case) -> Computed:
        return golden_fields(self, case)
