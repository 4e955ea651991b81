"""Send invoices that were kept as drafts, as they stand."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from marke.domain.sales.drafts import input_of_draft
from marke.domain.sales.models import Invoice
from marke.usecases.issue_invoice import IssueInput, issue_invoices


def send_draft(*, invoice_id: uuid.UUID, now: dt.datetime, actor: uuid.UUID) -> Invoice:
    """Send one draft. Raises as `send_drafts`."""
    return send_drafts(invoice_ids=[invoice_id], now=now, actor=actor)[0]


def send_drafts(*, invoice_ids: Sequence[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Invoice]:
    """Send drafts today, all or none, in the order given. Raises `Refusal` for one that was sent, and as issuing."""
    today = timezone.localdate(now)
    given = [IssueInput(input_of_draft(invoice_id=key), today, draft_id=key) for key in invoice_ids]
    return issue_invoices(invoices=given, actor=actor, now=now)
