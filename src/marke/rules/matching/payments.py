"""Which invoices a payment pays: every possibility with a score from 0 to 100 and the reasons that make it.

Only what a payer could not have written by chance is certain: a reference with right check digits, of an invoice that
is open. Amount, name and known account together make a good suggestion; a person decides it. Whatever speaks against a
match counts too: an account that is known to pay for somebody else makes even a right reference uncertain.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marke.kernel.money import Cents
from marke.rules.banking.references import references_in
from marke.rules.likeness import ALIKE_PERCENT, bare_name, name_likeness

NUMBER = re.compile(r"(?<!\d)(20\d{2})\s?[/\-. ]\s?(\d{3,6})(?!\d)")
"""An invoice number as people write it: 2026/00123, 2026-123."""


class Reason(StrEnum):
    """Why a match was thought of, or doubted."""

    REFERENCE = "reference"
    REFERENCE_IN_TEXT = "reference_in_text"
    NUMBER_IN_TEXT = "number_in_text"
    KNOWN_ACCOUNT = "known_account"
    SAME_NAME = "same_name"
    LIKE_NAME = "like_name"
    SAME_AMOUNT = "same_amount"
    SAME_SUM = "same_sum"
    ONE_OF_MANY = "one_of_many"
    OTHER_PAYER = "other_payer"


WORTH = {
    Reason.REFERENCE: 100,
    Reason.REFERENCE_IN_TEXT: 96,
    Reason.NUMBER_IN_TEXT: 45,
    Reason.KNOWN_ACCOUNT: 35,
    Reason.SAME_NAME: 25,
    Reason.LIKE_NAME: 15,
    Reason.SAME_AMOUNT: 30,
    Reason.SAME_SUM: 30,
    Reason.ONE_OF_MANY: -40,
    Reason.OTHER_PAYER: -50,
}
"""What each reason adds; the score is their sum between 0 and 100."""

MOST_WITHOUT_REFERENCE = 90
"""However much speaks for it: without a reference nothing is certain."""

CERTAIN_REFERENCES = frozenset({Reason.REFERENCE, Reason.REFERENCE_IN_TEXT})


@dataclass(frozen=True, slots=True)
class Paid:
    """A line of the bank that came in, as far as matching looks at it."""

    amount: Cents
    name: str = ""
    account: str = ""
    communication: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """An open invoice: what is still due on it, its reference and number, and who owes it."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    outstanding: Cents
    reference: str
    number: str
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One possibility: the invoices in the order in which they take the money."""

    invoices: tuple[Owed, ...]
    score: int
    reasons: tuple[Reason, ...]


def matches(paid: Paid, *, open_invoices: Sequence[Owed], payers: Mapping[str, frozenset[uuid.UUID]]) -> list[Match]:
    """Every possibility that something speaks for, the best first. ``payers`` says for whom an account is known to pay.

    Two possibilities with the same score are told in the order of their numbers, so that the same facts always give the
    same answer.
    """
    named = _named(paid, open_invoices)
    found = [named] if named else []
    found += _without_reference(paid, open_invoices, payers)
    scored = [_scored(paid, invoices, reasons, payers) for invoices, reasons in found]
    best: dict[tuple[uuid.UUID, ...], Match] = {}
    for match in sorted(scored, key=_order):
        best.setdefault(tuple(sorted(owed.invoice_id for owed in match.invoices)), match)
    return [match for match in best.values() if match.score > 0]


def certain(found: Sequence[Match], *, threshold: int) -> Match | None:
    """The one match that needs nobody: it stands on a reference, reaches the threshold, and no other one does."""
    reached = [match for match in found if match.score >= threshold and CERTAIN_REFERENCES & set(match.reasons)]
    return reached[0] if len(reached) == 1 else None


def references_of(paid: Paid) -> list[str]:
    """Every right reference of a line: in its own field, else inside the text."""
    return [paid.communication] if paid.communication else list(references_in(paid.text))


def numbers_in(text: str) -> set[str]:
    """Invoice numbers inside a text, in the form in which they are kept: 2026/00123."""
    return {f"{year}/{int(sequence):05d}" for year, sequence in NUMBER.findall(text)}


Found = tuple[tuple[Owed, ...], list[Reason]]


def _named(paid: Paid, open_invoices: Sequence[Owed]) -> Found | None:
    """The invoices whose reference the payer gave: one that takes the money, or several that it pays exactly.

    Several references with another amount leave open which of them is meant, so that they are no match.
    """
    by_reference = {owed.reference: owed for owed in open_invoices if owed.reference and owed.outstanding > 0}
    references = references_of(paid)
    invoices = tuple(by_reference[reference] for reference in references if reference in by_reference)
    if not invoices or len(invoices) < len(references):
        return None
    reasons = [Reason.REFERENCE if paid.communication else Reason.REFERENCE_IN_TEXT]
    total = sum(owed.outstanding for owed in invoices)
    if len(invoices) > 1 and total != paid.amount:
        return None
    if total == paid.amount:
        reasons.append(Reason.SAME_AMOUNT if len(invoices) == 1 else Reason.SAME_SUM)
    return invoices, reasons


def _without_reference(
    paid: Paid, open_invoices: Sequence[Owed], payers: Mapping[str, frozenset[uuid.UUID]]
) -> Iterable[Found]:
    """What amount, name, account and an invoice number in the text speak for."""
    numbers = numbers_in(paid.text)
    known = payers.get(paid.account, frozenset()) if paid.account else frozenset()
    payer = bare_name(paid.name)
    by_client: defaultdict[uuid.UUID, list[Owed]] = defaultdict(list)
    for owed in open_invoices:
        if owed.outstanding > 0:
            by_client[owed.client_id].append(owed)
    for client_id, invoices in by_client.items():
        about_payer = _about_payer(client_id in known, payer, bare_name(invoices[0].client_name))
        same = [owed for owed in invoices if owed.outstanding == paid.amount]
        for owed in invoices:
            reasons = [*about_payer]
            if owed.number in numbers:
                reasons.append(Reason.NUMBER_IN_TEXT)
            if owed in same:
                reasons.append(Reason.SAME_AMOUNT)
                if len(same) > 1 and owed.number not in numbers:
                    reasons.append(Reason.ONE_OF_MANY)
            if about_payer or owed.number in numbers:
                yield (owed,), reasons
        together = [owed for owed in invoices if owed.number in numbers] or invoices
        if about_payer and len(together) > 1 and sum(owed.outstanding for owed in together) == paid.amount:
            named = [Reason.NUMBER_IN_TEXT] if together[0].number in numbers else []
            yield tuple(together), [*about_payer, Reason.SAME_SUM, *named]


def _about_payer(is_known: bool, payer: str, client: str) -> list[Reason]:
    reasons = [Reason.KNOWN_ACCOUNT] if is_known else []
    if payer and client:
        if payer == client:
            reasons.append(Reason.SAME_NAME)
        elif name_likeness(payer, client) >= ALIKE_PERCENT:
            reasons.append(Reason.LIKE_NAME)
    return reasons


def _scored(
    paid: Paid,
    invoices: tuple[Owed, ...],
    reasons: list[Reason],
    payers: Mapping[str, frozenset[uuid.UUID]],
) -> Match:
    known = payers.get(paid.account, frozenset()) if paid.account else frozenset()
    if known and not {owed.client_id for owed in invoices} <= known:
        reasons = [*reasons, Reason.OTHER_PAYER]
    most = 100 if CERTAIN_REFERENCES & set(reasons) else MOST_WITHOUT_REFERENCE
    score = min(sum(WORTH[reason] for reason in reasons), most)
    return Match(invoices, max(score, 0), tuple(reasons))


def _order(match: Match) -> tuple[int, list[str]]:
    return -match.score, [owed.number for owed in match.invoices]
