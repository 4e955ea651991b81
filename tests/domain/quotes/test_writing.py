"""Write quotes: drafts that change freely, and new versions of what was sent."""

from __future__ import annotations

import uuid

import pytest
from tests.support.quoting import Offer, quote_input
from tests.support.selling import TODAY, client_of

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.quotes.content import Invoicing, fingerprint, from_plain, input_of, to_plain
from marke.domain.quotes.enums import Plan, QuoteState
from marke.domain.quotes.models import Quote, QuoteVersion
from marke.domain.quotes.operations import templates, writing
from marke.domain.quotes.queries import last_version, quotes_of_unit
from marke.kernel.refusal import Refusal
from marke.usecases.write_quote import keep_quote


def test_it_works(offer: Offer) -> None:
    """What was typed is kept as a draft that knows what it amounts to and has no number."""
    version = offer()
    assert (version.state, version.number, version.quote.number) == (QuoteState.DRAFT, 1, None)
    assert (version.net, version.vat, version.gross) == (100_000, 21_000, 121_000)
    assert input_of(version).lines[0].description == "Concert"


def test_a_draft_changes_freely(offer: Offer) -> None:
    """Typing over a draft replaces its lines and amounts and makes no second quote."""
    first = offer("1000")
    second = offer("500", "250", version_id=first.pk)
    assert second.pk == first.pk
    assert (second.net, second.lines.count(), Quote.objects.count()) == (75_000, 2, 1)


def test_an_unfinished_quote_is_kept_too(offer: Offer) -> None:
    """A draft without a price is kept: it need not be ready to be sent."""
    version = offer("0")
    assert (version.net, version.gross) == (0, 0)


def test_a_quote_is_for_a_client_of_the_unit(offer: Offer) -> None:
    """A unit quotes to those it works for."""
    with pytest.raises(Refusal, match="client of this unit"):
        keep_quote(quote=quote_input(1001, uuid.uuid4()), today=TODAY, actor=SYSTEM)


def test_a_draft_thrown_away_leaves_nothing(offer: Offer) -> None:
    """Nobody outside saw it, so nothing of it stays."""
    writing.discard_draft(version_id=offer().pk)
    assert not Quote.objects.exists()
    assert not QuoteVersion.objects.exists()


@pytest.mark.parametrize(("plan", "percent", "parts"), [("deposit", 0, 0), ("deposit", 100, 0), ("instalments", 0, 1)])
def test_a_deposit_and_parts_have_their_bounds(plan: str, percent: int, parts: int) -> None:
    """A deposit is 1 to 99 percent, and parts are at least two."""
    with pytest.raises(Refusal):
        Invoicing(Plan(plan), percent, parts)


def test_a_template_gives_back_what_it_kept(offer: Offer, festival: uuid.UUID) -> None:
    """A template keeps lines, terms and plan, and leaves client and days to the next quote."""
    given = quote_input(
        1001, festival, "800", terms="Stage and light by the client.", invoicing=Invoicing(Plan.DEPOSIT, 30)
    )
    template = templates.keep_template(unit_id=1001, name=" Concert ", quote=given, actor=SYSTEM)
    other = client_of(1001, name="Cultural centre", number="0200000340")
    begun = from_plain(template.content, unit_id=1001, client_id=other)
    assert (template.name, begun.client_id) == ("Concert", other)
    assert to_plain(begun) == to_plain(given)


def test_a_template_of_the_same_name_replaces_the_first(offer: Offer, festival: uuid.UUID) -> None:
    """Keeping under a name that is taken means the newer content."""
    for price in ("800", "900"):
        template = templates.keep_template(
            unit_id=1001, name="Concert", quote=quote_input(1001, festival, price), actor=SYSTEM
        )
    assert template.content["lines"][0]["unit_price"] == "900"


def test_a_template_needs_a_name(festival: uuid.UUID) -> None:
    """A name of spaces is none."""
    with pytest.raises(Refusal, match="name"):
        templates.keep_template(unit_id=1001, name="  ", quote=quote_input(1001, festival), actor=SYSTEM)


def test_the_last_quote_of_a_client_is_the_one_to_repeat(offer: Offer, festival: uuid.UUID) -> None:
    """The newest quote for this client, whatever became of it."""
    offer("1000")
    newest = offer("1500")
    other = client_of(1001, name="Cultural centre", number="0200000340")
    keep_quote(quote=quote_input(1001, other, "7"), today=TODAY, actor=SYSTEM)
    found = last_version(unit_id=1001, client_id=festival)
    assert found is not None
    assert found.pk == newest.pk


def test_the_list_shows_each_quote_once(offer: Offer) -> None:
    """A list of quotes has a quote once, in its latest version."""
    offer("1")
    offer("2")
    assert [version.net for version in quotes_of_unit(unit_id=1001)] == [200, 100]


def test_the_fingerprint_tells_any_change(offer: Offer) -> None:
    """The hash of what a client reads changes with every word and cent, and with nothing else."""
    version = offer()
    lines = list(version.lines.all())
    before = fingerprint(version, lines, number="Q2026/00001")
    assert fingerprint(QuoteVersion.objects.get(pk=version.pk), lines, number="Q2026/00001") == before
    lines[0].description = "Concert!"
    assert fingerprint(version, lines, number="Q2026/00001") != before
