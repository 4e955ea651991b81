"""The invoice as structured data: what travels over Peppol says what the document says, and every rule accepts it."""

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.einvoices import PEPPOL, needs_peppol
from tests.support.selling import OTHER_NUMBER, REDUCED, TODAY, client_of, invoice_of, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.sales.enums import ClientKind, InvoiceKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.operations.invoices import save_draft
from marke.domain.sales.pricing import LineInput
from marke.domain.sales.structured import NoStructuredForm, structured, structured_xml
from marke.kernel.einvoicing import Participant
from marke.ops.einvoice.validation import Validator
from marke.rules.einvoice import read_invoice
from marke.rules.einvoice.model import BILLING, EN_16931, Identifier
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")

NONE = Decimal("0.00")


def sent(*lines: LineInput, buyer: dict[str, str] | None = None, **more: object) -> Invoice:
    """An issued invoice for a Belgian company, or another buyer."""
    given = invoice_of(1001, client_of(1001, **(buyer or {})), *lines, **more)
    return Invoice.objects.get(pk=issue_invoice(invoice=given, on=TODAY, actor=SYSTEM).pk)


FRENCH = {"name": "Agence Lumière", "number": "FR40303265045", "country": "FR", "language": "fr"}
AMERICAN = {"name": "Harbor Stage Inc.", "number": "12-3456789", "country": "US", "language": "en"}
PRIVATE = {"name": "Lotte Maes", "kind": ClientKind.PRIVATE, "number": ""}


def test_an_invoice_says_who_sells_and_who_buys() -> None:
    """The seller is the cooperative under the name of its unit; both stand under 0208 and ten digits without BE."""
    document = structured(sent())
    assert document.seller.legal_name == "De Marke Producties"
    assert document.seller.trading_name == "Atelier 1001"
    assert document.buyer.endpoint == Identifier("0403019261", "0208")
    assert document.buyer.vat_number == "BE0403019261"
    assert document.specification == BILLING


def test_what_was_fixed_at_issue_travels_whatever_the_client_is_today() -> None:
    """A client that takes another name keeps the old one on what was sent before."""
    invoice = sent()
    before = structured_xml(invoice)
    Client.objects.update(name="Another Name", street="Elsewhere 1", email="new@example.org", language="fr")
    assert structured_xml(Invoice.objects.get(pk=invoice.pk)) == before


def test_the_client_pays_to_the_account_with_the_communication() -> None:
    """SEPA transfer (58), the account of the seller, the structured communication between its marks."""
    (means,) = structured(sent()).payment_means
    assert (means.code, means.account.number) == ("58", "BE71096123456769")
    assert means.communications == ("+++126/0000/00171+++",)


@pytest.mark.parametrize(
    ("fields", "reference", "order"),
    [
        ({"client_reference": "Dossier 7"}, "Dossier 7", None),
        ({"order_reference": "PO-12"}, None, "PO-12"),
        ({"subject": "Concert 12 September"}, "Concert 12 September", None),
        ({"subject": "test"}, "1001 Atelier 1001", None),
        ({}, "1001 Atelier 1001", None),
    ],
)
def test_the_client_finds_the_invoice_by_a_true_reference(
    fields: dict[str, str], reference: str | None, order: str | None
) -> None:
    """Theirs, or their purchase order; else what it is about, or the unit that worked for them. Never a dummy."""
    document = structured(sent(**fields))
    assert (document.buyer_reference, document.order) == (reference, order)


def test_a_credit_note_is_a_document_of_its_own_and_names_its_invoice() -> None:
    """Type 381, with number and day of what it takes back; it asks for no payment."""
    invoice = sent(subject="Concert")
    note = credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Wrong amount", actor=SYSTEM)
    document = structured(note)
    assert document.type_code == "381"
    assert [(each.number, each.issued_on) for each in document.preceding] == [(invoice.number, TODAY)]
    assert document.payment_means == ()
    assert document.buyer_reference == "Concert"


def test_a_deducted_deposit_is_a_line_with_a_negative_quantity() -> None:
    """Prices are never negative (BR-27): the quantity carries the sign, even when the price was typed with it."""
    document = structured(sent(line("1000"), line("-300"), line("200", quantity="-1")))
    assert [(each.quantity, each.price.net, each.net) for each in document.lines] == [
        (1, 1_000, 100_000),
        (-1, 300, -30_000),
        (-1, 200, -20_000),
    ]


def test_goods_for_another_member_state_say_when_and_where_they_went() -> None:
    """Category K names the day of delivery and the country (BR-IC-11, BR-IC-12)."""
    invoice = sent(line("500", vat=NONE, ground="eu_goods"), buyer=FRENCH, delivered_on=dt.date(2026, 9, 9))
    document = structured(invoice)
    assert document.delivery.delivered_on == dt.date(2026, 9, 9)
    assert document.delivery.address.country == "FR"
    assert document.breakdown[0].category.reason_code == "VATEX-EU-IC"
    assert document.buyer.endpoint == Identifier("FR40303265045", "9957")


def test_a_service_outside_the_union_is_no_category_o() -> None:
    """Category O forbids VAT numbers, and the seller has one: G, with the article that places the service elsewhere."""
    document = structured(sent(line("500", vat=NONE, ground="outside_eu_services"), buyer=AMERICAN))
    assert document.breakdown[0].category.code == "G"
    assert "article 21" in document.breakdown[0].category.reason
    assert document.seller.vat_number == "BE" + document.seller.legal_number.value


def test_two_exempt_grounds_share_one_group() -> None:
    """EN 16931 knows one exempt group an invoice (BR-E-01): the texts follow one another, and no code names both."""
    invoice = sent(line("500", vat=NONE, ground="culture_performance_exempt"), line("200", vat=NONE, ground="training"))
    (subtotal,) = structured(invoice).breakdown
    assert (subtotal.category.code, subtotal.base, subtotal.category.reason_code) == ("E", 70_000, None)
    assert "44, § 2, 8°" in subtotal.category.reason
    assert "44, § 2, 4°" in subtotal.category.reason


def test_a_reduced_rate_says_why_in_the_note() -> None:
    """Category S has no field for a reason; there is one note, with the subject before it."""
    (note,) = structured(sent(line("80", vat=REDUCED, ground="copyright"), subject="Licence")).notes
    assert note.startswith("Licence Btw 6 %")


@pytest.mark.parametrize(
    ("email", "address"), [("lotte@example.org", Identifier("lotte@example.org", "EM")), ("", None)]
)
def test_without_an_address_on_the_network_the_invoice_follows_the_european_standard_alone(
    email: str, address: Identifier | None
) -> None:
    """Peppol asks an address that it knows; the standard takes a mail address or none. None is invented for a rule."""
    document = structured(sent(buyer=PRIVATE | {"email": email}))
    assert document.buyer.endpoint == address
    assert document.specification == EN_16931


def test_the_address_found_on_the_network_is_the_one_written() -> None:
    document = structured(sent(), receiver=Participant("9925", "BE0403019261"))
    assert document.buyer.endpoint == Identifier("BE0403019261", "9925")


def test_the_paper_may_travel_along() -> None:
    (document,) = read_invoice(structured_xml(sent(), copy=b"%PDF-1.7 of the invoice")).documents
    assert document.attachment.content == b"%PDF-1.7 of the invoice"
    assert document.attachment.file_name == "2026-00001.pdf"


def test_a_claim_on_a_subsidy_has_no_structured_form() -> None:
    """It is no invoice for VAT, and neither is what takes it back."""
    claim = sent(line("100", vat=NONE, ground="funding"), kind=InvoiceKind.FUNDING)
    note = credit_invoice(invoice_id=claim.pk, on=TODAY, reason="Refused", actor=SYSTEM)
    for document in (claim, note):
        with pytest.raises(NoStructuredForm, match="no invoice for VAT"):
            structured(document)


def test_a_draft_has_no_structured_form() -> None:
    draft = save_draft(invoice=invoice_of(1001, client_of(1001)), actor=SYSTEM)
    with pytest.raises(NoStructuredForm, match="draft"):
        structured(Invoice.objects.get(pk=draft))


AT_HOME = [("0.21", ""), ("0.06", "culture_performance"), ("0.06", "copyright"), ("0.06", "books")]
AT_HOME += [("0.12", "restaurant_meals"), ("0.12", "lodging_12"), ("0", "training"), ("0", "publishing_contract")]
AT_HOME += [("0", "culture_performance_exempt"), ("0", "construction"), ("0.06", "takeaway")]
BUYERS = {
    "belgian": ({"number": OTHER_NUMBER}, AT_HOME),
    "french": (FRENCH, [("0", "eu_services"), ("0", "eu_goods"), ("0.21", ""), ("0", "training")]),
    "german": (
        {"name": "Bühne GmbH", "number": "DE136695976", "country": "DE"},
        [("0", "eu_services"), ("0", "eu_goods"), ("0.06", "culture_performance")],
    ),
    "american": (AMERICAN, [("0", "outside_eu_services"), ("0", "export_goods"), ("0.21", "")]),
    "private": (PRIVATE | {"email": "lotte@example.org"}, [*AT_HOME[:6], ("0", "training")]),
    "unreachable": (PRIVATE, AT_HOME[:5]),
}
cents = st.integers(10_000, 10_000_000).map(lambda each: Decimal(each) / 100)


@st.composite
def sales(draw: st.DrawFn) -> tuple[dict[str, str], list[LineInput], dict[str, object]]:
    """Any invoice a member may write: every ground, several rates, deducted deposits, references, four languages."""
    buyer, grounds = BUYERS[draw(st.sampled_from(sorted(BUYERS)))]
    lines = []
    for rate, ground in draw(st.lists(st.sampled_from(grounds), min_size=1, max_size=5)):
        quantity = Decimal(draw(st.integers(1, 20_000))) / draw(st.sampled_from([1, 4, 1_000]))
        measure = draw(st.sampled_from(["piece", "hour", "day", "kilometre", "month"]))
        price = draw(cents)
        lines.append(LineInput("Werk «à façon»", quantity, price, Decimal(rate), ground, measure))
        if draw(st.booleans()):
            lines.append(LineInput("Voorschot 2026/00001", -quantity, price / 2, Decimal(rate), ground))
    fields = {
        "subject": draw(st.sampled_from(["", "Tournee", "-"])),
        "client_reference": draw(st.sampled_from(["", "Dossier 7 & 8 <b>"])),
        "order_reference": draw(st.sampled_from(["", "PO-12"])),
        "period": draw(st.sampled_from([None, (dt.date(2026, 9, 1), dt.date(2026, 9, 30))])),
        "delivered_on": dt.date(2026, 9, 9),
        "export_proof": "26BE0000001234" if buyer is AMERICAN else "",
        "term_days": draw(st.sampled_from([None, 0, 30])),
    }
    return buyer | {"language": draw(st.sampled_from(["nl", "fr", "en", "de"]))}, lines, fields


@cache
def validator() -> Validator:
    """The official rules and Marke's own, compiled once: each document says by which of them it is judged."""
    return Validator(home=PEPPOL, law=home().vat_law(), needs_peppol=True)


@needs_peppol
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sales())
def test_whatever_a_member_writes_every_rule_accepts_it(
    sale: tuple[dict[str, str], list[LineInput], dict[str, object]],
) -> None:
    """Schema, EN 16931, Peppol and Marke's own checks find nothing fatal in an invoice and what takes it back."""
    buyer, lines, fields = sale
    with transaction.atomic():
        invoice = sent(*lines, buyer=buyer, **fields)
        note = credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Dubbel", actor=SYSTEM)
        for document in (invoice, note):
            accept(document)
        transaction.set_rollback(True)


def accept(document: Invoice) -> None:
    """The rules accept the document, its totals are those of the books, and reading what was written gives it back."""
    written, content = structured(document), structured_xml(document)
    assert validator().validate(content, ours=True).fatal == ()
    assert read_invoice(content) == written
    assert written.totals.payable == document.gross
    assert sum(each.net for each in written.lines) == document.net
    assert written.vat == document.vat == sum(each.vat for each in written.breakdown)
