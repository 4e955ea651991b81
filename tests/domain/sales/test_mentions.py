"""What the official rules wave through is refused before a document exists: in the form, and for whoever asks it.

The rows are those of formats.md, sections 3.3 and 3.4.
"""

import datetime as dt
from decimal import Decimal

import pytest
from tests.support.selling import OTHER_NUMBER, REDUCED, STANDARD, TODAY, client_of, invoice_of, line

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.parameters.operations import decide
from marke.domain.sales.enums import ClientKind, InvoiceKind
from marke.domain.sales.models import Client, Invoice
from marke.domain.sales.pricing import LineInput
from marke.kernel.refusal import Refusal
from marke.usecases.issue_invoice import issue_invoice, preview_invoice

pytestmark = pytest.mark.usefixtures("selling")

NONE = Decimal("0.00")
FRENCH = {"name": "Agence Lumière", "number": "FR40303265045", "country": "FR"}
AMERICAN = {"name": "Harbor Stage Inc.", "number": "12-3456789", "country": "US"}


def sell(*lines: LineInput, buyer: dict[str, str] | None = None, on: dt.date = TODAY, **more: object) -> Invoice:
    given = invoice_of(1001, client_of(1001, **(buyer or {})), *lines, **more)
    return issue_invoice(invoice=given, on=on, actor=SYSTEM)


def refused(field: str | None, match: str, *lines: LineInput, **more: object) -> None:
    """The sale is refused in these words beside this field, and nothing was made."""
    with pytest.raises(Refusal, match=match) as refusal:
        sell(*lines, **more)
    assert refusal.value.field == field
    assert not Invoice.objects.exists()


def test_a_rate_of_seven_percent_does_not_exist() -> None:
    """The official rules accept S at 7 %."""
    refused("vat", "needs its reason", line("100", vat=Decimal("0.07")))
    refused("vat", "does not give this VAT rate", line("100", vat=Decimal("0.07"), ground="copyright"))


def test_vat_is_never_a_cent_off() -> None:
    """The official rules forgive less than a euro a rate; here VAT follows from the lines and nobody types it."""
    invoice = sell(*[line("0.03")] * 7)
    assert [(total.base, total.vat) for total in invoice.vat_totals.all()] == [(21, 4)]


@pytest.mark.parametrize("ground", ["eu_services", "eu_goods"])
def test_vat_is_not_shifted_to_a_buyer_without_a_number(ground: str) -> None:
    """The official rules accept reverse charge without the buyer's VAT number."""
    refused("vat", "VAT number", line("100", vat=NONE, ground=ground), buyer=FRENCH | {"number": ""})


def test_construction_work_is_shifted_to_a_belgian_vat_number_only() -> None:
    """Royal Decree no. 1, article 20: a contractor outside VAT, or a private person, pays VAT."""
    work = line("100", vat=NONE, ground="construction")
    refused("vat", "our own country with a VAT number", work, buyer={"vat_liable": False})
    refused("vat", "our own country with a VAT number", work, buyer=FRENCH)
    sold = sell(work, buyer={"number": OTHER_NUMBER})
    assert sold.vat_totals.get().grid == "45"
    assert "één maand" in sold.vat_totals.get().reason


def test_an_organiser_s_exemption_is_not_for_a_private_person() -> None:
    """VAT Code, article 44, § 2, 8°."""
    private = {"kind": ClientKind.PRIVATE, "number": ""}
    refused("vat", "organiser or a producer", line("9", vat=NONE, ground="culture_performance_exempt"), buyer=private)


def test_a_private_person_outside_the_union_pays_vat_on_services() -> None:
    """VAT Code, article 21bis: the service stays where its maker is."""
    tourist = {"kind": ClientKind.PRIVATE, "number": "", "country": "US"}
    refused("vat", "private person pays VAT", line("9", vat=NONE, ground="outside_eu_services"), buyer=tourist)


def test_goods_for_another_member_state_name_the_day_they_left() -> None:
    """EN 16931 refuses it later (BR-IC-11); the form says it at once."""
    goods = line("100", vat=NONE, ground="eu_goods")
    refused("delivered_on", "which day they left", goods, buyer=FRENCH)
    assert sell(goods, buyer=FRENCH, delivered_on=TODAY).vat_totals.get().grid == "46"


def test_an_export_names_its_proof() -> None:
    """The official rules ask none. Services outside the Union leave no trace at customs and need none."""
    refused("export_proof", "export declaration", line("100", vat=NONE, ground="export_goods"), buyer=AMERICAN)
    assert sell(line("100", vat=NONE, ground="outside_eu_services"), buyer=AMERICAN).vat_totals.get().grid == "47"


def test_no_invoice_is_outside_the_scope_of_vat() -> None:
    """Category O forbids VAT numbers, and the seller has one: only a claim on funding, which is no invoice, has it."""
    subsidy = line("100", vat=NONE, ground="funding")
    refused("vat", "claimed, and what is sold is invoiced", subsidy)
    refused("vat", "document of its own", subsidy, line("100"))
    refused("vat", "claimed, and what is sold is invoiced", line("100"), kind=InvoiceKind.FUNDING)
    assert sell(subsidy, kind=InvoiceKind.FUNDING).vat_totals.get().category == "O"


@pytest.mark.parametrize("field", ["client_reference", "order_reference"])
@pytest.mark.parametrize("text", ["n/a", "-", "000", "TEST", "onbekend"])
def test_a_reference_is_real_or_empty(field: str, text: str) -> None:
    """The official rules accept any text as the reference of the buyer."""
    refused(field, "is no reference", **{field: text})


def test_both_parties_have_an_address() -> None:
    """Royal Decree no. 1, article 5. Outside the Union not every country has postal codes."""
    refused("client", "address of Festival Lumen", buyer={"municipality": ""})
    refused("client", "address of Agence Lumière", buyer=FRENCH | {"postcode": ""})
    assert sell(buyer=AMERICAN | {"postcode": ""}).number


@pytest.mark.parametrize("days", [-1, 61])
def test_a_term_is_at_most_sixty_days(days: int) -> None:
    """Law of 2 August 2002, article 4; due before the day of issue is no term at all."""
    refused("term_days", "at most 60 days", term_days=days)


def test_the_longest_term_is_a_dated_choice() -> None:
    decide(name="client.longest_term_days", value=30, valid_from=TODAY, source="vote", actor=SYSTEM)
    refused("term_days", "at most 30 days", term_days=31)
    assert sell(term_days=30).due_on == dt.date(2026, 10, 11)


def test_a_period_has_its_days_in_order() -> None:
    refused("period_end", "before its first day", period=(TODAY, TODAY - dt.timedelta(days=1)))


def test_a_quantity_is_counted_in_something_known() -> None:
    refused("measure", "counted in", LineInput("Werk", Decimal(1), Decimal(9), STANDARD, measure="furlong"))


@pytest.mark.parametrize(("quantity", "price"), [("0.0005", "100"), ("1", "0.00001"), ("1e12", "1")])
def test_what_cannot_be_printed_is_not_computed_with(quantity: str, price: str) -> None:
    """A figure that the document would round makes its lines untrue."""
    refused("quantity", "three decimals", LineInput("Werk", Decimal(quantity), Decimal(price), STANDARD))


def test_no_more_is_deducted_at_a_rate_than_invoiced() -> None:
    """A deposit is deducted at its own rate: VAT of one rate never pays that of another."""
    deposit = line("300", quantity="-1", vat=REDUCED, ground="copyright")
    refused(None, "At 6 % VAT more is deducted than invoiced", line("1000"), deposit)
    assert sell(line("1000", vat=REDUCED, ground="copyright"), deposit).net == 70_000


def test_what_no_xml_carries_is_not_kept() -> None:
    """Control characters from a paste become spaces; the invoice is sent all the same."""
    invoice = sell(LineInput("Concert\x00\x0bin\tGent\u2028", Decimal(1), Decimal(9), STANDARD), subject="A\x1fB")
    assert (invoice.lines.get().description, invoice.subject) == ("Concert in Gent", "A B")


def test_the_rate_is_that_of_the_day_of_delivery() -> None:
    """Lodging went from 6 to 12 % on 1 March 2026: a night in February that is invoiced in March carries 6 %."""
    february, march = dt.date(2026, 2, 27), dt.date(2026, 3, 2)
    night = line("100", vat=REDUCED, ground="lodging_6")
    refused("vat", "does not give this VAT rate", night, on=march)
    assert sell(night, on=march, delivered_on=february).vat == 600
    assert sell(night, on=march, period=(february, dt.date(2026, 2, 28))).vat == 600


def test_the_form_hears_the_same_before_anything_is_sent() -> None:
    """The live document refuses in the same words as sending does."""
    given = invoice_of(1001, client_of(1001), term_days=90)
    with pytest.raises(Refusal, match="at most 60 days"):
        preview_invoice(invoice=given, client=Client.objects.get(), on=TODAY)


def test_the_legal_text_stays_with_the_document() -> None:
    """The ground, its text in the client's language, its code and its grid are kept with the day of issue."""
    total = sell(line("500", vat=NONE, ground="training"), buyer={"language": "de"}).vat_totals.get()
    assert (total.grounds, total.reason_code, total.grid) == (["training"], "VATEX-EU-132-1I", "00")
    assert total.reason.startswith("Von der MwSt. befreit")
