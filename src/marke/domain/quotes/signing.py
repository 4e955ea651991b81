"""How firmly a client must sign: the larger the amount, the more it takes.

The personal link proves that the reader has the mailbox to which it went. Above one amount a code proves it once more,
at the moment of signing; above another only a signed paper will do. Both amounts are dated choices of the cooperative
(shared-enterprise.md, section 7.2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from marke.domain.parameters.queries import choice
from marke.domain.quotes.enums import FIRMNESS, SignedBy
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and how: name and e-mail as given, ``evidence`` what the interface knows (address, browser)."""

    name: str
    email: str
    how: SignedBy
    evidence: Mapping[str, str] = field(default_factory=dict)


def needed(*, gross: Cents, on: dt.date) -> SignedBy:
    """The lightest way in which an amount with VAT may be signed on a day."""
    if gross > choice("quote.paper_above", as_of=on):
        return SignedBy.PAPER
    return SignedBy.CODE if gross > choice("quote.code_above", as_of=on) else SignedBy.LINK


def require_firm_enough(*, signer: Signer, gross: Cents, on: dt.date) -> None:
    """Raise `Refusal` for a signature without a name, or one that is too light for the amount."""
    if not signer.name.strip():
        raise Refusal("quote.signer", gettext_noop("Type your name: it signs the quote."), field="name")
    wanted = needed(gross=gross, on=on)
    if FIRMNESS[SignedBy(signer.how)] >= FIRMNESS[wanted]:
        return
    if wanted == SignedBy.PAPER:
        raise Refusal(
            "quote.paper-needed",
            gettext_noop("For this amount the quote is signed on paper: print it, sign it and hand in a scan."),
            field="paper",
        )
    raise Refusal(
        "quote.code-needed",
        gettext_noop("For this amount we ask the code that we send you by e-mail."),
        field="code",
    )
