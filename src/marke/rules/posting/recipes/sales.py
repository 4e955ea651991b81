"""What the outside world pays: invoices, credit notes, client payments, defaults, subsidies, receipts."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.money import Cents, round_cents
from marke.rules.posting.entry import Entry, Line, credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import EXPECTED, RECEIVED


@dataclass(frozen=True, slots=True)
class Turnover:
    """An amount a client owes: ``net`` (``contribution`` to the pot and ``budget`` to the unit), plus ``vat``."""

    net: Cents
    vat: Cents
    contribution: Cents

    @property
    def budget(self) -> Cents:
        return self.net - self.contribution

    @property
    def gross(self) -> Cents:
        return self.net + self.vat


def invoice(*, on: dt.date, unit: int, turnover: Turnover, project: uuid.UUID | None = None) -> Entry:
    """P1. The client owes net and VAT; the unit may expect the budget, the pot has its contribution at once."""
    return entry(
        "sales.invoice",
        Journal.SALES,
        on,
        debit("receivable.client", turnover.gross),
        credit("revenue.sales", turnover.net, unit=unit, project=project),
        credit("vat.due", turnover.vat),
        _budget_earned(EXPECTED, unit, project, turnover),
    )


def credit_note(
    *,
    on: dt.date,
    unit: int,
    turnover: Turnover,
    expected_left: Cents,
    project: uuid.UUID | None = None,
) -> Entry:
    """P25. Mirrors its invoice line by line, so that the two together leave nothing.

    The budget is taken back from what the unit still expects (``expected_left``), and beyond that from what it has
    received: a paid or advanced invoice that is credited costs the unit money it has.
    """
    from_expected = min(turnover.budget, max(expected_left, 0))
    return entry(
        "sales.credit_note",
        Journal.SALES,
        on,
        debit("revenue.sales", turnover.net, unit=unit, project=project),
        debit("vat.due", turnover.vat),
        credit("receivable.client", turnover.gross),
        debit(EXPECTED, from_expected, unit=unit, project=project),
        debit(RECEIVED, turnover.budget - from_expected, unit=unit, project=project),
        debit("pot.contribution", turnover.contribution),
        credit("budget.control", turnover.net),
    )


def budget_share(*, invoiced: Cents, budget: Cents, paid_before: Cents, paid_now: Cents) -> Cents:
    """The part of an invoice's budget that a payment in part turns from expected into received.

    By cumulative rounding over what is paid, so that the parts of a paid invoice add up to its budget to the cent;
    money paid beyond the invoice brings no budget.
    """
    if invoiced <= 0:
        raise ValueError("Only an invoice with something to pay can be paid.")
    before, after = (min(max(paid, 0), invoiced) for paid in (paid_before, paid_before + paid_now))
    return round_cents(Decimal(budget * after) / invoiced) - round_cents(Decimal(budget * before) / invoiced)


def client_payment(
    *,
    on: dt.date,
    unit: int,
    paid: Cents,
    budget: Cents,
    expected_left: Cents,
    project: uuid.UUID | None = None,
) -> Entry:
    """P2. The client's money is in: its budget share turns from expected into received.

    ``budget`` is the payment's share (see `budget_share`); ``expected_left`` what the unit's expected budget still
    holds. Where pay was advanced from it, only the rest moves: the advance has come home.
    """
    moved = min(budget, max(expected_left, 0))
    return entry(
        "sales.payment",
        Journal.BANK,
        on,
        debit("bank", paid),
        credit("receivable.client", paid),
        debit(EXPECTED, moved, unit=unit, project=project),
        credit(RECEIVED, moved, unit=unit, project=project),
    )


def client_default(
    *,
    on: dt.date,
    unit: int,
    turnover: Turnover,
    expected_left: Cents,
    project: uuid.UUID | None = None,
) -> Entry:
    """P14. The loss is certain: VAT is reclaimed, the contribution reversed, the unspent budget withdrawn.

    What was already spent on pay is borne by the guarantee fund; the worker keeps the pay. Who bears what is a
    decision of the cooperative.
    """
    unspent = min(turnover.budget, max(expected_left, 0))
    return entry(
        "sales.default",
        Journal.MISCELLANEOUS,
        on,
        debit("cost.bad_debt", turnover.net),
        debit("vat.due", turnover.vat),
        credit("receivable.client", turnover.gross),
        debit("pot.contribution", turnover.contribution),
        debit(EXPECTED, unspent, unit=unit, project=project),
        debit("pot.guarantee", turnover.budget - unspent),
        credit("budget.control", turnover.net),
    )


def recovery(*, on: dt.date, net: Cents, vat: Cents) -> Entry:
    """P15. Money of a written-off invoice comes in after all: it refills the guarantee fund first."""
    return entry(
        "sales.recovery",
        Journal.BANK,
        on,
        debit("bank", net + vat),
        credit("revenue.recovered", net),
        credit("vat.due", vat),
        debit("budget.control", net),
        credit("pot.guarantee", net),
    )


def late_payment_charges(*, on: dt.date, received: Cents) -> Entry:
    """P26. Interest and lump sum of a late client go to the guarantee fund, which carried the wait."""
    return entry(
        "sales.late_charges",
        Journal.BANK,
        on,
        debit("bank", received),
        credit("revenue.penalties", received),
        debit("budget.control", received),
        credit("pot.guarantee", received),
    )


def subsidy(*, on: dt.date, unit: int, amount: Cents, contribution: Cents, project: uuid.UUID | None = None) -> Entry:
    """P23. A subsidy or patronage earned: no VAT, the contribution applies, the money is still to come."""
    turnover = Turnover(amount, 0, contribution)
    return entry(
        "funding.subsidy",
        Journal.SALES,
        on,
        debit("receivable.client", amount),
        credit("revenue.funding", amount, unit=unit, project=project),
        _budget_earned(EXPECTED, unit, project, turnover),
    )


def receipt(*, on: dt.date, unit: int, turnover: Turnover, project: uuid.UUID | None = None) -> Entry:
    """P24. A receipt without invoice: the member took the money and owes it until it is paid in."""
    return entry(
        "sales.receipt",
        Journal.SALES,
        on,
        debit("receivable.member", turnover.gross),
        credit("revenue.sales", turnover.net, unit=unit, project=project),
        credit("vat.due", turnover.vat),
        _budget_earned(EXPECTED, unit, project, turnover),
    )


def receipt_paid_in(
    *,
    on: dt.date,
    unit: int,
    paid: Cents,
    budget: Cents,
    expected_left: Cents,
    project: uuid.UUID | None = None,
) -> Entry:
    """The member pays the takings in: their budget turns from expected into received, as in P2."""
    moved = min(budget, max(expected_left, 0))
    return entry(
        "sales.receipt_paid",
        Journal.BANK,
        on,
        debit("bank", paid),
        credit("receivable.member", paid),
        debit(EXPECTED, moved, unit=unit, project=project),
        credit(RECEIVED, moved, unit=unit, project=project),
    )


def _budget_earned(role: str, unit: int, project: uuid.UUID | None, turnover: Turnover) -> list[Line]:
    return [
        *debit("budget.control", turnover.net),
        *credit(role, turnover.budget, unit=unit, project=project),
        *credit("pot.contribution", turnover.contribution),
    ]
