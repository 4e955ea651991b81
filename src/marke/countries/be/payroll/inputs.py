"""What a Belgian payslip is computed from: frozen facts about the person, the contract and the month so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from marke.countries.be.payroll.checks import (
    LARGEST_PAY,
    ImpossibleInput,
    check_amount,
    check_both_or_neither,
    check_count,
    check_quantity,
)
from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.kernel.refusal import gettext_noop

HOURS_IN_MONTH = 31 * 24


class Worker(Enum):
    """The kind of worker social security distinguishes (DmfA worker codes)."""

    EMPLOYEE = "employee"
    """White collar, code 495: contributions on pay, holiday pay from the employer."""
    MANUAL = "manual"
    """Manual worker, code 015: contributions on 108 % of pay, holiday pay from a fund."""
    ARTIST = "artist"
    """Artist under an employment contract, code 046: as manual workers, whatever the work."""
    ARTIST_1BIS = "artist_1bis"
    """Artist without an authority relation, insured as a worker by art. 1bis of the law of 27 June 1969."""
    PUPIL = "pupil"
    """Pupil or trainee until 31 December of the year of turning 18, codes 027, 047 and 487."""

    @property
    def is_paid_by_holiday_fund(self) -> bool:
        return self in (Worker.MANUAL, Worker.ARTIST, Worker.ARTIST_1BIS)

    @property
    def is_artist(self) -> bool:
        return self in (Worker.ARTIST, Worker.ARTIST_1BIS)


class Scheme(Enum):
    """The scheme a contract falls under."""

    ORDINARY = "ordinary"
    STUDENT = "student"
    FLEXI_JOB = "flexi_job"


class Partner(Enum):
    """The spouse or legal cohabitant as the withholding tax sees them."""

    NONE = "none"
    WITHOUT_INCOME = "without_income"
    EARNED_INCOME = "earned_income"
    PENSION = "pension"


class Transport(Enum):
    """How the worker comes to work, as the worker's file says."""

    PUBLIC = "public"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Family:
    """The family situation on the first day of the month: decides the scale and the reductions of the withholding tax.

    ``partner_net_month`` (cents) is the partner's own net income, needed for a pension and for a claim of low earned
    income. ``children`` counts all dependent children; ``disabled_children`` those of them that count twice.
    """

    partner: Partner = Partner.NONE
    partner_net_month: Cents | None = None
    children: int = 0
    disabled_children: int = 0
    single_parent: bool = False
    disabled: bool = False
    partner_disabled: bool = False
    other_dependants: int = 0
    dependants_in_care: int = 0
    resident: bool = True

    def __post_init__(self) -> None:
        for name in ("children", "disabled_children", "other_dependants", "dependants_in_care"):
            check_count(name, getattr(self, name))
        if self.disabled_children > self.children:
            raise ImpossibleInput(
                "payroll.disabled-children",
                gettext_noop("There cannot be more disabled children than children."),
                field="disabled_children",
            )
        if self.single_parent and (self.partner is not Partner.NONE or not self.children):
            raise ImpossibleInput(
                "payroll.single-parent",
                gettext_noop("A single parent has a dependent child and no spouse or legal cohabitant."),
                field="single_parent",
            )
        if self.partner is Partner.PENSION and self.partner_net_month is None:
            raise ImpossibleInput(
                "payroll.partner-pension",
                gettext_noop("The amount of the partner's pension decides the tax scale: fill it in."),
                field="partner_net_month",
            )
        if self.partner_net_month is not None:
            check_amount("partner_net_month", self.partner_net_month)


@dataclass(frozen=True, slots=True)
class WorkTime:
    """How much was worked out of a full month: days for a full-timer, hours as well for a part-timer.

    ``days_worked`` and ``days_in_month`` count days of the contract's own week; both None is a full month.
    ``hours`` and ``full_time_hours`` are those of the worker and of a full-timer over the same period; both None is
    full time.
    """

    days_worked: int | Decimal | None = None
    days_in_month: int | None = None
    hours: Decimal | int | None = None
    full_time_hours: Decimal | int | None = None

    def __post_init__(self) -> None:
        check_both_or_neither("days_worked", self.days_worked, "days_in_month", self.days_in_month)
        if self.days_worked is not None and self.days_in_month is not None:
            check_quantity("days_in_month", self.days_in_month, largest=31)
            check_quantity("days_worked", self.days_worked, largest=self.days_in_month)
        if self.hours is not None:
            check_quantity("hours", self.hours, largest=HOURS_IN_MONTH)
        if self.full_time_hours is not None:
            check_quantity("full_time_hours", self.full_time_hours, largest=HOURS_IN_MONTH)

    @property
    def is_part_of_month(self) -> bool:
        """True for the ordinary case of a shared enterprise: a contract of a few days."""
        return self.days_worked is not None and self.days_worked != self.days_in_month

    @property
    def is_part_time(self) -> bool:
        return self.hours is not None and self.full_time_hours is not None and self.hours < self.full_time_hours


@dataclass(frozen=True, slots=True)
class MonthSoFar:
    """What earlier contracts of the same person in the same month already bore or used (cents, hours)."""

    csss_base: Cents = 0
    csss: Cents = 0
    employer_base: Cents = 0
    taxable: Cents = 0
    """Only of contracts that are taxed on the month's total, as the next two."""
    withholding_before_bonus: Cents = 0
    fiscal_bonus_unused: Cents = 0
    work_bonus: Cents = 0
    student_hours: Decimal | int = 0
    flexi_income: Cents = 0
    net: Cents = 0
    garnished: Cents = 0


@dataclass(frozen=True, slots=True)
class Garnishment:
    """Attachment or assignment of pay: dependent children raise what stays protected."""

    children: int = 0
    maintenance: bool = False
    """A maintenance debt goes before all others and knows no protected part."""
    claim: Cents | None = None
    """What was still owed at the start of the month; None when the creditor's claim exceeds any pay."""

    def __post_init__(self) -> None:
        check_count("children", self.children)
        if self.claim is not None:
            check_amount("claim", self.claim)


@dataclass(frozen=True, slots=True)
class ContractPay:
    """One contract, or one month of a contract: everything its payslip depends on. Amounts in cents."""

    person: str
    contract: str
    start: dt.date
    end: dt.date
    worker: Worker
    pay: Cents
    family: Family | None = None
    scheme: Scheme = Scheme.ORDINARY
    time: WorkTime = WorkTime()
    ends: bool = False
    """True when the contract ends with this payslip: an employee then receives exit holiday pay."""
    earlier_pay: Cents = 0
    """Pay of earlier months of the same contract on which exit holiday pay is still due."""
    year_end_premium: Cents = 0
    double_holiday_on: Cents = 0
    """Month pay on which double holiday pay is granted now; zero in the other months."""
    holiday_months: int = 12
    exceptional_reference: Cents | None = None
    """Yearly normal pay that decides the tax on exceptional payments, when it is known from elsewhere."""
    benefits_in_kind: Cents = 0
    commuting: Cents = 0
    transport: Transport = Transport.PUBLIC
    kilometres: Decimal | int = 0
    bicycle_kilometres: Decimal | int = 0
    performer: bool = False
    """Engaged in turn by several performance companies, not permanent and not accessory (annex III, point 80)."""
    piece_work: bool = False
    artistic: bool = False
    """The function is artistic, artistic-technical or artistic-support."""
    arts_work_certificate: bool = False
    student_hours_before: Decimal | int = 0
    """Hours of the student's quota used this year before this month; the two amounts below likewise."""
    flexi_income_before: Cents = 0
    work_bonus_before: Cents = 0
    garnishment: Garnishment | None = None
    so_far: MonthSoFar = MonthSoFar()

    def __post_init__(self) -> None:
        if self.end < self.start or Month.of(self.start) != Month.of(self.end):
            raise ImpossibleInput(
                "payroll.one-month",
                gettext_noop("A payslip covers days of one calendar month, from its first to its last day."),
                field="end",
            )
        for name in _AMOUNTS:
            check_amount(name, getattr(self, name))
        if self.exceptional_reference is not None:
            check_amount("exceptional_reference", self.exceptional_reference, largest=12 * LARGEST_PAY)
        if not 0 <= self.holiday_months <= 12:
            raise ImpossibleInput(
                "payroll.holiday-months",
                gettext_noop("Holiday pay counts between 0 and 12 months of the year before."),
                field="holiday_months",
            )
        check_quantity("kilometres", self.kilometres, largest=100_000)
        check_quantity("bicycle_kilometres", self.bicycle_kilometres, largest=100_000)
        check_quantity("student_hours_before", self.student_hours_before, largest=12 * HOURS_IN_MONTH)

    @property
    def month(self) -> Month:
        return Month.of(self.start)


_AMOUNTS = (
    "pay",
    "earlier_pay",
    "year_end_premium",
    "double_holiday_on",
    "benefits_in_kind",
    "commuting",
    "flexi_income_before",
    "work_bonus_before",
)
