"""How the withholding tax of a contract shorter than a month is found.

The law leaves a choice, which the cooperative makes by a dated setting. Each policy answers two questions: the tax on
this contract, and the month pay that decides the rate on exceptional payments. The payslip names the policy it used.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from marke.countries.be.payroll.family import FamilyTerms
from marke.countries.be.payroll.inputs import ContractPay
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.withholding import month_tax, withholding
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import Rate, divide_half_up

SETTING = "cooperative.short_contract_withholding"


class UnknownPolicy(Refusal):
    """The setting names no way of withholding on short contracts."""


class WithholdingPolicy(Protocol):
    """One way to withhold on a contract; ``name`` is printed on the payslip."""

    @property
    def name(self) -> str: ...

    @property
    def is_flat(self) -> bool: ...

    @property
    def counts_month(self) -> bool:
        """Whether contracts of one month are taxed on their total."""
        ...

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures that chose and shaped the policy."""
        ...

    def tax(self, law: Law, terms: FamilyTerms, contract: ContractPay, taxable: Cents) -> Cents:
        """The withholding tax on the contract's taxable pay, in cents."""
        ...

    def month_equivalent(self, law: Law, contract: ContractPay, taxable: Cents) -> Cents:
        """The taxable pay of a full month at this rate of pay, in cents."""
        ...


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """The month scale on the total of the person's contracts of the month; a single day then bears little or no tax."""

    name: str = "month_total"
    is_flat: bool = False
    counts_month: bool = True
    figures: tuple[str, ...] = ()

    def tax(self, law: Law, terms: FamilyTerms, contract: ContractPay, taxable: Cents) -> Cents:
        so_far = contract.so_far
        return withholding.compute(law, terms, taxable, borne=so_far.withholding_before_bonus, earlier=so_far.taxable)

    def month_equivalent(self, law: Law, contract: ContractPay, taxable: Cents) -> Cents:
        return contract.so_far.taxable + taxable


@dataclass(frozen=True, slots=True)
class DayConversion:
    """Annex III, point 3.7: pay is brought to a month of 20 days, whose tax is divided by 20 for each day worked."""

    name: str = "day"
    is_flat: bool = False
    counts_month: bool = False
    figures: tuple[str, ...] = ("withholding.days_in_month", SETTING)

    def tax(self, law: Law, terms: FamilyTerms, contract: ContractPay, taxable: Cents) -> Cents:
        worked, of = _days(contract)
        tax = month_tax(law, terms, self.month_equivalent(law, contract, taxable)) * worked
        divisor = law.days_in_month * of
        return tax // divisor if law.scale.drops_third_decimal else divide_half_up(tax, divisor)

    def month_equivalent(self, law: Law, contract: ContractPay, taxable: Cents) -> Cents:
        worked, of = _days(contract)
        return divide_half_up(taxable * law.days_in_month * of, worked) if worked else 0


@dataclass(frozen=True, slots=True)
class PieceWork:
    """Annex III, point 74: the month rules for the period covered, never less than 11.11 % of taxable pay."""

    within: WithholdingPolicy
    name: str = "piece_work"
    is_flat: bool = False
    counts_month: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        return ("withholding.piece_work_minimum", *self.within.figures)

    def tax(self, law: Law, terms: FamilyTerms, contract: ContractPay, taxable: Cents) -> Cents:
        return max(self.within.tax(law, terms, contract, taxable), law.piece_work_minimum.of(taxable))

    def month_equivalent(self, law: Law, contract: ContractPay, taxable: Cents) -> Cents:
        return self.within.month_equivalent(law, contract, taxable)


@dataclass(frozen=True, slots=True)
class FlatRate:
    """One percentage of taxable pay, no reductions: annex III, point 80 for performers engaged by several companies."""

    rate: Rate
    name: str = "flat"
    is_flat: bool = True
    counts_month: bool = False
    figures: tuple[str, ...] = ("withholding.artists_flat_rate", "cooperative.artists_flat_withholding")

    def tax(self, law: Law, terms: FamilyTerms, contract: ContractPay, taxable: Cents) -> Cents:
        return self.rate.of(taxable)

    def month_equivalent(self, law: Law, contract: ContractPay, taxable: Cents) -> Cents:
        return taxable


FULL_MONTH = MonthTotal()
"""A full month leaves no choice."""
POLICIES: dict[str, WithholdingPolicy] = {"month_total": MonthTotal(figures=(SETTING,)), "day": DayConversion()}
"""The choices of the cooperative for a part of a month."""


def policy_for(law: Law, contract: ContractPay) -> WithholdingPolicy:
    """The policy of a contract: flat for performers where the cooperative has the ruling, else by its length.

    Raises `UnknownPolicy` for a setting that names none.
    """
    if contract.performer and contract.worker.is_artist and law.artists_pay_flat:
        return FlatRate(law.artists_flat_rate)
    policy = _named(law.short_contract_policy) if contract.time.is_part_of_month else FULL_MONTH
    return PieceWork(policy) if contract.piece_work else policy


def _named(name: str) -> WithholdingPolicy:
    try:
        return POLICIES[name]
    except KeyError:
        raise UnknownPolicy(
            "payroll.unknown-withholding-policy",
            gettext_noop("There is no way of withholding on short contracts named %(name)s."),
            params={"name": name},
        ) from None


def _days(contract: ContractPay) -> tuple[int, int]:
    """Days worked as an exact fraction: the reference month of 20 days when the contract covers a full month."""
    days = contract.time.days_worked
    if days is None:
        return 20, 1
    return (days, 1) if type(days) is int else Decimal(days).as_integer_ratio()
