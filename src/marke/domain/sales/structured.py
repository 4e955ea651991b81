"""The invoice as structured data (EN 16931): what travels over Peppol and lies inside the PDF.

Everything comes from what was fixed at issue. A claim on a subsidy or a patron is no invoice in the sense of VAT and
has no structured form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from marke.countries.registry import country
from marke.domain.sales.enums import InvoiceKind, Measure
from marke.domain.sales.models import Invoice, InvoiceLine, InvoiceVat
from marke.kernel.einvoicing import Participant
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.einvoice import model, write_invoice
from marke.rules.einvoice.participants import BELGIAN, ENTERPRISE_NUMBER, candidates
from marke.rules.einvoice.strict import is_dummy
from marke.rules.vat import Category

CURRENCY = "EUR"

TYPE_CODES = {model.DocumentKind.INVOICE: "380", model.DocumentKind.CREDIT_NOTE: "381"}
SEPA_TRANSFER = "58"
E_MAIL = "EM"
"""The scheme of mail addresses: known to the European standard, not to the network (PEPPOL-EN16931-CL008)."""

UNIT_CODES = {
    Measure.PIECE: "C62",
    Measure.HOUR: "HUR",
    Measure.DAY: "DAY",
    Measure.WEEK: "WEE",
    Measure.MONTH: "MON",
    Measure.YEAR: "ANN",
    Measure.KILOMETRE: "KMT",
    Measure.METRE: "MTR",
    Measure.SQUARE_METRE: "MTK",
    Measure.LITRE: "LTR",
    Measure.KILOGRAM: "KGM",
}
"""Units of measure in the codes of UN/ECE Recommendation 20."""


class NoStructuredForm(Refusal):
    """A draft, or a claim on funding: neither is an invoice."""


def structured_xml(invoice: Invoice, *, receiver: Participant | None = None, copy: bytes | None = None) -> bytes:
    """The UBL document of an issued invoice or credit note. See `structured`."""
    return write_invoice(structured(invoice, receiver=receiver, copy=copy))


def structured(invoice: Invoice, *, receiver: Participant | None = None, copy: bytes | None = None) -> model.Invoice:
    """An issued invoice or credit note in the terms of EN 16931.

    ``receiver`` is the address under which the buyer was found on the network; without it the address follows from the
    buyer's numbers, or else is the mail address for invoices. ``copy`` is the document on paper, to travel along.
    Raises `NoStructuredForm` for a draft and for a claim on funding.
    """
    _refuse_without_form(invoice)
    kind = model.DocumentKind.CREDIT_NOTE if invoice.is_credit_note else model.DocumentKind.INVOICE
    buyer = _buyer(invoice.parties["client"], receiver)
    vat = sorted(invoice.vat_totals.all(), key=lambda total: (-total.rate, total.category))
    return model.Invoice(
        kind=kind,
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=None if invoice.is_credit_note else invoice.due_on,
        type_code=TYPE_CODES[kind],
        currency=CURRENCY,
        specification=_specification(buyer),
        process=model.BILLING_PROCESS,
        notes=_notes(invoice, vat),
        buyer_reference=buyer_reference(invoice),
        order=invoice.order_reference or None,
        period=model.Period(invoice.period_start, invoice.period_end) if invoice.period_start else None,
        preceding=_preceding(invoice),
        documents=tuple(_documents(invoice, copy)),
        seller=_seller(invoice.parties),
        buyer=buyer,
        delivery=_delivery(invoice, vat),
        payment_means=_payment_means(invoice),
        tax_totals=(model.TaxTotal(invoice.vat, CURRENCY, tuple(_subtotal(total) for total in vat)),),
        totals=model.Totals(lines=invoice.net, without_vat=invoice.net, with_vat=invoice.gross, payable=invoice.gross),
        lines=tuple(_line(line, _category_of(line, vat)) for line in invoice.lines.all()),
    )


def buyer_reference(invoice: Invoice) -> str | None:
    """By what the client finds the invoice (BT-10): their reference, else what both know of the deal; never a dummy.

    A purchase order stands in its own field and suffices. Without any reference from the client, the subject says what
    it is about, and without a subject the number and name of the unit that worked for them.
    """
    if invoice.credits:
        return buyer_reference(invoice.credits)
    if invoice.client_reference:
        return invoice.client_reference
    if invoice.order_reference:
        return None
    if invoice.subject and not is_dummy(invoice.subject):
        return invoice.subject
    return f"{invoice.unit_id} {invoice.parties['unit']['name']}"


def _refuse_without_form(invoice: Invoice) -> None:
    if invoice.is_draft:
        raise NoStructuredForm("einvoice.draft", gettext_noop("A draft is no invoice yet: send it first."))
    original = invoice.credits or invoice
    if original.kind == InvoiceKind.FUNDING:
        raise NoStructuredForm(
            "einvoice.funding",
            gettext_noop("A claim on a subsidy or a patron is no invoice for VAT: it is sent as a PDF."),
        )


def _specification(buyer: model.Party) -> str:
    """The rules that the document says it follows: those of Peppol when the network could carry it.

    A client without an address there gets the European standard alone, and no rule of the network judges it.
    """
    on_the_network = buyer.endpoint and buyer.endpoint.scheme != E_MAIL
    return model.BILLING if on_the_network else model.EN_16931


def _seller(parties: Mapping[str, Mapping[str, str]]) -> model.Party:
    seller = parties["seller"]
    number = model.Identifier(seller["enterprise_number"], ENTERPRISE_NUMBER)
    return model.Party(
        legal_name=seller["name"],
        trading_name=parties["unit"]["name"],
        endpoint=number,
        legal_number=number,
        tax_registrations=(model.TaxRegistration(seller["vat_number"]),),
        address=_address(seller),
    )


def _buyer(client: Mapping[str, str], receiver: Participant | None) -> model.Party:
    number, vat_number = client["enterprise_number"], client["vat_number"]
    scheme = ENTERPRISE_NUMBER if client["country"] == BELGIAN else None
    return model.Party(
        legal_name=client["name"],
        endpoint=_endpoint(client, receiver),
        legal_number=model.Identifier(number, scheme) if number else None,
        tax_registrations=(model.TaxRegistration(vat_number),) if vat_number else (),
        address=_address(client),
    )


def _endpoint(client: Mapping[str, str], receiver: Participant | None) -> model.Identifier | None:
    """The buyer's electronic address: on the network, or the mail address for invoices."""
    known = candidates(
        country=client["country"],
        enterprise_number=client["enterprise_number"] if client["country"] == BELGIAN else "",
        vat_number=client["vat_number"],
    )
    found = receiver or next(iter(known), None)
    if found:
        return model.Identifier(found.value, found.scheme)
    return model.Identifier(client["email"], E_MAIL) if client["email"] else None


def _address(party: Mapping[str, str]) -> model.Address:
    return model.Address(
        country=party["country"],
        street=party["street"] or None,
        city=party["municipality"],
        postal_code=party["postcode"] or None,
    )


def _notes(invoice: Invoice, vat: Sequence[InvoiceVat]) -> tuple[str, ...]:
    """One note: what it is about, and the legal text of reduced rates, which has no field of its own."""
    reduced = [total.reason.replace("\n", " ") for total in vat if total.category == Category.TAXED.value]
    text = " ".join(part for part in (invoice.subject, *reduced) if part)
    return (text,) if text else ()


def _preceding(invoice: Invoice) -> tuple[model.PrecedingInvoice, ...]:
    credited = invoice.credits
    return (model.PrecedingInvoice(credited.number, credited.issued_on),) if credited else ()


def _documents(invoice: Invoice, copy: bytes | None) -> Sequence[model.SupportingDocument]:
    """The proof of an export, and the document on paper when it travels along."""
    found = []
    if invoice.export_proof:
        found.append(model.SupportingDocument(model.Identifier(invoice.export_proof), description="Export"))
    if copy:
        file = model.Attachment(copy, "application/pdf", f"{invoice.number.replace('/', '-')}.pdf")
        found.append(model.SupportingDocument(model.Identifier(invoice.number), description="PDF", attachment=file))
    return found


def _delivery(invoice: Invoice, vat: Sequence[InvoiceVat]) -> model.Delivery | None:
    """The day of delivery; for goods that leave for another member state also the country they go to (BT-80)."""
    leaves = any(total.category == Category.INTRA_COMMUNITY_GOODS.value for total in vat)
    address = model.Address(country=invoice.parties["client"]["country"]) if leaves else None
    return model.Delivery(invoice.delivered_on, address=address) if invoice.delivered_on else None


def _payment_means(invoice: Invoice) -> tuple[model.PaymentMeans, ...]:
    seller = invoice.parties["seller"]
    if invoice.is_credit_note or not seller["iban"]:
        return ()
    identifiers = country(seller["country"].lower()).identifiers
    communication = identifiers.format_structured_communication(invoice.communication)
    account = model.Account(seller["iban"], seller["name"])
    return (model.PaymentMeans(SEPA_TRANSFER, communications=(communication,), account=account),)


def _subtotal(total: InvoiceVat) -> model.VatSubtotal:
    says_why = total.category != Category.TAXED.value
    category = model.TaxCategory(
        total.category,
        _percent(total.rate),
        reason_code=(total.reason_code or None) if says_why else None,
        reason=total.reason.replace("\n", " ") or None if says_why else None,
    )
    return model.VatSubtotal(total.base, total.vat, category)


def _category_of(line: InvoiceLine, vat: Sequence[InvoiceVat]) -> str:
    """The category of a line, from the total that its rate and ground belong to."""
    same_rate = [total for total in vat if total.rate == line.vat_rate]
    named = next((total for total in same_rate if line.vat_ground in total.grounds), None)
    return (named or same_rate[0]).category


def _line(line: InvoiceLine, category: str) -> model.Line:
    """A line. Prices are never negative on a structured invoice (BR-27): the quantity carries the sign."""
    price = abs(line.unit_price)
    return model.Line(
        number=str(line.position),
        net=line.net,
        quantity=line.quantity if line.unit_price >= 0 else -line.quantity,
        unit=UNIT_CODES[Measure(line.measure)],
        price=model.Price(price),
        item=model.Item(line.description, model.TaxCategory(category, _percent(line.vat_rate))),
    )


def _percent(rate: Decimal) -> Decimal:
    return (rate * 100).normalize()
