"""The law of one day, compiled from the parameter tree: whole cents and exact fractions, ready for fast payslips.

Each part is compiled when a rule first asks for it, so that a missing figure stops only the payslips that need it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marke.countries.be.payroll.inputs import Worker
from marke.kernel.money import Cents
from marke.kernel.parameters import FigureVersion, ParameterSet
from marke.rules.payroll.rates import Rate, cents_of


@dataclass(frozen=True, slots=True)
class EmployerRates:
    """Employer contributions on one base: the parts in the order of the payslip, each as the running sum of rates."""

    running: tuple[tuple[str, Rate], ...]
    total: Rate


@dataclass(frozen=True, slots=True)
class BonusSegment:
    """A straight piece of the work bonus: ``most`` up to ``start``, then less by ``slope``, nothing above ``end``."""

    start: Cents
    end: Cents
    most: Cents
    slope: Rate

    def amount(self, reference: Cents) -> Cents:
        """The bonus for a full month at a reference wage, half-up to the cent, never negative."""
        if reference <= self.start:
            return self.most
        return max(0, self.most - self.slope.of(reference - self.start))


@dataclass(frozen=True, slots=True)
class BonusTable:
    """The work bonus of one kind of worker: one amount (``total``) until March 2024, components A and B since."""

    components: Mapping[str, tuple[BonusSegment, ...]]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsssTable:
    """The special social security contribution by bands of pay for one family situation."""

    bands: tuple[tuple[Cents, Cents, Rate], ...]
    cap: Cents
    flat_from: Cents | None
    flat: Cents
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithholdingScale:
    """The key formula of a year: everything in cents a year."""

    cost_rate: Rate
    cost_cap: Cents
    slices: tuple[tuple[Cents, Cents | None, Rate], ...]
    quota_tax: Cents
    partner_rate: Rate
    partner_cap: Cents
    taxable_step: Cents
    drops_third_decimal: bool


@dataclass(frozen=True, slots=True)
class ExceptionalScale:
    """Withholding on exceptional payments: upper bounds of yearly normal pay and the rate of each band."""

    bounds: tuple[Cents, ...]
    holiday: tuple[Rate, ...]
    other: tuple[Rate, ...]
    exemption: tuple[Cents, ...]
    reduction_ceiling: tuple[Cents, ...]
    child_rates: tuple[Rate, ...]


class Law:
    """Belgian payroll law as it stands on one day, above it the cooperative's rows."""

    def __init__(self, parameters: ParameterSet) -> None:
        self.parameters = parameters
        self.versions: dict[tuple[str, ...], tuple[FigureVersion, ...]] = {}
        """Figure versions by the keys a line used, filled by traced payslips."""
        self.families: dict[Any, Any] = {}
        """Scale, reductions and CSSS table by family situation, filled on first use."""

    def rate(self, key: str) -> Rate:
        return Rate(self.parameters[key])

    def cents(self, key: str) -> Cents:
        return cents_of(self.parameters[key])

    # Social security

    @cached_property
    def employee_rate(self) -> Rate:
        return self.rate("onss.employee_rate")

    @cached_property
    def pupil_rate(self) -> Rate:
        return Rate(self.parameters["onss.pupil"]["employee"])

    @cached_property
    def manual_factor(self) -> Rate:
        return self.rate("onss.manual_base_factor")

    @cached_property
    def employer_rates(self) -> EmployerRates:
        return self._employer_rates(self._employer_core())

    @cached_property
    def employer_rates_holiday_fund(self) -> EmployerRates:
        fund = ("holiday_fund_quarterly", self.parameters["onss.holiday_fund"]["quarterly"])
        return self._employer_rates([*self._employer_core(), fund])

    @cached_property
    def pupil_employer_rates(self) -> EmployerRates:
        return self._employer_rates([("employer_basic", self.parameters["onss.pupil"]["employer"])])

    @cached_property
    def holiday_fund_debit_note(self) -> Rate:
        return Rate(self.parameters["onss.holiday_fund"]["debit_note"])

    @cached_property
    def student_rates(self) -> tuple[Rate, Rate]:
        """What a student within the quota pays, and what the employer pays with the asbestos fund."""
        rates = self.parameters["onss.student"]
        return Rate(rates["employee"]), Rate(rates["employer"] + rates["asbestos"])

    @cached_property
    def csss_month(self) -> dict[str, CsssTable]:
        return {kind: self._csss(f"csss.month_{kind}") for kind in ("individual", "two_incomes", "one_income")}

    @cached_property
    def csss_quarter(self) -> dict[str, CsssTable]:
        return {kind: self._csss(f"csss.quarter_{kind}") for kind in ("individual", "two_incomes", "one_income")}

    @cached_property
    def _bonus_tables(self) -> dict[bool, BonusTable]:
        return {False: self._bonus("work_bonus.employee"), True: self._bonus("work_bonus.manual")}

    def bonus_table(self, worker: Worker) -> BonusTable:
        return self._bonus_tables[worker.is_paid_by_holiday_fund]

    @cached_property
    def work_bonus_annual_cap(self) -> Cents | None:
        return self.cents("work_bonus.annual_cap") if "work_bonus.annual_cap" in self.parameters else None

    # Withholding tax

    @cached_property
    def scale(self) -> WithholdingScale:
        figure = self.parameters["withholding.scale"]
        rounding = self.parameters["withholding.rounding"]
        bounds = [cents_of(bound) for bound in figure["brackets"]]
        return WithholdingScale(
            cost_rate=Rate(figure["costs"]["rate"]),
            cost_cap=cents_of(figure["costs"]["cap"]),
            slices=tuple(zip([0, *bounds], [*bounds, None], map(Rate, figure["rates"]), strict=True)),
            quota_tax=cents_of(figure["quota_tax"]),
            partner_rate=Rate(figure["partner"]["rate"]),
            partner_cap=cents_of(figure["partner"]["cap"]),
            taxable_step=cents_of(rounding["taxable_step"]),
            drops_third_decimal=rounding["month"] == "down",
        )

    @cached_property
    def fiscal_bonus_rates(self) -> dict[str, Rate]:
        rates = self.parameters["withholding.fiscal_work_bonus"]
        return {("total" if part == "single" else part): Rate(rate) for part, rate in rates.items()}

    @cached_property
    def exceptional(self) -> ExceptionalScale:
        rates = self.parameters["withholding.exceptional_rates"]

        def bounds(key: str) -> tuple[Cents, ...]:
            return tuple(cents_of(bound) for bound in self.parameters[f"withholding.exceptional_{key}"])

        return ExceptionalScale(
            bounds=bounds("bands"),
            holiday=tuple(map(Rate, rates["holiday"])),
            other=tuple(map(Rate, rates["other"])),
            exemption=bounds("exemption"),
            reduction_ceiling=bounds("reduction"),
            child_rates=tuple(map(Rate, self.parameters["withholding.exceptional_child_rates"])),
        )

    @cached_property
    def days_in_month(self) -> int:
        return int(self.parameters["withholding.days_in_month"])

    @cached_property
    def piece_work_minimum(self) -> Rate:
        return self.rate("withholding.piece_work_minimum")

    @cached_property
    def artists_flat_rate(self) -> Rate:
        return self.rate("withholding.artists_flat_rate")

    # Holiday pay and the cooperative's own choices

    @cached_property
    def exit_rates(self) -> tuple[Rate, Rate, Rate]:
        """Exit holiday pay: single, double, and the part of pay in the double that bears the worker's contribution."""
        rates = self.parameters["holiday.exit"]
        return Rate(rates["single"]), Rate(rates["double"]), Rate(rates["double_subject"])

    @cached_property
    def holiday_provision(self) -> Rate:
        return self.rate("holiday.provision")

    @cached_property
    def handling_rate(self) -> Rate:
        return self.rate("cooperative.handling_rate")

    @cached_property
    def short_contract_policy(self) -> str:
        return str(self.parameters["cooperative.short_contract_withholding"])

    @cached_property
    def small_basis(self) -> str:
        return str(self.parameters["cooperative.small_contributions"]["basis"])

    @cached_property
    def artists_pay_flat(self) -> bool:
        return bool(self.parameters["cooperative.artists_flat_withholding"])

    # Compilation

    def _employer_core(self) -> list[tuple[str, Any]]:
        small = self.parameters["cooperative.small_contributions"]
        rate = (
            small["rate"] if small["basis"] == "estimate" else sum(self.parameters["onss.small_contributions"].values())
        )
        whole = self.parameters["onss.employer_rate"]
        if "onss.employer_parts" not in self.parameters:
            return [("employer_basic", whole), ("employer_small", rate)]
        parts = self.parameters["onss.employer_parts"]
        return [
            ("employer_basic", parts["basic"]),
            ("employer_moderation", parts["moderation"]),
            ("employer_small", rate),
        ]

    @staticmethod
    def _employer_rates(parts: list[tuple[str, Any]]) -> EmployerRates:
        sums = [sum(rate for _, rate in parts[: index + 1]) for index in range(len(parts))]
        running = tuple((name, Rate(so_far)) for (name, _), so_far in zip(parts, sums, strict=True))
        return EmployerRates(running, running[-1][1])

    def _csss(self, key: str) -> CsssTable:
        figure = self.parameters[key]
        flat_from, flat = (cents_of(euros) for euros in figure.get("flat", (0, 0)))
        return CsssTable(
            bands=tuple((cents_of(above), cents_of(fixed), Rate(rate)) for above, fixed, rate in figure["bands"]),
            cap=cents_of(figure["cap"]),
            flat_from=flat_from or None,
            flat=flat,
            figures=(key,),
        )

    def _bonus(self, key: str) -> BonusTable:
        return BonusTable(
            {
                component: tuple(
                    BonusSegment(cents_of(start), cents_of(end), cents_of(most), Rate(slope))
                    for start, end, most, slope in segments
                )
                for component, segments in self.parameters[key].items()
            },
            figures=(key, "work_bonus.annual_cap"),
        )
