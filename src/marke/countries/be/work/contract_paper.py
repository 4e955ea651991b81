"""The words of a contract of work: language, title, facts, days and articles, ready for paper or screen.

The same words are shown on screen, signed by their fingerprint, and set on paper.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from marke.countries.be.documents.writing import Writing
from marke.countries.be.identifiers import format_enterprise_number
from marke.countries.be.work.functions import function
from marke.countries.files import read_exact_yaml
from marke.rules.social.papers import Paper
from marke.rules.work.agreement import Agreement

TEMPLATE = Path(__file__).with_name("contract.typ")
BRUSSELS, FLEMISH = range(1000, 1300), (*range(1500, 2000), *range(2000, 4000), *range(8000, 10000))
FRENCH = (*range(1300, 1500), *range(4000, 8000))


def contract_language(*, postcode: str, preferred: str) -> str:
    """The language in which the law wants a contract, by the region of the employer's seat.

    Dutch in the Flemish Region (decree of 19 July 1973), French in the Walloon Region (decree of 30 June 1982), and in
    Brussels Dutch or French as the worker speaks (laws of 18 July 1966, art. 52). A seat elsewhere binds to nothing.
    """
    region = int(postcode) if postcode.isdecimal() else 0
    if region in FLEMISH:
        return "nl"
    if region in FRENCH:
        return "fr"
    if region in BRUSSELS:
        return preferred if preferred in ("nl", "fr") else "fr"
    return preferred if preferred in contract_words() else "en"


def contract_paper(agreement: Agreement, *, language: str = "") -> Paper:
    """The contract in its own language, or in another one for whoever reads along."""
    code = language or agreement.language
    words, write = contract_words()[code], Writing(code)
    engagement = agreement.engagement
    kind = engagement.kind.value
    pay = words["pay_of"][engagement.basis.value].format(pay=write.euro(engagement.amount))
    terms = {"pay": pay, "committee": agreement.committee}
    return Paper(
        TEMPLATE,
        {
            "language": code,
            "words": {name: text for name, text in words.items() if isinstance(text, str)},
            "title": words["titles"][kind],
            "subtitle": f"{words['number']} {agreement.number}",
            "day": [agreement.offered_on.year, agreement.offered_on.month, agreement.offered_on.day],
            "employer": {"name": agreement.employer.name, "lines": _employer_lines(agreement)},
            "worker": {"name": agreement.worker.name, "lines": _worker_lines(agreement, words, write)},
            "facts": _facts(agreement, words, write, pay),
            "days": [
                [write.day(each.day), f"{each.starts_at:%H:%M}", write.number(each.hours)] for each in engagement.days
            ],
            "articles": [text.format(**terms) for text in words["articles"][kind]],
        },
    )


def _worker_lines(agreement: Agreement, words: dict[str, Any], write: Writing) -> list[str]:
    worker = agreement.worker
    born = [f"{words['born']} {write.day(worker.born)}"] if worker.born else []
    return [*worker.address.lines, *born]


def _employer_lines(agreement: Agreement) -> list[str]:
    employer = agreement.employer
    return [*employer.address.lines, format_enterprise_number(employer.enterprise_number)]


def _facts(agreement: Agreement, words: dict[str, Any], write: Writing, pay: str) -> list[list[str]]:
    engagement = agreement.engagement
    first = write.day(engagement.starts_on)
    if engagement.ends_on is None:
        period = words["no_end"].format(first=first)
    else:
        period = words["period_of"].format(first=first, last=write.day(engagement.ends_on))
    title = function(engagement.function).titles[write.language]
    facts = [
        [words["function"], title],
        [words["work"], agreement.description],
        [words["place"], agreement.place or words["every_place"]],
        [words["period"], period],
        [words["hours"], words["hours_of"].format(hours=write.number(Decimal(engagement.hours)))],
        [words["pay"], pay],
        [words["committee"], agreement.committee],
        [words["unit"], agreement.unit],
    ]
    return [fact for fact in facts if fact[1]]


@cache
def contract_words() -> dict[str, Any]:
    text = files("marke.countries.be.work").joinpath("contract_words.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_exact_yaml(text)
    return found
