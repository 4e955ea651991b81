"""Every mail in every language, as its reader sees it."""

from __future__ import annotations

import pytest

from marke.domain.outbox import letters
from marke.domain.outbox.letters import House

HOUSE = House("De Marke", "De Marke Producties", "De Marke · Kaai 1, 9000 Gent")
VALUES = {"text": "Muziek bij «Reis» & <co>", "money": 123_450, "day": "2026-10-11", "link": "/c/geheim/"}
EVERY = [(name, language) for name in letters.names() for language in letters.LOCALES]


def write(template: str, language: str = "nl", **changed: object) -> letters.Letter:
    context = {name: VALUES[kind] for name, kind in letters.fields_of(template).items()}
    return letters.write(
        template=template, language=language, context={**context, **changed}, house=HOUSE, site="https://marke.example"
    )


@pytest.mark.parametrize(("template", "language"), EVERY)
def test_a_letter_is_whole_in_each_language(template: str, language: str):
    """No field is left open, the figures are the reader's, and the one button leads to the page."""
    letter = write(template, language)
    fields = letters.fields_of(template)
    for shape in (letter.subject, letter.text, letter.html):
        assert "{" not in shape
    assert ("€" in letter.text) == ("money" in fields.values())
    address = "https://marke.example/c/geheim/"
    assert (address in letter.text) == ("link" in fields)
    assert letter.html.count(f'href="{address}"') == (2 if "link" in fields else 0)


@pytest.mark.parametrize("template", letters.names())
def test_each_language_says_the_same_things(template: str):
    """A letter shows the same fields whoever reads it."""
    shown = [
        {name for name, sample in samples(template).items() if sample in write(template, language).text}
        for language in letters.LOCALES
    ]
    assert all(each == shown[0] for each in shown)


def samples(template: str) -> dict[str, str]:
    """For each text field of a letter, words that stand nowhere else."""
    return {name: VALUES["text"] for name, kind in letters.fields_of(template).items() if kind == "text"}


def test_what_people_typed_is_text_in_the_html():
    """A client cannot put a link or a script into a mail of the house by its name."""
    letter = write("quote_sent", subject="<script>alert(1)</script>")
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html


def test_a_line_break_cannot_become_a_header():
    """A subject is one line, whatever was typed into the number."""
    letter = write("invoice_sent", number="F1\r\nBcc: everybody@example.org")
    assert letter.subject == "Factuur F1 Bcc: everybody@example.org van De Marke Producties"


def test_what_is_empty_is_not_mentioned():
    """A quote without a comment has no sentence about one; a paid invoice says nothing about what is open."""
    assert "De reden" not in write("quote_rejected", comment="").text
    assert "open" not in write("invoice_paid", outstanding=0).text


def test_a_letter_in_a_language_we_do_not_speak_is_in_english():
    """A Spanish client reads English rather than nothing."""
    assert write("quote_sent", "es").text.startswith("Hello,")


@pytest.mark.parametrize("template", ["nothing", "../letters/quote_sent", "frame/../quote_sent"])
def test_a_letter_that_does_not_exist_is_an_error(template: str):
    """A mistake in a name is found where the mail is put, not at night by the worker."""
    with pytest.raises(LookupError):
        letters.fields_of(template)


def test_the_member_reads_what_is_available_now():
    """Journey J2, step 8: «Paid, € … now available»."""
    letter = write("invoice_paid", "en", available=100_000)
    assert letter.subject == "Paid: 1.000,00\N{NO-BREAK SPACE}€ is now available"
