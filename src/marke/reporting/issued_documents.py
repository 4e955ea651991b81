"""Issued documents made again from their rows, and held against the rows and the books. Amounts are cents.

The structured form is read back from its own bytes, so that a mistake in writing is seen too. Documents come in pages
with a transaction each: a long look holds back nobody's sealing of the books.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import Q, QuerySet

from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.sales.models import Invoice
from marke.domain.sales.structured import NoStructuredForm, structured_xml
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.rules.einvoice import model, read_invoice

PAGE = 500

BOOKED = """
select e.id,
       coalesce(sum(l.amount) filter (where r.code in ('receivable.client', 'bank.suspense')), 0),
       -coalesce(sum(l.amount) filter (where r.code = 'vat.due'), 0),
       -coalesce(sum(l.amount) filter (where r.code in ('revenue.sales', 'revenue.funding')), 0)
  from ledger.entry e join ledger.line l on l.entry_id = e.id
  join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
"""
"""What entries say of receivables, VAT and revenue. What a credited client had paid waits in suspense."""

OF_ENTRIES = f"{BOOKED} where e.id = any(%s) group by e.id"
OF_ISSUES = f"{BOOKED} where e.source_kind = 'sales.invoice' and e.effective_on >= %s group by e.id"
SUM_OF_ISSUES = (
    f"select coalesce(sum(gross), 0), coalesce(sum(vat), 0), coalesce(sum(net), 0)"
    f" from ({OF_ISSUES}) booked (id, gross, vat, net)"
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What clients must pay, the VAT in it and what is without VAT; negative where a credit note takes it back."""

    gross: Cents = 0
    vat: Cents = 0
    net: Cents = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(self.gross + other.gross, self.vat + other.vat, self.net + other.net)


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued document, its structured form (none for a claim on funding), and each way in which they disagree."""

    invoice: Invoice
    content: bytes | None
    booked: Amounts
    differences: tuple[str, ...]

    @property
    def amounts(self) -> Amounts:
        return amounts_of(self.invoice)


def amounts_of(invoice: Invoice) -> Amounts:
    """What a document adds to receivables, VAT and turnover."""
    sign = -1 if invoice.is_credit_note else 1
    return Amounts(sign * invoice.gross, sign * invoice.vat, sign * invoice.net)


def number_of_issued(*, since: dt.date) -> int:
    """How many documents were issued since a day."""
    with _looking():
        return _issued(since).count()


def issued_documents(*, since: dt.date, limit: int | None = None) -> Iterator[Issued]:
    """Every document issued since a day, the newest first, at most ``limit`` of them."""
    return islice(_all_issued(since), limit)


def booked_since(since: dt.date) -> Amounts:
    """What all documents since a day have brought into the books, also those whose document would be gone."""
    with _looking(), connection.cursor() as cursor:
        cursor.execute(SUM_OF_ISSUES, [since])
        return Amounts(*map(int, cursor.fetchone()))


def _all_issued(since: dt.date) -> Iterator[Issued]:
    rest = _issued(since)
    while True:
        with _looking():
            page = list(rest[:PAGE])
            booked = _booked([invoice.entry_id for invoice in page if invoice.entry_id])
            found = [_made_again(invoice, booked.get(invoice.entry_id or 0, Amounts())) for invoice in page]
        yield from found
        if len(page) < PAGE:
            return
        rest = _issued(since).filter(_after(page[-1]))


def _looking() -> AbstractContextManager[None]:
    return acting(actor=SYSTEM, staff=True, read_only=True)


def _issued(since: dt.date) -> QuerySet[Invoice]:
    found = Invoice.objects.filter(issued_on__gte=since).select_related("credits", "credits__unit")
    return found.prefetch_related("lines", "vat_totals").order_by("-issued_on", "-pk")


def _after(last: Invoice) -> Q:
    return Q(issued_on__lte=last.issued_on) & (Q(issued_on__lt=last.issued_on) | Q(pk__lt=last.pk))


def _booked(entries: Sequence[int]) -> dict[int, Amounts]:
    with connection.cursor() as cursor:
        cursor.execute(OF_ENTRIES, [list(entries)])
        return {entry: Amounts(*map(int, amounts)) for entry, *amounts in cursor.fetchall()}


def _made_again(invoice: Invoice, booked: Amounts) -> Issued:
    differences = [] if booked == amounts_of(invoice) else [_unlike("the books", amounts_of(invoice), booked)]
    content: bytes | None = None
    try:
        content = structured_xml(invoice)
        differences += unlike_its_rows(invoice, read_invoice(content))
    except NoStructuredForm:
        pass
    except Refusal as refusal:
        differences.append(str(refusal))
    return Issued(invoice, content, booked, tuple(differences))


def unlike_its_rows(invoice: Invoice, written: model.Invoice) -> Iterator[str]:
    """Where the structured form says something else than the rows it was made from, as sentences."""
    rows = {
        "number": invoice.number,
        "day": invoice.issued_on,
        "amount to pay": invoice.gross,
        "amount without VAT": invoice.net,
        "VAT": invoice.vat,
        "sum of the lines": sum(line.net for line in invoice.lines.all()),
        "VAT by rate": {(each.category, each.rate * 100): (each.base, each.vat) for each in invoice.vat_totals.all()},
    }
    document = {
        "number": written.number,
        "day": written.issued_on,
        "amount to pay": written.totals.payable,
        "amount without VAT": written.totals.without_vat,
        "VAT": written.vat,
        "sum of the lines": sum(line.net for line in written.lines),
        "VAT by rate": {each.category.key: (each.base, each.vat) for each in written.breakdown},
    }
    for what, expected in rows.items():
        if document[what] != expected:
            yield _unlike(f"its {what}", expected, document[what])


def _unlike(what: str, expected: object, found: object) -> str:
    return f"{what}: {found}, where its rows say {expected}"
