"""Work on the island: one function, no limits but those that hold everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from marke.countries.protocol import WorkLaw
from marke.kernel.dates import Month
from marke.kernel.declaring import Said
from marke.rules.social.papers import Paper
from marke.rules.work.agreement import Agreement
from marke.rules.work.engagement import Engagement, pay_of_month
from marke.rules.work.functions import Function

ISLANDER = Function(
    code="islander",
    group="island",
    titles={"en": "Islander", "nl": "Eilander", "fr": "Insulaire"},
    group_titles={"en": "The island", "nl": "Het eiland", "fr": "L'île"},
    worker="islander",
    committee="",
    is_artistic=False,
    risk="light",
)


def _facts_of_month(
    engagement: Engagement, *, month: Month, worked: Sequence[dt.date], person: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        **person,
        "start": max(engagement.starts_on, month.first),
        "end": min(engagement.ends_on or month.last, month.last),
        "pay": pay_of_month(engagement, month=month, worked=worked),
    }


def _declared_as(*, scheme: str, committee: str, starts_on: dt.date, ends_on: dt.date | None, hours: Decimal) -> Said:
    return Said(scheme, committee, starts_on, ends_on, hours)


def _contract(agreement: Agreement, language: str = "") -> Paper:
    """On the island a handshake has one sentence."""
    words = {
        "title": "Agreement",
        "subtitle": agreement.number,
        "language": language or agreement.language,
        "facts": [],
        "days": [[f"{each.day}", f"{each.starts_at:%H:%M}", str(each.hours)] for each in agreement.engagement.days],
        "articles": [f"{agreement.worker.name} works and is paid."],
    }
    return Paper(Path(__file__).with_name("agreement.typ"), words)


WORK = WorkLaw(
    functions=lambda: {ISLANDER.code: ISLANDER},
    checks=lambda payroll: (),
    facts_of_month=_facts_of_month,
    worker=lambda engagement: ISLANDER.worker,
    scheme=lambda engagement: "ordinary",
    coefficient=lambda payroll, engagement: Decimal("1.25"),
    student_hours=lambda payroll, day: Decimal(0),
    declared_as=_declared_as,
    contract=_contract,
    contract_language=lambda postcode, preferred: preferred,
)
