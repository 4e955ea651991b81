"""The VAT return of a month: made from documents, held against the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import post
from marke.domain.parameters.models import Cooperative
from marke.kernel.dates import Month
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.reporting.vat_findings import prove_vat
from marke.reporting.vat_return import clients_of_year, period_of_vat
from marke.rules.posting.recipes.costs import structure_cost
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice

MONTH = Month.of(TODAY)
NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def selling(db: None) -> Iterator[None]:
    with acting_as_system():
        open_house()
        open_unit(1001)
        yield


def sold(**more) -> None:
    issue_invoice(invoice=invoice_of(1001, client_of(1001), **more), on=TODAY, actor=SYSTEM)


def test_an_invoice_stands_in_the_box_of_its_rate() -> None:
    """EUR 1,000 at 21 %: base in 03, VAT in 54, and that is owed."""
    sold()
    period = period_of_vat(period=MONTH)
    assert period.found.grids == {"03": 100_000, "54": 21_000, "71": 21_000}
    assert (period.due_in_books, period.agrees) == (21_000, True)


def test_a_credit_note_has_boxes_of_its_own() -> None:
    """The sale stays in its box; nothing is owed."""
    invoice = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
    period = period_of_vat(period=MONTH)
    assert period.found.grids == {"03": 100_000, "49": 100_000, "54": 21_000, "64": 21_000}
    assert period.agrees


def test_a_month_without_documents_is_a_nil_return() -> None:
    assert period_of_vat(period=MONTH).found.grids == {"71": 0}


def test_the_yearly_list_names_the_client_with_what_it_was_sold() -> None:
    sold()
    (client,) = clients_of_year(year=TODAY.year)
    assert (client.party.vat_number, client.base, client.vat) == ("BE0403019261", 100_000, 21_000)


def test_vat_in_the_books_without_a_document_is_noticed() -> None:
    """The self-check names the month and both amounts."""
    sold()
    (finding,) = prove_vat()
    assert finding.holds
    stray = structure_cost(on=TODAY, cost=100_00, deductible_vat=21_00)
    post(entry=stray, source=("test", uuid7()), step="stray", actor=SYSTEM)
    (finding,) = prove_vat()
    assert finding.examples == ((str(MONTH), 21_000, 21_000, 0, 2_100),)


def test_where_no_vat_is_filed_nothing_is_proved() -> None:
    """Utopia has no VAT: the return is refused with a sentence, and the self-check has nothing to hold against."""
    Cooperative.objects.update(country="utopia")
    assert list(prove_vat()) == []
    with pytest.raises(Refusal, match="No VAT is filed"):
        period_of_vat(period=MONTH)
