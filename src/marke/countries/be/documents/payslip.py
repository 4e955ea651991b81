"""A payslip on paper: the mentions of the royal decree of 27 September 1966, from the lines as they were stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marke.countries.be.documents.writing import HERE, Writing, writing
from marke.countries.be.payroll.booking import SOCIAL_OF_WORKER, TAX
from marke.countries.be.payroll.entrance import messages
from marke.countries.be.payroll.inputs import Scheme
from marke.countries.be.work.functions import function
from marke.kernel.money import Cents
from marke.rules.payroll.payslip import Line
from marke.rules.payroll.rule import NET_EFFECT, Side
from marke.rules.social.papers import Paper, Slip

SPECIAL = ("csss_month",)
"""The special contribution is kept back after tax, though it goes to social security."""
SOCIAL = (*(code for code in SOCIAL_OF_WORKER if code not in SPECIAL), "work_bonus_total")
TAXES = (*TAX, "fiscal_work_bonus", *SPECIAL)
TAXABLE = ("taxable_month",)
EXCEPTIONAL = ("holiday_withholding", "exceptional_withholding", "termination_withholding")
"""Lines whose base is taxed apart."""


def payslip_paper(slip: Slip, *, language: str = "") -> Paper:
    """The paper in the worker's language, or in another one for who reads along."""
    write = writing(language or slip.person.language)
    words, month = write.words, slip.month
    title = words["payslip"]
    data = write.head(slip.employer, slip.person, title=title, subtitle=write.month(month.month), on=slip.due_on)
    on_top = [line for line in slip.lines if line.rule.side is Side.EMPLOYER and line.amount]
    paid = words["paid"] if month.paid_on else words["due"]
    return Paper(
        HERE / "payslip.typ",
        data
        | {
            "facts": _facts(slip, write),
            "parts": _parts(slip, write),
            "net": write.euro(month.net),
            "paid_head": words["paid_out"] if month.paid_on else words["to_pay"],
            "paid": paid.format(day=write.day(month.paid_on or slip.due_on)),
            "employer_rows": [[_title(line, write), write.money(line.amount)] for line in on_top],
            "employer_total": write.money(sum(line.amount for line in on_top)),
            "notices": [words["correction"].format(version=slip.version - 1)] if slip.version > 1 else [],
        },
    )


def _facts(slip: Slip, write: Writing) -> list[list[str]]:
    """Who, as what, when and how much: quantity of work and base pay are asked by the decree."""
    words, month, contract = write.words, slip.month, slip.month.contract
    kind = contract.scheme if contract.scheme != Scheme.ORDINARY.value else contract.worker
    day_pay = round(month.total("gross_pay") / month.days) if month.days else 0
    return [
        [words["staff_number"], slip.person.staff_number],
        [words["kind"], words["kinds"][kind]],
        [words["committee"], contract.committee],
        [words["function"], function(contract.function).titles[write.language]],
        [words["contract"], write.period(contract.starts_on, contract.ends_on)],
        [words["days"], write.number(month.days)],
        [words["hours"], write.number(month.hours)],
        [words["day_pay"], write.money(day_pay) if day_pay else ""],
    ]


def _parts(slip: Slip, write: Writing) -> list[dict[str, Any]]:
    """From gross to net in the order of the law: earned, social security, tax, allowances, creditors."""
    words = write.words
    shown = [line for line in slip.lines if line.amount or line.code == "gross_pay"]
    earned = [line for line in shown if line.rule.side is Side.EARNING]
    social = [line for line in shown if line.code in SOCIAL]
    taxes = [line for line in shown if line.code in TAXES]
    rest = [
        line
        for line in shown
        if NET_EFFECT.get(line.rule.side) and line not in earned and line not in social and line not in taxes
    ]
    taxable = sum(line.amount for line in shown if line.code in TAXABLE)
    taxable += sum(line.base or 0 for line in shown if line.code in EXCEPTIONAL)
    after_tax = sum(_signed(line) for line in (*earned, *social, *taxes))
    parts = [
        _part(earned, (words["gross"], slip.month.gross), write),
        _part(social, (words["taxable"], taxable), write),
        _part(taxes, (words["after_tax"] if rest else words["net"], after_tax), write),
        _part(rest, (words["net"], slip.month.net), write),
    ]
    return [part for part in parts if part["rows"]]


def _part(lines: Sequence[Line], total: tuple[str, Cents], write: Writing) -> dict[str, Any]:
    label, amount = total
    return {"rows": [_row(line, write) for line in lines], "total": [label, write.money(amount)]}


def _row(line: Line, write: Writing) -> dict[str, str]:
    base = line.base is not None and line.base != line.amount
    return {
        "what": _title(line, write),
        "base": write.money(line.base or 0) if base else "",
        "rate": write.rate(line.rate) if line.rate is not None else "",
        "amount": write.money(_signed(line)),
    }


def _signed(line: Line) -> Cents:
    """What a line does to the pay of the worker."""
    return NET_EFFECT[line.rule.side] * line.amount


def _title(line: Line, write: Writing) -> str:
    return messages().title(line.code, write.language)
