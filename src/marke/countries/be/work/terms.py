"""The terms under which a Belgian engagement enters the enterprise: its coefficient and a student's hours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.payroll.facts import contract_from_facts
from marke.countries.be.payroll.simulation import regime
from marke.countries.be.work.facts import facts_of_month
from marke.rules.work.engagement import Engagement


def coefficient(payroll: BelgianPayroll, engagement: Engagement) -> Decimal:
    """The employment coefficient of the engagement's regime on its last day (money model, 4.3; rule 11)."""
    month = engagement.months()[-1]
    days = [each.day for each in engagement.days_in(month)]
    facts = facts_of_month(engagement, month=month, worked=days, person={"person": "", "contract": ""})
    contract = contract_from_facts(facts)
    found: Decimal = payroll.law_on(contract.end).parameters["cooperative.coefficients"][regime(contract)]
    return found


def student_hours(payroll: BelgianPayroll, day: dt.date) -> Decimal:
    """The hours of a year at the solidarity contribution (royal decree of 28 November 1969, art. 17bis)."""
    return Decimal(payroll.law_on(day).parameters["onss.student_hours"])
