"""What units and the structure spend: purchases, expense notes, rights, running costs, and paying for them."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.kernel.money import Cents
from marke.rules.posting.entry import Entry, credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.rules.posting.roles import RECEIVED


def purchase(*, on: dt.date, unit: int, cost: Cents, deductible_vat: Cents, project: uuid.UUID | None = None) -> Entry:
    """P10. A supplier's invoice: the unit bears the cost with the VAT that cannot be deducted (``cost``)."""
    return _unit_cost("purchases.invoice", "payable.supplier", on, unit, cost, deductible_vat, project)


def expense_note(
    *, on: dt.date, unit: int, cost: Cents, deductible_vat: Cents, project: uuid.UUID | None = None
) -> Entry:
    """P11. A member's expense note: the same, owed to the member who paid."""
    return _unit_cost("purchases.expense_note", "payable.member_expense", on, unit, cost, deductible_vat, project)


def rights_payment(*, on: dt.date, unit: int, rights: Cents, tax: Cents, project: uuid.UUID | None = None) -> Entry:
    """P13. Copyright income paid to its author: the tax is withheld, the unit bears the whole."""
    return entry(
        "purchases.rights",
        Journal.PURCHASES,
        on,
        debit("cost.rights", rights, unit=unit, project=project),
        credit("payable.rights", rights - tax),
        credit("payable.tax", tax),
        debit(RECEIVED, rights, unit=unit, project=project),
        credit("budget.control", rights),
    )


def structure_cost(*, on: dt.date, cost: Cents, deductible_vat: Cents) -> Entry:
    """P29. A running cost of the structure, borne by the pot."""
    return entry(
        "purchases.structure",
        Journal.PURCHASES,
        on,
        debit("cost.structure", cost),
        debit("vat.deductible", deductible_vat),
        credit("payable.supplier", cost + deductible_vat),
        debit("pot.structure", cost),
        credit("budget.control", cost),
    )


def supplier_payment(*, on: dt.date, paid: Cents) -> Entry:
    """A supplier is paid; no budget moves, the cost was borne before."""
    return _settled("purchases.payment", "payable.supplier", on, paid)


def expense_payment(*, on: dt.date, paid: Cents) -> Entry:
    """A member gets back what an expense note showed."""
    return _settled("purchases.expense_payment", "payable.member_expense", on, paid)


def _unit_cost(
    kind: str, owed: str, on: dt.date, unit: int, cost: Cents, deductible_vat: Cents, project: uuid.UUID | None
) -> Entry:
    return entry(
        kind,
        Journal.PURCHASES,
        on,
        debit("cost.expense", cost, unit=unit, project=project),
        debit("vat.deductible", deductible_vat),
        credit(owed, cost + deductible_vat),
        debit(RECEIVED, cost, unit=unit, project=project),
        credit("budget.control", cost),
    )


def _settled(kind: str, owed: str, on: dt.date, paid: Cents) -> Entry:
    return entry(kind, Journal.BANK, on, debit(owed, paid), credit("bank", paid))
