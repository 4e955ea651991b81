"""What was filled in, as the facts that the payroll engine asks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.web.public.simulator.forms import LINKED, vat_rate

HOURS_A_DAY = Decimal("7.6")
"""A full day in a week of 38 hours; a student's quota is counted in hours."""

STATUS_FACTS: dict[str, dict[str, Any]] = {
    "employee": {"worker": "employee"},
    "manual": {"worker": "manual"},
    "artist": {"worker": "artist", "artistic": True},
    "artist_1bis": {"worker": "artist_1bis", "artistic": True, "arts_work_certificate": True},
    "student": {"worker": "employee", "scheme": "student"},
    "flexi_job": {"worker": "employee", "scheme": "flexi_job"},
}

BESIDE = {
    "days_worked": "days",
    "days_in_month": "days",
    "hours": "days",
    "partner": "partner",
    "single_parent": "children",
    "vat_rate": "vat",
    "joint_committee": "sector",
    "student_hours_before": "hours_before",
    "start": "month",
    "end": "month",
}
"""The question beside which a refused fact is shown; amounts stand beside the one that was typed."""


def facts(answers: dict[str, Any], *, given: str, amount: Cents, available: Cents | None) -> dict[str, Any]:
    """The question to the engine. Raises `Refusal` for more days than the month has working days."""
    month, days = answers["month"], answers["days"]
    working = _working_days(month)
    if days > working:
        raise Refusal(
            "simulator.days-in-month",
            gettext_noop("That month has %(working)s days from Monday to Friday. Fill in %(working)s or less."),
            field="days",
            params={"working": working},
        )
    time: dict[str, Any] = {"days_worked": days, "days_in_month": working}
    if answers["status"] == "student":
        hours = str(days * HOURS_A_DAY)
        time |= {"hours": hours, "full_time_hours": hours}
    contract = {
        "start": month.first,
        "end": month.last,
        "ends": answers["duration"] == "days",
        "time": time,
        "family": _family(answers),
        "student_hours_before": answers["hours_before"],
        **STATUS_FACTS[answers["status"]],
    }
    return {
        "given": LINKED[given].value,
        "amount": amount,
        "days": days,
        "vat_rate": str(vat_rate(answers["vat"])),
        "joint_committee": answers["sector"],
        "available": available,
        "contract": contract,
    }


def beside(refusal: Refusal, *, given: str) -> str:
    """The question beside which this refusal belongs."""
    if refusal.rule.startswith("parameters."):
        return "month"
    if refusal.field in ("days", "children"):
        return str(refusal.field)
    return BESIDE.get(refusal.field or "", given)


def _family(answers: dict[str, Any]) -> dict[str, Any]:
    """Somebody with children and no spouse or legal cohabitant is a single parent."""
    partner, children = answers["partner"], answers["children"]
    return {"partner": partner, "children": children, "single_parent": partner == "none" and children > 0}


def _working_days(month: Month) -> int:
    return sum(day.weekday() < 5 for day in month.days())
