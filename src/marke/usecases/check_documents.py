"""Look at documents before they bind the enterprise: why one must wait, and what follows the decision.

What happens to an approved or returned document is its own journey's business: each kind has its line in `WHAT_FOLLOWS`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marke.domain.checks.enums import DocumentKind
from marke.domain.checks.models import Check
from marke.domain.checks.operations import approve, checks_to_decide, send_back
from marke.domain.checks.policies import Facts
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.sales.models import Invoice, InvoiceLine
from marke.domain.sales.pricing import LineInput


def sale_facts(
    *, unit_id: int, client_id: uuid.UUID, lines: Sequence[LineInput], requires_files: bool = False
) -> Facts:
    """What a check asks of something that a unit sells.

    A client is new while nobody in the enterprise has invoiced it; a reason for VAT is unusual until the unit has sent
    an invoice with it.
    """
    with enterprise_view():
        is_new = not Invoice.objects.filter(client_id=client_id, issued_on__isnull=False).exists()
    grounds = {line.vat_ground for line in lines if line.vat_ground}
    used = InvoiceLine.objects.filter(unit_id=unit_id, vat_ground__in=grounds, invoice__issued_on__isnull=False)
    known = set(used.values_list("vat_ground", flat=True).distinct()) if grounds else set()
    return Facts(
        amount=sum(line.net for line in lines),
        is_new_client=is_new,
        has_unusual_vat=bool(grounds - known),
        requires_files=requires_files,
    )


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


WHAT_FOLLOWS: dict[DocumentKind, Callable[[Check, dt.datetime, uuid.UUID], None]] = {}
"""Per kind of document, what an approval or a return sets in motion: ``(check, now, adviser)``."""
