"""Which documents somebody looks at before they bind the enterprise, as the cooperative chose for the day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from marke.domain.checks.enums import CheckReason, DocumentKind
from marke.domain.checks.queries import goes_without
from marke.domain.parameters.queries import choice
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Facts:
    """What a check depends on. ``amount`` is without VAT, in cents."""

    amount: Cents = 0
    is_new_client: bool = False
    has_unusual_vat: bool = False
    requires_files: bool = False


def needs_check(
    *, kind: DocumentKind, unit_id: int, user_id: uuid.UUID, facts: Facts, as_of: dt.date
) -> list[CheckReason]:
    """Why this document of a member must be looked at first; empty when it may go.

    Empty as well when the member has earned or was granted to go without, for this kind of document.
    """
    found = [reason for reason in RULES[DocumentKind(kind)] if _HOLDS[reason](facts, as_of)]
    return [] if found and goes_without(user_id=user_id, kind=kind) else found


RULES: dict[DocumentKind, tuple[CheckReason, ...]] = {
    DocumentKind.QUOTE: (CheckReason.AMOUNT, CheckReason.NEW_CLIENT, CheckReason.VAT_GROUND, CheckReason.FILES),
    DocumentKind.ORDER: (CheckReason.FILES,),
}
"""What makes somebody look, per kind of document."""


def _is_high(facts: Facts, as_of: dt.date) -> bool:
    return facts.amount > choice("check.amount_above", as_of=as_of)


def _is_new_client(facts: Facts, as_of: dt.date) -> bool:
    return facts.is_new_client and facts.amount > choice("check.new_client_above", as_of=as_of)


def _has_unusual_vat(facts: Facts, as_of: dt.date) -> bool:
    return facts.has_unusual_vat and bool(choice("check.vat_ground", as_of=as_of))


def _requires_files(facts: Facts, as_of: dt.date) -> bool:
    return facts.requires_files and bool(choice("check.files", as_of=as_of))


_HOLDS: dict[CheckReason, Callable[[Facts, dt.date], bool]] = {
    CheckReason.AMOUNT: _is_high,
    CheckReason.NEW_CLIENT: _is_new_client,
    CheckReason.VAT_GROUND: _has_unusual_vat,
    CheckReason.FILES: _requires_files,
}
