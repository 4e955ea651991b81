"""Movements inside the enterprise: transfers, funds, grants, charges, member loans. No VAT, no contribution."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from marke.kernel.money import Cents
from marke.kernel.refusal import gettext_noop
from marke.rules.posting.entry import Entry, MalformedEntry, credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import RECEIVED


def transfer(
    *,
    on: dt.date,
    giver: int,
    taker: int,
    amount: Cents,
    giver_project: uuid.UUID | None = None,
    taker_project: uuid.UUID | None = None,
) -> Entry:
    """P12. Budget goes from one unit or project to another: no invoice, no VAT, no contribution (rule 10).

    Raises `MalformedEntry` unless a positive amount goes to somebody else: a transfer gives, it never takes.
    """
    if amount <= 0 or (giver, giver_project) == (taker, taker_project):
        raise MalformedEntry(
            "transfer.gives",
            gettext_noop("A transfer gives a positive amount to another unit or project."),
            field="amount" if amount <= 0 else "taker",
        )
    return entry(
        "budget.transfer",
        Journal.BUDGET,
        on,
        debit(RECEIVED, amount, unit=giver, project=giver_project),
        credit(RECEIVED, amount, unit=taker, project=taker_project),
    )


def member_loan(*, on: dt.date, unit: int, amount: Cents) -> Entry:
    """P21. A member lends to the own unit: the unit has more to spend and owes as much."""
    return entry(
        "budget.member_loan",
        Journal.BANK,
        on,
        debit("bank", amount),
        credit("member.loan", amount, unit=unit),
        debit("unit.owed_to_member", amount, unit=unit),
        credit(RECEIVED, amount, unit=unit),
    )


def member_loan_repayment(*, on: dt.date, unit: int, part: Cents) -> Entry:
    """P22. A part of the member's loan is paid back from the unit's budget."""
    return entry(
        "budget.member_loan_repayment",
        Journal.BANK,
        on,
        debit("member.loan", part, unit=unit),
        credit("bank", part),
        debit(RECEIVED, part, unit=unit),
        credit("unit.owed_to_member", part, unit=unit),
    )


def fund_allocation(*, on: dt.date, shares: Mapping[str, Cents]) -> Entry:
    """P27. The pot's contributions are set aside for funds, e.g. ``{"pot.guarantee": 1500, "pot.solidarity": 500}``."""
    return entry(
        "budget.fund_allocation",
        Journal.BUDGET,
        on,
        debit("pot.contribution", sum(shares.values())),
        *(credit(fund, amount) for fund, amount in shares.items()),
    )


def solidarity_grant(*, on: dt.date, unit: int, amount: Cents) -> Entry:
    """P28. The solidarity fund helps a unit."""
    return entry(
        "budget.solidarity_grant",
        Journal.BUDGET,
        on,
        debit("pot.solidarity", amount),
        credit(RECEIVED, amount, unit=unit),
    )


def internal_charge(*, on: dt.date, unit: int, amount: Cents, project: uuid.UUID | None = None) -> Entry:
    """P33. A room or training is charged to a unit; the pot's fees have it."""
    return entry(
        "budget.internal_charge",
        Journal.BUDGET,
        on,
        debit(RECEIVED, amount, unit=unit, project=project),
        credit("pot.fees", amount),
    )


def windfall_split(*, on: dt.date, parts: Mapping[int, Cents]) -> Entry:
    """P30, second half. What the pot gives to units passes through a pot account, so that the published use closes."""
    return entry(
        "budget.windfall_split",
        Journal.BUDGET,
        on,
        debit("pot.pooled", sum(parts.values())),
        *(credit(RECEIVED, amount, unit=unit) for unit, amount in parts.items()),
    )
