"""What the page of a contract shows, to the unit and to the worker alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.declarations.queries import state_of
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.people.models import Person
from marke.domain.work import queries
from marke.domain.work.enums import ContractState, DayState, MonthState, Party
from marke.domain.work.models import Contract, ContractMonth, Signature, WorkDay
from marke.reporting.own_pay import slips_of_contracts
from marke.reporting.wage_money import money_of_months
from marke.rules.work.guarantee import total
from marke.usecases.sign_contract import contract_pdf, words_of
from marke.web.components.formatting import format_long_day, format_number
from marke.web.components.tables import Badge, Column, Table
from marke.web.member.work.money import money_pairs
from marke.web.member.work.tracker import milestones, state_badge

DAY_TONES = {
    DayState.PLANNED: "",
    DayState.WORKED: "good",
    DayState.SICK: "waiting",
    DayState.CANCELLED: "empty",
    DayState.ACCIDENT: "bad",
}


def contract_context(contract: Contract, *, me: Person, today: dt.date, day_link: Any = None) -> dict[str, Any]:
    """Words, days, tracker and what can be done now; whose contract it is was asked before."""
    language = get_language() or "en"
    months, days = queries.months_of(contract_id=contract.pk), queries.days_of(contract_id=contract.pk)
    with enterprise_view():
        signatures = list(Signature.objects.filter(contract=contract).order_by("signed_at"))
        declaration = state_of(contract.pk)
    slips = slips_of_contracts(contract_ids=[contract.pk]).get(contract.pk, [])
    moneys = money_of_months(months=months)
    is_mine = contract.person_id == me.pk
    signed_by_worker = any(each.party == Party.WORKER for each in signatures)
    words = words_of(contract=contract)
    return {
        "contract": contract,
        "heading": _("Your work") if is_mine else _("Work of %(person)s") % {"person": contract.person},
        "lead": sentence_of(contract, months, language=language, is_mine=is_mine),
        "badge": state_badge(contract),
        "words": words,
        "articles": words.content["articles"],
        "facts": words.content["facts"],
        "milestones": milestones(
            contract,
            months=months,
            slips=slips,
            signatures=signatures,
            declaration=declaration,
            moneys=moneys,
            language=language,
        ),
        "money": money_pairs(total(moneys.values())),
        "days": day_table(days, day_link),
        "is_mine": is_mine,
        "me": me,
        "to_sign": is_mine and contract.state == ContractState.OFFERED and not signed_by_worker,
        "to_confirm": is_to_confirm(contract, months, today),
        "withdraw_label": _("Cancel the contract"),
        "accident_url": "",
        "can_withdraw": contract.is_live and days[0].day > today,
    }


def is_to_confirm(contract: Contract, months: list[ContractMonth], today: dt.date) -> bool:
    """Whether work is over that nobody has confirmed."""
    declared = contract.state == ContractState.DECLARED
    return declared and any(each.state == MonthState.PLANNED and each.last_day <= today for each in months)


def sentence_of(contract: Contract, months: list[ContractMonth], *, language: str, is_mine: bool) -> str:
    """«You work from 12 to 14 May; the money arrives by 23 May at the latest.»"""
    due = max(month.due_on for month in months)
    values = {
        "who": str(contract.person),
        "first": format_long_day(contract.starts_on, language=language),
        "last": format_long_day(contract.ends_on or max(month.last_day for month in months), language=language),
        "due": format_long_day(due, language=language),
    }
    if contract.starts_on == contract.ends_on:
        text = (
            _("You work on %(first)s; the money arrives by %(due)s at the latest.")
            if is_mine
            else _("%(who)s works on %(first)s; the money arrives by %(due)s at the latest.")
        )
    else:
        text = (
            _("You work from %(first)s to %(last)s; the money arrives by %(due)s at the latest.")
            if is_mine
            else _("%(who)s works from %(first)s to %(last)s; the money arrives by %(due)s at the latest.")
        )
    return text % values


def day_table(days: list[WorkDay], link: Any) -> Table:
    """The days of a contract with what became of each."""
    language = get_language() or "en"
    return Table(
        caption=_("Days of work"),
        columns=[
            Column("day", _("Day"), kind="date", link=link, note=_about),
            Column("hours", _("Hours"), value=lambda row: hours_text(row.hours_worked or row.hours, language)),
            Column(
                "state",
                _("State"),
                kind="badge",
                value=lambda row: Badge(str(row.get_state_display()), DAY_TONES[DayState(row.state)]),
            ),
        ],
        rows=days,
        keep_shape=True,
    )


def _about(day: WorkDay) -> str:
    return f"{day.starts_at:%H:%M} · {day.note}" if day.note else f"{day.starts_at:%H:%M}"


def hours_text(hours: Decimal, language: str) -> str:
    """Hours with the decimals they have: 8, or 7.6."""
    exponent = hours.normalize().as_tuple().exponent
    return format_number(hours, language=language, decimals=max(-int(exponent), 0))


def pdf_response(contract: Contract, language: str) -> HttpResponse:
    """The contract on paper, in its own language or as a copy in another one."""
    known = language if language in ("nl", "fr", "en") else ""
    content = contract_pdf(contract=contract, language=known)
    name = f"{contract.number}{'-' + known if known else ''}.pdf"
    return HttpResponse(
        content,
        headers={"Content-Type": "application/pdf", "Content-Disposition": f'inline; filename="{name}"'},
    )
