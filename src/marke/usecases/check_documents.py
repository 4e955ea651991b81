"""Look at documents before they bind the enterprise: why one must wait, and what follows the decision.

What happens to an approved or returned document is its own journey's business: each kind has a line in `WHAT_FOLLOWS`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marke.domain.checks.enums import DocumentKind
from marke.domain.checks.models import Check
from marke.domain.checks.operations import approve, checks_to_decide, send_back
from marke.usecases.send_quote import quote_decided


@dataclass(frozen=True, slots=True)
class Decision:
    """What an adviser decides of documents that wait; without a fault they may go."""

    check_ids: Sequence[uuid.UUID]
    fault: str = ""


def decide_checks(*, decision: Decision, now: dt.datetime, actor: uuid.UUID) -> list[Check]:
    """Approve documents, or return them with what must change; what follows happens in the same transaction.

    Raises `Refusal` for one that was decided already or is one's own, and what the journey of the document says.
    """
    checks = checks_to_decide(check_ids=decision.check_ids, actor=actor)
    if decision.fault:
        send_back(checks=checks, reason=decision.fault, now=now, actor=actor)
    else:
        approve(checks=checks, now=now, actor=actor)
    for check in checks:
        if follow := WHAT_FOLLOWS.get(DocumentKind(check.kind)):
            follow(check, now, actor)
    return checks


WHAT_FOLLOWS: dict[DocumentKind, Callable[[Check, dt.datetime, uuid.UUID], None]] = {
    DocumentKind.QUOTE: quote_decided,
}
"""Per kind of document, what an approval or a return sets in motion: ``(check, now, adviser)``."""
