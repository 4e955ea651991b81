"""The pages of quotes: written beside the document, followed to the signature, found in the palette."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from tests.support.quoting import NOW, Offer, signer

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.orders.models import Order
from marke.domain.people.models import User
from marke.domain.quotes.models import Answer, Quote, QuoteTemplate, QuoteVersion
from marke.domain.units.operations import add_role
from marke.usecases.answer_quote import accept_quote
from marke.usecases.send_quote import send_quote

HERE = "/units/1001/quotes/"


def typed(client: object, *, price: str = "1.000,00", **more: str) -> dict[str, str]:
    """What a member fills in."""
    return {
        "client": str(client),
        "to_email": "kim@festival.example",
        "plan": "at_end",
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "line-0-description": "Concert",
        "line-0-quantity": "1",
        "line-0-unit_price": price,
        "line-0-vat": "0.21|",
        "line-0-measure": "piece",
        "action": "send",
        **more,
    }


@pytest.fixture
def sent(offer: Offer) -> QuoteVersion:
    """A quote on its way."""
    version = offer()
    with acting_as_system():
        return send_quote(version_id=version.pk, now=NOW, actor=SYSTEM)


def stored() -> QuoteVersion:
    """The only version there is."""
    with acting_as_system():
        return QuoteVersion.objects.select_related("quote").get()


def page(browser: Browser, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_quote_is_written_and_sent(member: Browser, festival: uuid.UUID) -> None:
    """One form, one button: the quote has a number and is on its way."""
    response = member.post(f"{HERE}new/", typed(festival), follow=True)
    assert "Quote Q2026/00001 is on its way to kim@festival.example" in response.content.decode()
    assert stored().state == "sent"


def test_a_quote_is_kept_as_a_draft_and_gone_on_with(member: Browser, festival: uuid.UUID) -> None:
    """What was typed is there when one comes back."""
    response = member.post(f"{HERE}new/", typed(festival, action="draft", last_day="20/09/2026"), follow=True)
    text = response.content.decode()
    assert "Kept as a draft" in text
    assert 'value="20/09/2026"' in text
    assert stored().quote.number is None


def test_the_live_document_says_what_it_pays(member: Browser, festival: uuid.UUID) -> None:
    """Beside the form stand the document, the budget and what one could pay oneself."""
    text = member.get(f"{HERE}preview/", typed(festival)).content.decode()
    assert "€935.00" in text
    assert "Offerte" in text
    assert "You could pay yourself about" in text
    assert "Festival Lumen" in text


def test_the_live_document_names_the_client_before_the_price(member: Browser, festival: uuid.UUID) -> None:
    """Who is chosen stands on the paper at once, in their language, while the lines are still empty."""
    text = member.get(f"{HERE}preview/", typed(festival) | {"line-0-unit_price": ""}).content.decode()
    assert "Festival Lumen" in text
    assert "Choose the client" not in text


def test_the_live_document_says_why_it_cannot_be_sent(member: Browser, festival: uuid.UUID) -> None:
    """A reduced rate that does not fit the client is told before anybody presses send."""
    text = member.get(f"{HERE}preview/", typed(festival) | {"line-0-vat": "0.00|eu_services"}).content.decode()
    assert "You could pay yourself" not in text
    assert "notice" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"line-0-unit_price": "-5"},
        {"line-0-unit_price": "0"},
        {"line-0-vat": "0.07|"},
        {"client": "0"},
        {"client": ""},
        {"to_email": "no address"},
        {"first_day": "20/9/2026", "last_day": "19/9/2026"},
        {"plan": "deposit", "deposit_percent": ""},
        {"plan": "instalments", "instalments": "1"},
        {"plan": "everything"},
        {"valid_until": "1/9/2026"},
        {"line-TOTAL_FORMS": "9999999"},
        {"line-0-description": ""},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    member: Browser, festival: uuid.UUID, wrong: dict[str, str]
) -> None:
    """A form with something impossible sends nothing and keeps everything."""
    response = member.post(f"{HERE}new/", typed(festival, subject="Spring <i>tour</i>") | wrong)
    assert response.status_code == 422
    assert "Spring &lt;i&gt;tour&lt;/i&gt;" in response.content.decode()
    with acting_as_system():
        assert not Quote.objects.exists()


def test_a_client_of_another_unit_gets_no_quote(
    festival: uuid.UUID, karim: User, as_user: Callable[[User], Browser]
) -> None:
    """A client that is not one's own does not exist, also in the palette's address."""
    browser = as_user(karim)
    assert browser.post("/units/1002/quotes/new/", typed(festival)).status_code == 422
    assert browser.get(f"/units/1002/quotes/new/{festival}/").status_code == 404


def test_the_palette_begins_a_quote_as_last_time(member: Browser, sent: QuoteVersion, festival: uuid.UUID) -> None:
    """«quote lumen» leads straight to a form that is filled in, but for the days."""
    results = member.get("/palette/", {"q": "quote lumen"}).context["results"]
    assert results[0].label == "New quote for Festival Lumen"
    assert results[0].url == f"{HERE}new/{festival}/"
    text = page(member, results[0].url)
    assert 'value="1000,00"' in text
    assert 'value="kim@festival.example"' in text


def test_a_member_of_another_unit_begins_no_quote_for_it(
    sent: QuoteVersion, karim: User, as_user: Callable[[User], Browser]
) -> None:
    """The palette names nobody else's clients or quotes."""
    for question in ("quote lumen", "Q2026/00001", "1210"):
        found = as_user(karim).get("/palette/", {"q": question}).context["results"]
        assert not [result for result in found if "quote" in result.url and "1001" in result.url]


def test_the_reader_is_known_from_the_client(member: Browser, festival: uuid.UUID) -> None:
    """The address of the client is filled in before anybody types it."""
    assert 'value="office@festival.example"' in page(member, f"{HERE}new/{festival}/")


def test_the_list_opens_with_help(member: Browser) -> None:
    """A unit that never offered anything reads what a quote is for."""
    assert "has not offered anything yet" in page(member, HERE)


def test_the_list_narrows_by_state(member: Browser, sent: QuoteVersion, offer: Offer) -> None:
    """Each state shows its own quotes."""
    offer("77")
    assert "Q2026/00001" in page(member, f"{HERE}?state=sent")
    assert "Q2026/00001" not in page(member, f"{HERE}?state=draft")
    assert "Q2026/00001" in page(member, f"{HERE}?state=nonsense")


def test_the_list_asks_no_more_for_more_quotes(member: Browser, offer: Offer) -> None:
    """The number of queries does not grow with the quotes."""

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(member, HERE)
        return len(seen)

    offer("1")
    queries()
    few = queries()
    for price in range(2, 12):
        offer(str(price))
    assert queries() == few


def test_a_quote_is_followed_to_its_signature(member: Browser, sent: QuoteVersion) -> None:
    """Sent, seen, accepted; then what proves it."""
    assert "until 11 Oct 2026" in page(member, f"{HERE}{sent.quote_id}/")
    with acting_as_system():
        accept_quote(quote_id=sent.quote_id, version=1, signer=signer(), now=NOW, actor=SYSTEM)
    text = page(member, f"{HERE}{sent.quote_id}/")
    assert "Accepted: this is an order now" in text
    assert "Kim Claes" in text
    assert stored().fingerprint[:16] in text


def test_a_change_is_a_new_version_compared_with_the_old(member: Browser, sent: QuoteVersion) -> None:
    """The form opens with what was sent; once sent, the page says what changed."""
    here = f"{HERE}{sent.quote_id}/"
    assert "version 2" in member.post(f"{here}change/", follow=True).content.decode()
    with acting_as_system():
        client = Quote.objects.get().client_id
    member.post(f"{here}edit/", typed(client, price="900"))
    text = page(member, here)
    assert "What version 2 changed" in text
    assert "€900.00" in text


def test_the_paper_of_each_version_is_kept(member: Browser, sent: QuoteVersion) -> None:
    """The PDF of a version that was sent can be had; of one that was not, it cannot."""
    here = f"{HERE}{sent.quote_id}/pdf/"
    assert member.get(here).content.startswith(b"%PDF-")
    assert member.get(f"{here}?version=1").status_code == 200
    assert member.get(f"{here}?version=2").status_code == 404


def test_a_quote_that_came_back_signed_opens_the_order(member: Browser, sent: QuoteVersion) -> None:
    """A scan and a name make it an order; the scan is kept."""
    scan = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed", content_type="application/pdf")
    response = member.post(f"{HERE}{sent.quote_id}/signed/", {"name": "Kim Claes", "paper": scan}, follow=True)
    assert "The quote is signed and the order is open." in response.content.decode()
    kept = member.get(f"{HERE}{sent.quote_id}/paper/")
    assert kept.content == b"%PDF-1.7 signed"
    assert kept["Content-Disposition"].startswith("attachment")
    with acting_as_system():
        assert (Order.objects.count(), Answer.objects.get().how) == (1, "paper")


def test_a_file_that_is_something_else_signs_nothing(member: Browser, sent: QuoteVersion) -> None:
    """A web page called signed.pdf is no signature."""
    fake = SimpleUploadedFile("signed.pdf", b"<html><script>", content_type="application/pdf")
    response = member.post(f"{HERE}{sent.quote_id}/signed/", {"name": "Kim Claes", "paper": fake})
    assert response.status_code == 422
    assert "something else" in response.content.decode()
    assert stored().state == "sent"


def test_a_quote_is_withdrawn(member: Browser, sent: QuoteVersion) -> None:
    """One tap, and the client can no longer accept; a second tap says so."""
    here = f"{HERE}{sent.quote_id}/withdraw/"
    assert "The quote is withdrawn" in member.post(here, follow=True).content.decode()
    assert "Only a quote that waits" in member.post(here, follow=True).content.decode()


def test_a_template_is_kept_used_and_removed(member: Browser, sent: QuoteVersion) -> None:
    """What a unit offers often begins a quote with one tap."""
    member.post(f"{HERE}{sent.quote_id}/template/", {"name": "Concert evening"})
    assert "Concert evening" in page(member, f"{HERE}templates/")
    with acting_as_system():
        template = QuoteTemplate.objects.get()
    assert 'value="1000,00"' in page(member, f"{HERE}new/?template={template.pk}")
    member.post(f"{HERE}templates/{template.pk}/remove/")
    assert "keeps no templates yet" in page(member, f"{HERE}templates/")


def test_a_large_quote_for_a_new_client_waits_for_the_adviser(
    member: Browser, festival: uuid.UUID, desk: Browser
) -> None:
    """The member is told, can take it back, and the desk sees it."""
    response = member.post(f"{HERE}new/", typed(festival, price="9.500,00"), follow=True)
    assert "Your adviser looks at this quote first" in response.content.decode()
    assert "Concert" in page(desk, f"/desk/quotes/{stored().quote_id}/")
    member.post(f"{HERE}{stored().quote_id}/take-back/")
    assert stored().state == "draft"
    assert desk.get(f"/desk/quotes/{stored().quote_id}/").status_code == 404


def test_somebody_who_may_only_write_does_not_send(
    festival: uuid.UUID, karim: User, as_user: Callable[[User], Browser]
) -> None:
    """To send is a right of its own: whoever may only write keeps a draft."""
    with acting_as_system():
        person = karim.person
        add_role(unit_id=1001, person_id=person.pk, kind="administrator", day=NOW.date(), scopes=["create_quote"])
    browser = as_user(karim)
    assert "Send the quote" not in page(browser, f"{HERE}new/")
    assert browser.post(f"{HERE}new/", typed(festival)).status_code == 403
    assert browser.post(f"{HERE}new/", typed(festival, action="draft")).status_code == 302
    assert stored().state == "draft"


def test_the_desk_finds_every_quote(desk: Browser, sent: QuoteVersion) -> None:
    """By number, by state, and as paper; drafts are the units' own."""
    assert "Q2026/00001" in page(desk, "/desk/quotes/?number=q2026")
    assert "Q2026/00001" not in page(desk, "/desk/quotes/?state=accepted")
    assert "Festival Lumen" in page(desk, f"/desk/quotes/{sent.quote_id}/")
    assert desk.get(f"/desk/quotes/{sent.quote_id}/pdf/").content.startswith(b"%PDF-")
    assert desk.get(f"/desk/quotes/{sent.quote_id}/paper/").status_code == 404
