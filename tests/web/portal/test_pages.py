"""What a client sees without an account: overview, invoice, statement, questions."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from tests.support.selling import TODAY, client_of, invoice_of
from tests.web.portal.conftest import Follow, sent_invoice, sent_quote

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.mail import opened
from marke.domain.outbox.models import Message
from marke.domain.quotes.models import QuoteVersion
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.units.models import Unit
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment


def text_of(browser: Client, page: str) -> str:
    """What a page says, on one line."""
    return " ".join(browser.get(f"/portal/{page}").content.decode().split())


def pay(invoice: Invoice, cents: int, *, on: dt.date = TODAY) -> None:
    """The bank line of a client who names the communication."""
    with acting_as_system():
        receive_payment(payment=PaymentInput(on, cents, invoice.communication, "Festival"), actor=SYSTEM)


def test_it_works(visitor: Client, quote: QuoteVersion, invoice: Invoice) -> None:
    """The overview names what to answer and what to pay, with the amounts and the unit."""
    page = text_of(visitor, "")
    assert "Your documents from Atelier 1001" in page
    assert page.index("Q2026/00001") < page.index(invoice.number)
    assert "€1,210.00" in page
    assert "Marke</a>" in page
    assert "De Marke" in page


def test_drafts_do_not_exist_for_a_client(festival: uuid.UUID, visitor: Client) -> None:
    """What the member has not sent is nowhere in the portal."""
    with acting_as_system():
        draft = Invoice.objects.create(unit_id=1001, client_id=festival, created_by=SYSTEM, subject="Secret plan")
    assert "Secret plan" not in text_of(visitor, "")
    assert visitor.get(f"/portal/invoices/{draft.pk}/").status_code == 404


def test_an_empty_portal_says_so(visitor: Client) -> None:
    """Nothing to do is a sentence, not a blank page."""
    assert "Nothing is open" in text_of(visitor, "")
    assert "There is nothing yet" in text_of(visitor, "statement/")


def test_an_invoice_says_how_to_pay_it(visitor: Client, invoice: Invoice) -> None:
    """Amount, last day, account and message stand there to copy, and in a code to scan."""
    page = text_of(visitor, f"invoices/{invoice.pk}/")
    assert 'data-copy="BE71096123456769"' in page
    assert f'data-copy="+++{invoice.communication[:3]}/' in page
    assert "data:image/svg+xml;base64," in page
    assert "De Marke Producties" in page


def test_a_part_that_was_paid_is_taken_off(visitor: Client, invoice: Invoice) -> None:
    """After a part payment the page asks the rest, and shows what came in."""
    pay(invoice, 21_000)
    page = text_of(visitor, f"invoices/{invoice.pk}/")
    assert "Still to pay" in page
    assert "€1,000.00" in page
    assert "€210.00" in page


def test_a_paid_invoice_asks_nothing(visitor: Client, invoice: Invoice) -> None:
    """Whoever has paid sees no account and no code."""
    pay(invoice, 121_000)
    page = text_of(visitor, f"invoices/{invoice.pk}/")
    assert "Paid in full" in page
    assert "data:image" not in page
    assert "Nothing is open" in text_of(visitor, "")


def test_a_credited_invoice_leads_to_its_credit_note(visitor: Client, invoice: Invoice) -> None:
    """An invoice that was taken back says so, and the two lead to each other."""
    with acting_as_system():
        note = credit_invoice(invoice_id=invoice.pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
    assert note.number in text_of(visitor, f"invoices/{invoice.pk}/")
    page = text_of(visitor, f"invoices/{note.pk}/")
    assert invoice.number in page
    assert "Credited to you" in page


def test_an_overdue_invoice_says_since_when(visitor: Client, festival: uuid.UUID) -> None:
    """Being late is told in words, first of all."""
    sent_invoice(festival, on=TODAY - dt.timedelta(days=30))
    page = text_of(visitor, "")
    assert "Was to be paid by" in page
    assert "was due earlier" in page


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF-"), ("xml", b"<?xml")])
def test_an_invoice_comes_in_every_form(visitor: Client, invoice: Invoice, kind: str, start: bytes) -> None:
    """As a paper, and as a file for the client's own software, both named after the number."""
    answer = visitor.get(f"/portal/invoices/{invoice.pk}/{kind}/")
    assert answer.content.startswith(start)
    assert f"{invoice.number.replace('/', '-')}.{kind}" in answer["Content-Disposition"]


def test_the_statement_ends_on_what_is_open(visitor: Client, festival: uuid.UUID) -> None:
    """Invoices, part payments and credit notes add up to what is outstanding, to the cent."""
    first, second, third = (sent_invoice(festival, on=TODAY - dt.timedelta(days=9)) for _ in range(3))
    pay(first, 121_000)
    pay(second, 33_333)
    with acting_as_system():
        credit_invoice(invoice_id=third.pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
        owed = sum(Invoice.objects.filter(client_id=festival).values_list("outstanding", flat=True))
    assert owed == 121_000 - 33_333
    assert 'Open now: <span class="figure">€876.67</span>' in text_of(visitor, "statement/")
    rows = visitor.get("/portal/statement.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Date;What;Amount;Still open"
    assert len(rows) == 1 + 3 + 2 + 1
    assert rows[-1].endswith(";876,67")
    assert f";Payment: Invoice {first.number};" in "".join(rows)


def test_a_file_for_a_spreadsheet_runs_no_formula(visitor: Client, invoice: Invoice) -> None:
    """Nothing that a person typed stands in the file: neither subjects nor names."""
    assert "Opening night" not in visitor.get("/portal/statement.csv").content.decode()


def test_a_question_reaches_whoever_answers_for_the_unit(visitor: Client, invoice: Invoice) -> None:
    """The holder gets the words, the document they are about, and an address to reply to."""
    answer = visitor.post("/portal/question/", {"question": "Which day?", "about": str(invoice.pk)}, follow=True)
    assert "is on its way" in answer.content.decode()
    with acting_as_system():
        mail = Message.objects.get(payload__template="client_question")
    words = opened(mail.payload)
    assert (mail.payload["to"], mail.payload["reply_to"]) == ("nora@example.org", "kim@festival.example")
    assert (words["question"], words["about"]) == ("Which day?", invoice.number)


@pytest.mark.parametrize("given", [{}, {"question": " "}, {"question": "x" * 1001}, {"question": "?", "about": "x"}])
def test_a_question_that_is_none_is_not_sent(visitor: Client, given: dict[str, str]) -> None:
    """Nothing, too much, or a document that is none: the form says what is wrong and keeps what was typed."""
    assert visitor.post("/portal/question/", given).status_code == 422
    with acting_as_system():
        assert not Message.objects.exists()


def test_a_machine_cannot_fill_a_mailbox(visitor: Client) -> None:
    """After five questions in a day a link sends no more."""
    for number in range(5):
        visitor.post("/portal/question/", {"question": f"Question {number}"})
    answer = visitor.post("/portal/question/", {"question": "One more"})
    assert answer.status_code == 422
    assert "Reply to our e-mail" in answer.content.decode()
    with acting_as_system():
        assert Message.objects.count() == 5


def test_a_page_costs_the_same_however_much_there_is(
    visitor: Client, festival: uuid.UUID, django_assert_max_num_queries: object
) -> None:
    """Twenty documents cost no more statements than two."""
    for _ in range(3):
        sent_quote(festival)
    with acting_as_system():
        for _ in range(12):
            issue_invoice(invoice=invoice_of(1001, festival), on=TODAY, actor=SYSTEM)
    for page in ("", "statement/"):
        with django_assert_max_num_queries(14):
            assert visitor.get(f"/portal/{page}").status_code == 200


def test_a_unit_with_markup_in_its_name_breaks_nothing(festival: uuid.UUID, follow: Follow) -> None:
    """Names are shown as text, everywhere in the portal."""
    with acting_as_system():
        Unit.objects.filter(pk=1001).update(name="<b>Bold & co</b>")
    for page in ("", "statement/", "question/", "not-for-me/"):
        page_text = follow(festival).get(f"/portal/{page}").content.decode()
        assert "<b>Bold" not in page_text
        assert "&lt;b&gt;Bold &amp; co" in page_text


def test_a_client_of_two_units_has_two_portals(festival: uuid.UUID, follow: Follow, karim: object) -> None:
    """The link of one unit says nothing of the other, not even that it exists."""
    with acting_as_system():
        client_of(1002)
    theirs = sent_invoice(festival, unit=1002)
    page = follow(festival).get("/portal/").content.decode()
    assert theirs.number not in page
    assert "1002" not in page
    assert theirs.number in follow(festival, unit=1002).get("/portal/").content.decode()
