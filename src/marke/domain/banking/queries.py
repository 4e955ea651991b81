"""Read what the bank said: what waits, what nobody explained yet, and which open invoices a line may pay."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import F, Q, QuerySet

from marke.domain.banking.enums import BookingKind
from marke.domain.banking.models import BankLine, Booking, PayerRule, Statement
from marke.domain.banking.operations import last_booked
from marke.domain.sales.models import Client, Invoice
from marke.kernel.money import Cents
from marke.kernel.text import fold
from marke.rules.matching.payments import Match, Owed, Paid, numbers_in, references_of


def gap_before(row: Statement) -> Cents | None:
    """What a waiting statement opens with more than the account has in the books; None when no statement is booked."""
    last = last_booked(account_id=row.account_id)
    return None if last is None or last.closing is None or row.opening is None else row.opening - last.closing


def unexplained() -> QuerySet[Booking]:
    """Lines on the clearing account that nobody has explained yet, oldest first."""
    rows = Booking.objects.filter(kind=BookingKind.UNEXPLAINED, explained_entry_id__isnull=True)
    return rows.select_related("line__statement__account").order_by("pk")


def line_of_payment(*, payment_id: uuid.UUID) -> BankLine | None:
    """The line of the bank that a payment came with; none when it was recorded by hand."""
    found = Booking.objects.filter(kind=BookingKind.PAYMENT, document_id=payment_id).select_related("line").first()
    return found.line if found else None


class Candidates:
    """The open invoices that lines may pay, found for all lines at once, and who is known to pay for whom."""

    def __init__(self, invoices: Sequence[Owed], payers: Mapping[str, frozenset[uuid.UUID]]) -> None:
        self.payers = payers
        self._open = {owed.invoice_id: owed for owed in invoices}
        self._by_reference = {owed.reference: owed.invoice_id for owed in invoices}
        self._by_number = {owed.number: owed.invoice_id for owed in invoices}
        self._by_client: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
        self._by_name: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
        for owed in invoices:
            self._by_client[owed.client_id].append(owed.invoice_id)
            self._by_name[fold(owed.client_name)].append(owed.invoice_id)

    def near(self, paid: Paid) -> list[Owed]:
        """The invoices that something of this line points to."""
        ids = {self._by_reference[reference] for reference in references_of(paid) if reference in self._by_reference}
        ids |= {self._by_number[number] for number in numbers_in(paid.text) if number in self._by_number}
        for client in self.payers.get(paid.account, ()) if paid.account else ():
            ids |= set(self._by_client[client])
        if paid.name:
            ids |= set(self._by_name[fold(paid.name)])
        return sorted((self._open[each] for each in ids), key=lambda owed: owed.number)

    def settle(self, match: Match, amount: Cents) -> None:
        """A line settles these invoices: less of them is open for the next one."""
        for owed in match.invoices:
            part = min(amount, owed.outstanding)
            self._open[owed.invoice_id] = replace(owed, outstanding=owed.outstanding - part)
            amount -= part


def candidates(*, lines: Sequence[Paid]) -> Candidates:
    """What lines may pay: four queries, however many lines."""
    payers = _payers({line.account for line in lines if line.account})
    names = {fold(line.name) for line in lines if line.name}
    references = {reference for line in lines for reference in references_of(line)}
    numbers = {number for line in lines for number in numbers_in(line.text)}
    clients = set(Client.objects.filter(folded_name__in=names).values_list("pk", flat=True))
    clients |= {client for known in payers.values() for client in known}
    wanted = Q(communication__in=references) | Q(number__in=numbers) | Q(client__in=clients)
    return Candidates(_owed(wanted), payers)


def _payers(accounts: Iterable[str]) -> dict[str, frozenset[uuid.UUID]]:
    found: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    rules = PayerRule.objects.filter(iban__in=accounts, removed_on__isnull=True)
    for iban, client in rules.values_list("iban", "client_id"):
        found[iban].add(client)
    return {iban: frozenset(clients) for iban, clients in found.items()}


def _owed(wanted: Q) -> list[Owed]:
    rows = (
        Invoice.objects.filter(wanted, issued_on__isnull=False, gross__gt=F("paid") + F("credited"))
        .exclude(communication__isnull=True)
        .order_by("issued_on", "pk")
        .values_list("pk", "client_id", "gross", "paid", "credited", "communication", "number", "client__name")
    )
    return [
        Owed(pk, client, gross - paid - credited, communication or "", number or "", name)
        for pk, client, gross, paid, credited, communication, number, name in rows
    ]
