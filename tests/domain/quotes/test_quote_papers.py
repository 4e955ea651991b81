"""The quote on paper, in four languages, with room to sign or with the signature."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from tests.support.quoting import NOW, quote_input, signer
from tests.support.selling import CLERK, REDUCED, TODAY, client_of, line

from marke.domain.checks.models import Check
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.quotes.attachments import MAKERS
from marke.domain.quotes.content import Invoicing, QuoteInput
from marke.domain.quotes.enums import Plan
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.printing import printed, quote_pdf
from marke.domain.quotes.queries import version_by_id
from marke.domain.sales.home import home
from marke.usecases.answer_quote import accept_quote
from marke.usecases.check_documents import Decision, decide_checks
from marke.usecases.send_quote import send_quote
from marke.usecases.write_quote import keep_quote


def sent(client: uuid.UUID, *prices: str, **more: object) -> QuoteVersion:
    """A quote on its way."""
    return leaving(quote_input(1001, client, *prices, **more))


def leaving(quote: QuoteInput) -> QuoteVersion:
    """What was typed, sent, past an adviser's look if one is needed."""
    draft = keep_quote(quote=quote, today=TODAY, actor=SYSTEM)
    send_quote(version_id=draft.pk, now=NOW, actor=SYSTEM)
    waiting = list(Check.objects.filter(subject_id=draft.pk).values_list("pk", flat=True))
    if waiting:
        decide_checks(decision=Decision(waiting), now=NOW, actor=CLERK)
    found = version_by_id(version_id=draft.pk)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_it_is_printed_in_the_language_of_the_client(festival: uuid.UUID, language: str) -> None:
    """Every language has every word, and the paper can be made."""
    client = client_of(1001, name="Haus der Musik", number="0200000340", language=language)
    version = sent(client, invoicing=Invoicing(Plan.DEPOSIT, 30), terms="Stage by the client.\nCatering too.")
    data = printed(version=version, house=home())
    assert "30" in data["invoicing"]
    assert "{" not in str(data["invoicing"]) + str(data["term"])
    assert quote_pdf(version=version).startswith(b"%PDF-")


def test_before_the_signature_there_is_room_to_sign(festival: uuid.UUID) -> None:
    """Nobody has signed, and the paper says nothing else."""
    assert printed(version=sent(festival), house=home())["signature"] == []


def test_once_signed_it_carries_what_proves_it(festival: uuid.UUID) -> None:
    """Name, moment, way and address stand on the paper of the version that was signed."""
    version = sent(festival)
    accept_quote(quote_id=version.quote_id, version=1, signer=signer(), now=NOW, actor=SYSTEM)
    signed = version_by_id(version_id=version.pk)
    assert signed is not None
    facts = dict(printed(version=signed, house=home())["signature"])
    assert facts["Door"] == "Kim Claes"
    assert facts["Netwerkadres"] == "192.0.2.7"


def test_a_large_amount_says_that_it_is_signed_on_paper(festival: uuid.UUID) -> None:
    """Above the amount the paper asks for a pen and a scan."""
    assert "papier" in printed(version=sent(festival, "8500"), house=home())["paper_only"]
    assert printed(version=sent(festival, "1000"), house=home())["paper_only"] == ""


def test_the_legal_text_of_each_ground_is_printed(festival: uuid.UUID) -> None:
    """A reduced rate stands with its sentence in the law, as on the invoice."""
    rights = replace(quote_input(1001, festival), lines=(line("100", vat=REDUCED, ground="copyright"), line("50")))
    assert len(printed(version=leaving(rights), house=home())["sentences"]) == 1
    assert printed(version=sent(festival), house=home())["sentences"] == []


def test_a_mail_takes_it_along(festival: uuid.UUID) -> None:
    """The outbox makes the file by its name; of a quote that does not exist it makes none."""
    assert MAKERS["quote.pdf"](sent(festival).pk).startswith(b"%PDF-")
    with pytest.raises(LookupError):
        MAKERS["quote.pdf"](uuid.uuid4())
