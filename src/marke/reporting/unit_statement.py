"""A unit's budget statement with what each movement was: the invoice and its client, the cost, the other unit."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marke.domain.ledger.queries import StatementLine
from marke.domain.ledger.queries import unit_statement as read_statement
from marke.domain.purchases.models import Cost
from marke.domain.sales.models import Allocation, Invoice
from marke.domain.units.models import Transfer
from marke.domain.units.queries import names_of_units
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of a budget in words, in cents, with the budget after it. ``document`` opens what it came from."""

    on: dt.date
    kind: str
    detail: str
    received: Cents
    expected: Cents
    balance: Cents
    document: tuple[str, str]

    @property
    def amount(self) -> Cents:
        """What the movement adds to the budget (negative: takes from it)."""
        return self.received + self.expected


@dataclass(frozen=True, slots=True)
class UnitStatement:
    """The movements of a period between two balances, in cents."""

    opening: Cents
    movements: Sequence[Movement]

    @property
    def closing(self) -> Cents:
        return self.movements[-1].balance if self.movements else self.opening

    @property
    def money_in(self) -> Cents:
        return sum(max(movement.amount, 0) for movement in self.movements)

    @property
    def money_out(self) -> Cents:
        return sum(max(-movement.amount, 0) for movement in self.movements)


def unit_statement(*, unit_id: int, start: dt.date, end: dt.date, project_id: uuid.UUID | None = None) -> UnitStatement:
    """The statement of a unit or project from ``start`` up to and including ``end``, oldest first.

    A constant number of queries: the books, and one for each kind of document.
    """
    found = read_statement(unit_id=unit_id, start=start, end=end, project_id=project_id)
    details = _details(unit_id, found.lines)
    return UnitStatement(
        found.opening,
        [
            Movement(
                line.effective_on,
                line.kind,
                details.get((line.source_kind, line.source_id), ""),
                line.received,
                line.expected,
                line.balance,
                (line.source_kind, line.source_id),
            )
            for line in found.lines
        ],
    )


def _details(unit_id: int, lines: Iterable[StatementLine]) -> Mapping[tuple[str, str], str]:
    """What stands behind each movement, by the kind and key of its document."""
    keys: dict[str, set[str]] = {}
    for line in lines:
        keys.setdefault(line.source_kind, set()).add(line.source_id)
    details: dict[tuple[str, str], str] = {}
    for kind, describe in {
        "sales.invoice": _invoices,
        "sales.payment": lambda ids: _payments(unit_id, ids),
        "purchases.cost": _costs,
        "units.transfer": lambda ids: _transfers(unit_id, ids),
    }.items():
        if kind in keys:
            details |= {(kind, key): text for key, text in describe(keys[kind]).items()}
    return details


def _invoices(ids: set[str]) -> dict[str, str]:
    rows = Invoice.objects.filter(pk__in=ids).values_list("pk", "number", "client__name")
    return {str(key): f"{number} · {client}" for key, number, client in rows}


def _payments(unit_id: int, ids: set[str]) -> dict[str, str]:
    """The unit's own invoices that a payment paid; what it paid other units is theirs."""
    rows = Allocation.objects.filter(payment_id__in=ids, unit_id=unit_id).order_by("invoice__number")
    paid: dict[str, str] = {}
    for key, number, client in rows.values_list("payment_id", "invoice__number", "invoice__client__name"):
        paid[str(key)] = f"{paid[str(key)]}, {number}" if str(key) in paid else f"{client} · {number}"
    return paid


def _costs(ids: set[str]) -> dict[str, str]:
    rows = Cost.objects.filter(pk__in=ids).values_list("pk", "supplier", "description")
    return {str(key): " · ".join(filter(None, (supplier, what))) for key, supplier, what in rows}


def _transfers(unit_id: int, ids: set[str]) -> dict[str, str]:
    rows = list(Transfer.objects.filter(pk__in=ids).select_related("from_project", "to_project"))
    names = names_of_units(unit_ids={row.from_unit_id for row in rows} | {row.to_unit_id for row in rows})
    return {str(row.pk): f"{_other_end(unit_id, row, names)} · {row.message}" for row in rows}


def _other_end(unit_id: int, transfer: Transfer, names: Mapping[int, str]) -> str:
    """Where a transfer came from or went to, seen from the unit: another unit, or one of its own projects."""
    if transfer.from_unit_id == transfer.to_unit_id:
        return str(transfer.to_project or transfer.from_project)
    other = transfer.to_unit_id if transfer.from_unit_id == unit_id else transfer.from_unit_id
    return f"{names.get(other, '')} ({other})"
