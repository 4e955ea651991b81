"""The published Belgian cases, read from their table and recomputed with the engine."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from marke.countries.be.payroll.allowances import Fuel, company_car
from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.payroll.family import family_terms
from marke.countries.be.payroll.garnishment import garnishable
from marke.countries.be.payroll.inputs import ContractPay, Family, Partner, Worker, WorkTime
from marke.countries.be.payroll.rights import copyright_income
from marke.countries.be.payroll.withholding import month_tax
from marke.countries.be.payroll.work_bonus import FULL, reference_wage
from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.rules.payroll.golden import Case, Computed
from marke.rules.payroll.rates import cents_of

FULL_MONTH = WorkTime()
PAYSLIP_FIELDS = (
    "onss_employee",
    "work_bonus_total",
    "work_bonus_a",
    "work_bonus_b",
    "taxable_month",
    "withholding_before_bonus",
    "fiscal_work_bonus",
    "withholding_net",
    "csss_month",
    "net_month",
)


def golden_fields(payroll: BelgianPayroll, case: Case) -> Computed:
    """Every field the engine computes for a case, in euros.

    Raises a `Refusal` when the law of that period has no figure for it.
    """
    given = _given(case)
    if "copyright_gross_year" in given:
        law = payroll.law_on(dt.date(int(case["year"]), 12, 31))
        return _euros(copyright_withholding=copyright_income.compute(law, given["copyright_gross_year"]).tax)
    law = payroll.law_on(_month(case).last)
    if "catalogue" in given:
        return _euros(car_benefit_month=_car(payroll, case))
    if "garnishment" in case["worker_type"]:
        replacement = "replacement" in case["worker_type"]
        net = given["net_month"]
        return _euros(garnishable_amount=garnishable.compute(law, net, replacement_income=replacement))
    if "taxable_month" in given:
        terms = family_terms(law, _family(case))
        return _euros(withholding_before_bonus=month_tax(law, terms, given["taxable_month"]))
    return _from_gross(payroll, case)


def _from_gross(payroll: BelgianPayroll, case: Case) -> Computed:
    if case["hours_regime"] == "13th month":
        return _thirteenth_month(payroll, case)
    if case["hours_regime"] == "double holiday pay":
        return _double_holiday(payroll, case)
    if "incomplete" in case["hours_regime"]:
        return _reference_wage(case)
    payslip = payroll.payslip(_contract(case, pay=_gross(case), time=_time(case)))
    return _euros(**{field: payslip[field] for field in PAYSLIP_FIELDS})


def _thirteenth_month(payroll: BelgianPayroll, case: Case) -> Computed:
    reference = _given(case)["annual_reference_for_bracket"]
    contract = _contract(case, year_end_premium=_gross(case), exceptional_reference=reference)
    payslip = payroll.payslip(contract)
    tax = payslip["exceptional_withholding"]
    return _euros(exceptional_withholding=tax, exceptional_net=_gross(case) - payslip["onss_premium"] - tax)


def _double_holiday(payroll: BelgianPayroll, case: Case) -> Computed:
    reference = re.search(r"= ([\d.]+)$", case["other_inputs"])
    yearly = cents_of(Decimal(reference[1])) if reference else None
    payslip = payroll.payslip(_contract(case, double_holiday_on=_gross(case), exceptional_reference=yearly))
    return _euros(
        double_holiday_retention=payslip["double_holiday_retention"],
        exceptional_withholding=payslip["holiday_withholding"],
    )


def _reference_wage(case: Case) -> Computed:
    reference = reference_wage.compute(_gross(case), _time(case))
    return {
        "reference_wage_s": Decimal(reference.wage) / 100,
        "fraction": Decimal(reference.hundredths) / FULL,
    }


def _car(payroll: BelgianPayroll, case: Case) -> Cents:
    text = case["other_inputs"]
    grams, reference = (int(found) for found in re.findall(r"CO2=(\d+)", text))
    fuel = Fuel.DIESEL if "diesel" in text else Fuel.PETROL
    catalogue = _given(case)["catalogue"]
    law = payroll.law_on(_month(case).last)
    return company_car.compute(law, catalogue=catalogue, emission=grams, fuel=fuel, reference=reference)


def _contract(
    case: Case,
    *,
    pay: Cents = 0,
    time: WorkTime = FULL_MONTH,
    year_end_premium: Cents = 0,
    double_holiday_on: Cents = 0,
    exceptional_reference: Cents | None = None,
) -> ContractPay:
    month = _month(case)
    return ContractPay(
        person="golden",
        contract=case["id"],
        start=month.first,
        end=month.last,
        worker=Worker.EMPLOYEE,
        pay=pay,
        family=_family(case),
        time=time,
        year_end_premium=year_end_premium,
        double_holiday_on=double_holiday_on,
        exceptional_reference=exceptional_reference,
    )


def _family(case: Case) -> Family:
    """The family a case describes in words; where it is unknown, one without reductions in scale I."""
    text = case["marital_spouse_income"]
    children = int(case["children"]) if case["children"].isdigit() else 0
    pension = re.search(r"pension <= (\d+)", text)
    if pension:
        return Family(Partner.PENSION, partner_net_month=cents_of(int(pension[1])), children=children)
    if "scale III" in text:
        return Family(children=children, resident=False)
    if "without income" in text or "scale II" in text:
        return Family(Partner.WITHOUT_INCOME, children=children)
    if text.startswith("isolated"):
        return Family(children=children, disabled="worker disabled" in text)
    return Family(Partner.EARNED_INCOME, children=children)


def _time(case: Case) -> WorkTime:
    part_time = re.search(r"part-time (\d+)/(\d+) h", case["hours_regime"])
    if part_time:
        return WorkTime(hours=int(part_time[1]), full_time_hours=int(part_time[2]))
    days = re.search(r"(\d+) of (\d+) days", case["hours_regime"])
    return WorkTime(days_worked=int(days[1]), days_in_month=int(days[2])) if days else WorkTime()


def _given(case: Case) -> dict[str, Cents]:
    """The amounts among the other inputs, in cents."""
    pairs = re.findall(r"(\w+)=(\d+(?:\.\d{1,2})?)(?![\d.])", case["other_inputs"])
    return {name: cents_of(Decimal(value)) for name, value in pairs}


def _gross(case: Case) -> Cents:
    return cents_of(Decimal(case["gross_month"]))


def _month(case: Case) -> Month:
    return Month(int(case["year"]), int(case["month"]))


def _euros(**amounts: Cents) -> Computed:
    return {name: Decimal(amount) / 100 for name, amount in amounts.items()}
