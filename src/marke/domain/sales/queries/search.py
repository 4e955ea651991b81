"""What of sales the palette finds: clients by name or number, invoices by number, communication or amount."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marke.domain.foundation.search import BEST, FAIR, GOOD, Question, SearchHit, key_matches
from marke.domain.sales.enums import InvoiceKind
from marke.domain.sales.models import Client, ClientLink, Counter, Invoice

COMMUNICATION_DIGITS = 12
SHORTEST_CLIENT_NUMBER = 4


def in_own_units(question: Question) -> list[SearchHit]:
    """The clients and invoices of the units that the transaction may see; addresses of the member's pages."""
    links = ClientLink.objects.select_related("client").filter(_clients_like(question, "client__"))
    hits = [
        _client_hit(link.client, question, "client", {"unit": link.unit_id, "client": link.client_id})
        for link in links.order_by("client__folded_name")[: question.limit]
    ]
    return hits + [
        _invoice_hit(invoice, question, "invoice", {"unit": invoice.unit_id, "invoice": invoice.pk})
        for invoice in _invoices_like(question)
    ]


def at_desk(question: Question) -> list[SearchHit]:
    """Every client and issued invoice; addresses of the desk's pages."""
    clients = Client.objects.filter(_clients_like(question, "")).order_by("folded_name")
    hits = [_client_hit(client, question, "desk_client", {"client": client.pk}) for client in clients[: question.limit]]
    return hits + [
        _invoice_hit(invoice, question, "desk_invoice", {"invoice": invoice.pk})
        for invoice in _invoices_like(question)
        if not invoice.is_draft
    ]


def _clients_like(question: Question, prefix: str) -> Q:
    wanted = key_matches(f"{prefix}folded_name", question)
    digits = str(question.number or "")
    if len(digits) >= SHORTEST_CLIENT_NUMBER:
        for number in {digits, digits.zfill(10)}:
            wanted |= Q(**{f"{prefix}enterprise_number__startswith": number})
    return wanted


def _invoices_like(question: Question) -> QuerySet[Invoice]:
    """Invoices whose number starts or ends with what was typed, whose communication or whose total it is."""
    wanted = Q(number__startswith=question.text.upper())
    if question.number is not None:
        digits = str(question.number)
        if len(digits) >= COMMUNICATION_DIGITS - 3:
            wanted |= Q(communication=digits.zfill(COMMUNICATION_DIGITS))
        elif question.number < 2**31:
            years = Counter.objects.values("year")
            wanted |= Q(kind__in=InvoiceKind.values, year__in=years, sequence=question.number)
    if question.amount:
        wanted |= Q(gross=question.amount)
    return Invoice.objects.filter(wanted).select_related("client").order_by("-issued_on", "-id")[: question.limit]


def _client_hit(client: Client, question: Question, url_name: str, url_kwargs: dict[str, object]) -> SearchHit:
    by_name = question.text in client.folded_name
    return SearchHit(
        kind="client",
        title=client.name,
        url_name=url_name,
        url_kwargs=url_kwargs,
        detail=client.municipality,
        why=_("name of a client") if by_name else _("number of a client"),
        rank=GOOD if client.folded_name.startswith(question.text) or not by_name else FAIR,
    )


def _invoice_hit(invoice: Invoice, question: Question, url_name: str, url_kwargs: dict[str, object]) -> SearchHit:
    by_number = question.number is not None and question.number == invoice.sequence
    by_amount = question.amount is not None and question.amount == invoice.gross
    return SearchHit(
        kind="invoice",
        title=str(invoice),
        url_name=url_name,
        url_kwargs=url_kwargs,
        detail=invoice.client.name,
        why=_("amount of an invoice") if by_amount and not by_number else _("number of an invoice"),
        rank=BEST if by_number or by_amount else GOOD,
    )
