"""The VAT return of a period, made from its documents and held against the books. Amounts are cents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from marke.countries.protocol import VatFilings
from marke.countries.registry import country
from marke.domain.parameters.queries import cooperative
from marke.domain.receipts.models import Receipt
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import InvoiceVat
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.posting.roles import BY_CODE
from marke.rules.vat import Category
from marke.rules.vat.filing import Declarant, Listed, Party, Period, Taxed, TaxedDocument, VatReturn

COSTS = """
select c.id::text, c.category, c.charge, c.deductible, e.effective_on
  from purchases_cost c join ledger.entry e on e.id = c.entry_id
 where c.proof = 'invoice' and e.effective_on between %s and %s
"""
LOSSES = """
select e.kind, e.source_kind, e.source_id, e.effective_on, abs(sum(l.amount))::bigint
  from ledger.entry e join ledger.line l on l.entry_id = e.id
 where e.kind in ('sales.default', 'sales.recovery') and l.account_id = %s and e.effective_on between %s and %s
 group by e.id
"""
MOVED = """
select coalesce(sum(amount), 0)::bigint from ledger.line where account_id = %s and effective_on between %s and %s
"""
MONTHS = """
select distinct date_trunc('month', effective_on)::date from ledger.line where account_id = any(%s) order by 1
"""
LOST = {"sales.default": Taxed.LOST, "sales.recovery": Taxed.RECOVERED}


@dataclass(frozen=True, slots=True)
class PeriodOfVat:
    """A period as it would be filed today, and what the books say of it."""

    found: VatReturn
    european: tuple[Listed, ...]
    due_in_books: Cents
    deductible_in_books: Cents

    @property
    def agrees(self) -> bool:
        """Whether the books moved by what the documents say."""
        return (self.found.due, self.found.deductible) == (self.due_in_books, self.deductible_in_books)


def period_of_vat(*, period: Period) -> PeriodOfVat:
    """The return of a period beside the books. For those who see all units. Raises `Refusal` where no VAT is filed."""
    documents = list(documents_between(period.first, period.last))
    law = filings()
    return PeriodOfVat(
        found=law.periodic(documents, period=period),
        european=tuple(law.european(documents)),
        due_in_books=-_moved("vat.due", period),
        deductible_in_books=_moved("vat.deductible", period),
    )


def clients_of_year(*, year: int) -> list[Listed]:
    """The clients that the yearly list names. Raises as `period_of_vat`."""
    return filings().yearly(documents_between(dt.date(year, 1, 1), dt.date(year, 12, 31)))


def months_of_vat() -> list[dt.date]:
    """The first days of the months in which VAT moved in the books, oldest first."""
    return [month for (month,) in _rows(MONTHS, [[BY_CODE["vat.due"].number, BY_CODE["vat.deductible"].number]])]


def filings() -> VatFilings:
    """What the country asks to be filed. Raises `Refusal` for a country without VAT."""
    found = country(cooperative().country).vat_filings
    if found is None:
        raise Refusal("vat.not-filed", gettext_noop("No VAT is filed in this country."))
    return found


def declarant() -> Declarant:
    """The seller of record, who files."""
    house = cooperative()
    identifiers = country(house.country).identifiers
    return Declarant(
        vat_number=identifiers.vat_number(house.seller_enterprise_number),
        name=house.seller_name,
        street=house.street,
        postcode=house.postcode,
        municipality=house.municipality,
        country=house.country.upper(),
    )


def documents_between(first: dt.date, last: dt.date) -> Iterator[TaxedDocument]:
    """Every document with VAT, or with a reason for none, that was booked between two days."""
    yield from _invoices(first, last)
    yield from _takings(first, last)
    for key, cost, charge, deductible, day in _rows(COSTS, [first, last]):
        yield TaxedDocument(Taxed.PURCHASE, ("purchases.cost", key), "", day, charge, deductible, cost=cost)
    for kind, source_kind, key, day, vat in _rows(LOSSES, [BY_CODE["vat.due"].number, first, last]):
        yield TaxedDocument(LOST[kind], (source_kind, key), "", day, 0, vat)


def _invoices(first: dt.date, last: dt.date) -> Iterator[TaxedDocument]:
    """The VAT totals of invoices and credit notes; a claim on funding is no sale."""
    totals = InvoiceVat.objects.filter(
        invoice__issued_on__range=(first, last), invoice__kind__in=[InvoiceKind.INVOICE, InvoiceKind.CREDIT_NOTE]
    ).select_related("invoice")
    for total in totals.order_by("invoice__issued_on", "invoice__number", "id"):
        invoice = total.invoice
        assert invoice.issued_on
        client = invoice.parties["client"]
        yield TaxedDocument(
            what=Taxed.SALE_CREDITED if invoice.is_credit_note else Taxed.SALE,
            source=("sales.invoice", str(invoice.pk)),
            number=invoice.number or "",
            day=invoice.issued_on,
            base=total.base,
            vat=total.vat,
            grid=total.grid,
            category=Category(total.category),
            party=Party(client["name"], client["country"], client["vat_number"]),
        )


def _takings(first: dt.date, last: dt.date) -> Iterator[TaxedDocument]:
    """Receipts without invoice on the day of the takings, and those taken back on the day they were."""
    law = country(cooperative().country).vat_law()
    for field, what in (("taken_on", Taxed.TAKINGS), ("taken_back_on", Taxed.TAKINGS_UNDONE)):
        for receipt in Receipt.objects.filter(**{f"{field}__range": (first, last)}).order_by(field, "id"):
            yield TaxedDocument(
                what=what,
                source=("receipts.receipt", str(receipt.pk)),
                number=receipt.number,
                day=getattr(receipt, field),
                base=receipt.net,
                vat=receipt.vat,
                grid=law.grid_of(receipt.vat_ground),
            )


def _moved(role: str, period: Period) -> Cents:
    """What an account moved by in a period; a debit is positive."""
    return int(_rows(MOVED, [BY_CODE[role].number, period.first, period.last])[0][0])


def _rows(sql: str, parameters: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
