"""The quote on paper: the same facts as plain, ready-to-print data, in the client's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_datetime
from babel.numbers import format_currency, format_percent
from django.utils.timezone import localtime

from marke.countries.protocol import Country
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.models import Answer, QuoteLine, QuoteVersion
from marke.domain.quotes.queries import answer_of
from marke.domain.quotes.signing import needed
from marke.domain.sales.home import home
from marke.domain.sales.printing import (
    LOCALES,
    MARKS,
    day,
    money,
    period,
    printed_buyer,
    printed_seller,
    quantity,
    words_in,
)
from marke.kernel.ports import PORTS
from marke.rules.vat import Category

DOCUMENTS = Path(__file__).parent / "documents"
TEMPLATE = DOCUMENTS / "quote.typ"


def quote_pdf(*, version: QuoteVersion) -> bytes:
    """A version that was sent, as PDF/A: with room to sign, and once it is signed with what proves the signature."""
    return PORTS.typesetter.typeset(template=TEMPLATE, data=printed(version=version, house=home()))


def printed(*, version: QuoteVersion, house: Country) -> dict[str, Any]:
    """Every word and figure that the document of a version that was sent shows."""
    on = localtime(version.sent_at).date()
    return printed_parts(version=version, lines=list(version.lines.all()), on=on, house=house)


def printed_parts(*, version: QuoteVersion, lines: Sequence[QuoteLine], on: dt.date, house: Country) -> dict[str, Any]:
    """The same of a document in memory, dated ``on``, which may have no client yet."""
    locale, own = LOCALES[version.language], _own_words(version.language)
    marks = _marks(version.vat_totals)
    valid_until, client = version.valid_until, version.parties["client"]
    assert valid_until, "a document says until when it is valid"
    return {
        "language": version.language,
        "words": {**words_in(version.language), **own},
        "number": version.quote.number or "",
        "version": str(version.number) if version.number > 1 else "",
        "date": day(on, locale),
        "day": [on.year, on.month, on.day],
        "valid_until": day(valid_until, locale),
        "period": period(version.period_start, version.period_end, locale),
        "reference": version.client_reference,
        "reader": version.to_name,
        "subject": version.subject,
        "unit": {"number": str(version.unit_id), "name": version.parties["unit"]["name"]},
        "seller": printed_seller(version.parties["seller"], house.identifiers),
        "client": printed_buyer(client, house, version.language) if client else {},
        "lines": [_line(line, locale, marks) for line in lines],
        "net": money(version.net, locale),
        "vat": [_vat(total, words_in(version.language)["categories"], locale) for total in version.vat_totals],
        "gross": money(version.gross, locale),
        "sentences": _sentences(version.vat_totals, marks),
        "invoicing": own["plans"][version.plan].format(
            percent=version.deposit_percent, parts=version.instalments, days=version.term_days
        ),
        "term": own["term"].format(days=version.term_days),
        "terms": version.terms,
        "binds": own["binds"],
        "paper_only": own["paper_only"] if needed(gross=version.gross, on=on) == SignedBy.PAPER else "",
        "signature": _signature(answer_of(version), own, locale),
        "fingerprint": version.fingerprint,
    }


@cache
def _own_words(language: str) -> Mapping[str, Any]:
    """The words that only a quote has."""
    words: Mapping[str, Mapping[str, Any]] = yaml.safe_load((DOCUMENTS / "words.yaml").read_text(encoding="utf-8"))
    return words[language]


def _line(line: QuoteLine, locale: str, marks: Mapping[str, str]) -> dict[str, Any]:
    whole_cents = bool(line.unit_price == round(line.unit_price, 2))
    return {
        "what": line.description,
        "quantity": quantity(line.quantity, line.measure, locale),
        "price": format_currency(line.unit_price, "EUR", locale=locale, decimal_quantization=whole_cents),
        "vat": f"{format_percent(line.vat_rate, locale=locale)}{marks.get(line.vat_ground, '')}",
        "amount": money(line.net, locale),
        "deducts": line.net < 0,
    }


def _vat(total: Mapping[str, Any], categories: Mapping[str, str], locale: str) -> dict[str, str]:
    return {
        "rate": format_percent(Decimal(total["rate"]), locale=locale),
        "category": "" if total["category"] == Category.TAXED.value else categories[total["category"]],
        "base": money(total["base"], locale),
        "amount": money(total["vat"], locale),
    }


def _marks(vat: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """A small figure per ground, when there are several: it leads from a line to its legal text."""
    grounds = [ground for total in vat for ground in total["grounds"]]
    return dict(zip(grounds, MARKS, strict=False)) if len(grounds) > 1 else {}


def _sentences(vat: Sequence[Mapping[str, Any]], marks: Mapping[str, str]) -> list[dict[str, str]]:
    """The legal text of each ground as it was fixed at sending, with its mark."""
    texts = [pair for total in vat for pair in zip(total["grounds"], total["sentences"], strict=True)]
    return [{"mark": marks.get(ground, ""), "text": text} for ground, text in texts]


def _signature(answer: Answer | None, words: Mapping[str, Any], locale: str) -> list[list[str]]:
    """Who accepted, when and how, as the accepted version shows it; nothing before that."""
    if answer is None or not answer.accepted:
        return []
    moment = format_datetime(localtime(answer.at), format="long", locale=locale)
    facts = [
        [words["signed_by"], answer.signer_name],
        [words["email"], answer.signer_email],
        [words["signed_at"], moment],
        [words["signed_how"], words["ways"][answer.how]],
        [words["address"], str(answer.evidence.get("address", ""))],
        [words["order"], answer.order_reference],
    ]
    return [fact for fact in facts if fact[1]]
