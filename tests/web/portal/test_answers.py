"""The client answers a quote: one tap, a code, a paper, a no; and every way in which it can go wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.quoting import offering
from tests.support.selling import NOW
from tests.web.portal.conftest import Follow, sent_quote, the_link

from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.orders.models import Order
from marke.domain.outbox.mail import opened
from marke.domain.outbox.models import Message
from marke.domain.quotes.models import Answer, QuoteVersion
from marke.domain.quotes.operations import writing
from marke.usecases.send_quote import send_quote
from marke.web.components.timeline import in_words


def post(browser: Client, quote: QuoteVersion, act: str = "accept", **given: Any) -> Any:
    """Send a form of the page of a quote, and follow to the page that comes."""
    form = {"version": quote.number, "name": "Kim Claes", **given}
    return browser.post(f"/portal/quotes/{quote.quote_id}/{act}/", form, follow=True)


def answers() -> list[Answer]:
    with acting_as_system():
        return list(Answer.objects.order_by("pk"))


def test_it_works(quote: QuoteVersion, visitor: Client) -> None:
    """The name is filled in; one tap accepts, opens the order, and the page says so."""
    assert 'value="Kim Claes"' in visitor.get(f"/portal/quotes/{quote.quote_id}/").content.decode()
    page = post(visitor, quote).content.decode()
    assert "Signed by Kim Claes" in page
    [answer] = answers()
    assert (answer.accepted, answer.how, answer.signer_email) == (True, "link", "kim@festival.example")
    assert answer.evidence["link"] == str(the_link().pk)
    assert answer.evidence["address"] == "192.0.2.77"
    with acting_as_system():
        assert Order.objects.get().quote_id == quote.quote_id


def test_a_double_tap_is_one_acceptance(quote: QuoteVersion, visitor: Client) -> None:
    """The second tap finds the quote signed and shows the same page, without an error."""
    first, second = post(visitor, quote).content.decode(), post(visitor, quote).content.decode()
    assert "Signed by Kim Claes" in first
    assert "Signed by Kim Claes" in second
    assert "already" not in second
    assert len(answers()) == 1


def test_the_audit_trail_names_the_client(quote: QuoteVersion, visitor: Client) -> None:
    """What a client did by a link stands under the client's name."""
    post(visitor, quote)
    with acting_as_system():
        event = AuditEvent.objects.filter(table_name="quotes_answer").latest("id")
        [line] = in_words([event])
    assert line.who == "Festival Lumen, by link"


def test_a_name_is_needed_to_sign(quote: QuoteVersion, visitor: Client) -> None:
    """Without a name nothing is signed, and what else was typed is kept."""
    page = post(visitor, quote, name=" ", comment="Looking forward")
    assert page.status_code == 422
    assert "Looking forward" in page.content.decode()
    assert answers() == []


def test_the_purchase_order_and_a_word_travel_along(quote: QuoteVersion, visitor: Client) -> None:
    """What the client adds stands on the order and in the answer."""
    post(visitor, quote, order_reference="PO 77", comment="Looking forward")
    assert (answers()[0].comment, answers()[0].order_reference) == ("Looking forward", "PO 77")


def test_declining_keeps_the_reason(quote: QuoteVersion, visitor: Client) -> None:
    """A no closes the quote, and the member reads why."""
    page = post(visitor, quote, "decline", comment="Too expensive").content.decode()
    assert "You declined this quote" in page
    assert "Too expensive" in page
    with acting_as_system():
        mail = Message.objects.get(payload__template="quote_rejected")
    assert opened(mail.payload)["comment"] == "Too expensive"


def test_what_was_declined_cannot_be_accepted(quote: QuoteVersion, visitor: Client) -> None:
    """A tab that was left open before the no changes nothing."""
    post(visitor, quote, "decline")
    assert "You declined this quote" in post(visitor, quote).content.decode()
    assert [answer.accepted for answer in answers()] == [False]


def test_an_expired_quote_explains_itself(quote: QuoteVersion, visitor: Client, follow: Follow, today: Any) -> None:
    """After its last day a quote can only be read, and says how to get a new one."""
    today.move_to(NOW + dt.timedelta(days=31))
    browser = follow(quote.quote.client_id)
    page = browser.get(f"/portal/quotes/{quote.quote_id}/").content.decode()
    assert "Ask for a new one" in page
    assert "/accept/" not in page
    assert "Ask for a new one" in post(browser, quote).content.decode()
    assert answers() == []


def test_a_replaced_version_leads_to_the_newer_one(quote: QuoteVersion, visitor: Client) -> None:
    """An old tab cannot sign what was changed since: the client reads the new version first."""
    with acting_as_system():
        draft = writing.begin_version(quote_id=quote.quote_id, actor=SYSTEM)
        draft = offering(1001, quote.quote.client_id)("900", version_id=draft.pk)
        send_quote(version_id=draft.pk, now=NOW, actor=SYSTEM)
    page = post(visitor, quote).content.decode()
    assert "is replaced by a newer one" in page
    assert "Version 2" in page
    assert answers() == []
    old = visitor.get(f"/portal/quotes/{quote.quote_id}/?version=1").content.decode()
    assert "version 2 replaces it" in old
    assert "/accept/" not in old


def test_a_larger_amount_asks_a_code(festival: uuid.UUID, visitor: Client) -> None:
    """The code goes to the mailbox of the quote; typed right with the name, it signs."""
    quote = sent_quote(festival, "4000")
    assert "we ask a code" in visitor.get(f"/portal/quotes/{quote.quote_id}/").content.decode()
    page = visitor.post(f"/portal/quotes/{quote.quote_id}/code/", follow=True).content.decode()
    assert "kim@festival.example" in page
    with acting_as_system():
        digits = opened(Message.objects.get(payload__template="quote_code").payload)["code"]
    wrong = "000000" if digits != "000000" else "111111"
    assert post(visitor, quote, code=wrong).status_code == 422
    assert answers() == []
    assert "Signed by Kim Claes" in post(visitor, quote, code=digits).content.decode()
    assert answers()[0].how == "code"


def test_a_code_is_not_left_out_by_not_sending_it(festival: uuid.UUID, visitor: Client) -> None:
    """Whoever sends the form without the field that the amount asks signs nothing."""
    quote = sent_quote(festival, "4000")
    assert post(visitor, quote).status_code == 422
    assert answers() == []


def test_wrong_codes_count(festival: uuid.UUID, visitor: Client) -> None:
    """After five wrong codes the right one is worth nothing either."""
    quote = sent_quote(festival, "4000")
    visitor.post(f"/portal/quotes/{quote.quote_id}/code/")
    with acting_as_system():
        digits = opened(Message.objects.get(payload__template="quote_code").payload)["code"]
    for _ in range(5):
        post(visitor, quote, code=f"{(int(digits) + 1) % 1_000_000:06d}")
    assert "does not work any more" in post(visitor, quote, code=digits).content.decode()
    assert answers() == []


def test_the_largest_amounts_are_signed_on_paper(festival: uuid.UUID, visitor: Client) -> None:
    """A scan of the signed quote is handed in and kept with its fingerprint."""
    quote = sent_quote(festival, "20000")
    assert "a signature on paper" in visitor.get(f"/portal/quotes/{quote.quote_id}/").content.decode()
    paper = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed", "application/pdf")
    assert "Signed by Kim Claes" in post(visitor, quote, paper=paper).content.decode()
    assert (answers()[0].how, answers()[0].file_name) == ("paper", "signed.pdf")


def test_a_paper_that_is_none_is_refused(festival: uuid.UUID, visitor: Client) -> None:
    """What only calls itself a PDF is looked at, and not kept."""
    quote = sent_quote(festival, "20000")
    paper = SimpleUploadedFile("signed.pdf", b"<script>alert(1)</script>", "application/pdf")
    assert post(visitor, quote, paper=paper).status_code == 422
    assert answers() == []


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "99", "9" * 30])
def test_a_version_that_is_none_signs_nothing(quote: QuoteVersion, visitor: Client, version: str) -> None:
    """A form that names no version of this quote changes nothing and breaks nothing."""
    assert post(visitor, quote, version=version).status_code in {200, 422}
    assert answers() == []


def test_old_versions_can_be_asked_by_number_only(quote: QuoteVersion, visitor: Client) -> None:
    """An address with nonsense for a version shows the newest one; one that was never sent does not exist."""
    page = f"/portal/quotes/{quote.quote_id}/"
    assert visitor.get(f"{page}?version=x").status_code == 200
    assert visitor.get(f"{page}?version=7").status_code == 404


def test_the_paper_of_a_quote_is_a_pdf(quote: QuoteVersion, visitor: Client) -> None:
    assert visitor.get(f"/portal/quotes/{quote.quote_id}/pdf/").content.startswith(b"%PDF-")
