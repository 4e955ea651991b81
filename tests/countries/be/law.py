"""How a law test asks its question: each rule name of the YAML files, with euros made cents on the way in and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from marke.countries.be.payroll.allowances import Fuel, commuting_taxable, company_car, mileage
from marke.countries.be.payroll.contributions import contribution_base, employee_contribution, special_contribution
from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.payroll.entrance import parameters
from marke.countries.be.payroll.exceptional import holiday_pay_tax, premium_tax, termination_tax
from marke.countries.be.payroll.facts import contract_from_facts, family_from_facts
from marke.countries.be.payroll.family import family_terms
from marke.countries.be.payroll.garnishment import garnishable
from marke.countries.be.payroll.holiday import year_end_premium
from marke.countries.be.payroll.inputs import ContractPay, Family, Transport, Worker, WorkTime
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.minimum import check_minimum_pay, minimum_month
from marke.countries.be.payroll.reductions import (
    Occupation,
    artists_reduction,
    base_above_employer_cap,
    first_worker_reduction,
    next_worker_reduction,
    special_contribution_settlement,
    structural_reduction,
)
from marke.countries.be.payroll.rights import amateur_arts_allowance, check_copyright, copyright_income
from marke.countries.be.payroll.sickness import guaranteed_pay
from marke.countries.be.payroll.withholding import month_tax
from marke.countries.be.payroll.work_bonus import reference_wage, work_bonus
from marke.kernel.dates import DateRange
from marke.kernel.parameters import CooperativeRow

Facts = Mapping[str, Any]
Result = Mapping[str, int]

EURO_FACTS = {
    "pay",
    "double_holiday_on",
    "flexi_income_before",
    "partner_net_month",
    "taxable",
    "yearly_pay",
    "reference",
    "base",
    "withheld",
    "net",
    "day_pay",
    "month_pay",
    "catalogue",
    "wage",
    "due",
    "before",
    "gross",
    "earlier",
    "rights",
    "services",
    "allowance",
    "received",
}


def cents(euros: Decimal | int) -> int:
    """Euros of a law test as whole cents; a fraction of a cent is a mistake in the test."""
    exact = Decimal(str(euros)) * 100
    assert exact == exact.to_integral_value()
    return int(exact)


def in_cents(facts: Facts) -> dict[str, Any]:
    """The facts of a case with every amount in cents, also inside the family."""
    return {
        name: in_cents(value)
        if name == "family"
        else cents(value)
        if name in EURO_FACTS and value is not None
        else value
        for name, value in facts.items()
    }


def compute(case: Facts) -> Result:
    """What the engine answers to a case, in cents; a refusal is raised."""
    rows = [
        CooperativeRow(key, DateRange(dt.date(2018, 1, 1)), value, decided_by="law test")
        for key, value in case.get("settings", {}).items()
    ]
    payroll = BelgianPayroll(parameters().with_rows(rows))
    facts = in_cents(case["with"])
    if case["rule"] == "payslip":
        return _payslip(payroll, case["day"], facts)
    return RULES[case["rule"]](payroll.law_on(case["day"]), facts)


def _payslip(payroll: BelgianPayroll, on: dt.date, facts: dict[str, Any]) -> Result:
    start = on.replace(day=max(1, on.day - 2)) if "time" in facts else on.replace(day=1)
    given = {"person": "p", "contract": "c", "start": start, "end": on, "worker": "employee", **facts}
    payslip = payroll.payslip(contract_from_facts(given))
    return {**payslip.amounts, "cost": payslip.cost}


def _family(facts: dict[str, Any]) -> Family:
    return family_from_facts(facts["family"])


def _month_tax(law: Law, facts: dict[str, Any]) -> Result:
    return {"tax": month_tax(law, family_terms(law, _family(facts)), facts["taxable"])}


def _work_bonus(law: Law, facts: dict[str, Any]) -> Result:
    worker = Worker(facts.get("worker", "employee"))
    due = employee_contribution(law, worker, contribution_base(law, worker, facts["pay"]))
    reference = reference_wage(facts["pay"], WorkTime(**facts.get("time", {})))
    bonus = work_bonus(law, worker, reference, due=due, before=facts.get("before", 0))
    return {"total": bonus.total, "a": bonus.a, "b": bonus.b}


def _csss(law: Law, facts: dict[str, Any]) -> Result:
    return {"amount": special_contribution(family_terms(law, _family(facts)).csss, facts["base"])}


def _csss_quarter(law: Law, facts: dict[str, Any]) -> Result:
    amount = special_contribution_settlement(law, _family(facts), base=facts["base"], withheld=facts["withheld"])
    return {"amount": amount}


def _exceptional(rule: Callable[..., Any]) -> Callable[[Law, dict[str, Any]], Result]:
    def ask(law: Law, facts: dict[str, Any]) -> Result:
        terms = family_terms(law, _family(facts))
        return {"tax": rule(law, terms, taxable=facts["taxable"], reference=facts["reference"]).tax}

    return ask


def _sickness(law: Law, facts: dict[str, Any]) -> Result:
    asked = {**facts, "worker": Worker(facts["worker"])}
    return guaranteed_pay(law, asked.pop("worker"), **asked)._asdict()


def _occupation(facts: dict[str, Any]) -> Occupation:
    worker = Worker(facts.get("worker", "employee"))
    return Occupation(worker, facts["wage"], facts["paid"], facts["performed"], 5)


def _minimum_pay(law: Law, facts: dict[str, Any]) -> Result:
    day = law.parameters.day
    check_minimum_pay(law, ContractPay("p", "c", day, day, Worker.EMPLOYEE, facts["pay"]))
    return {}


def _check_copyright(law: Law, facts: dict[str, Any]) -> Result:
    check_copyright(law, rights_year=facts["rights"], services_year=facts["services"])
    return {}


def _amateur_arts(law: Law, facts: dict[str, Any]) -> Result:
    return amateur_arts_allowance(
        law,
        allowance=facts["allowance"],
        days_this_year=facts.get("days_this_year", 0),
        received_from_principal=facts.get("received", 0),
    )._asdict()


RULES: dict[str, Callable[[Law, dict[str, Any]], Result]] = {
    "month_tax": _month_tax,
    "work_bonus": _work_bonus,
    "termination": lambda law, facts: {"tax": termination_tax(law, **facts)},
    "csss": _csss,
    "csss_quarter": _csss_quarter,
    "holiday_tax": _exceptional(holiday_pay_tax),
    "premium_tax": _exceptional(premium_tax),
    "year_end_premium": lambda law, facts: {"amount": year_end_premium(law, facts.pop("month_pay"), **facts)},
    "garnishable": lambda law, facts: {"amount": garnishable(law, facts.pop("net"), **facts)},
    "guaranteed_pay": _sickness,
    "mileage": lambda law, facts: {"amount": mileage(law, facts["kilometres"])},
    "commuting_taxable": lambda law, facts: {
        "amount": commuting_taxable(law, cents(facts["paid"]), Transport(facts["transport"]))
    },
    "company_car": lambda law, facts: {"amount": company_car(law, **{**facts, "fuel": Fuel(facts["fuel"])})},
    "structural": lambda law, facts: {"amount": structural_reduction(law, _occupation(facts)).amount},
    "first_worker": lambda law, facts: {
        "amount": first_worker_reduction(law, _occupation(facts), contributions_due=facts["due"])
    },
    "next_worker": lambda law, facts: {
        "amount": next_worker_reduction(
            law,
            _occupation(facts),
            which=facts["which"],
            quarter=facts["quarter"],
            contributions_due=facts["due"],
        )
    },
    "artists_reduction": lambda law, facts: {
        "amount": artists_reduction(law, _occupation(facts), contributions_due=facts["due"])
    },
    "above_employer_cap": lambda law, facts: {"amount": base_above_employer_cap(law, facts["base"])},
    "minimum_pay": _minimum_pay,
    "minimum_month": lambda law, facts: {"amount": minimum_month(law, **facts)},
    "copyright": lambda law, facts: {
        "tax": copyright_income(law, facts["gross"], earlier_this_year=facts.get("earlier", 0)).tax
    },
    "check_copyright": _check_copyright,
    "amateur_arts": _amateur_arts,
}
