"""Hand in a file of an order; once all that its deal requires is there, the desk looks at them.

Who has earned to go without a check of orders goes without. After a return the next file asks again.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from marke.domain.checks.enums import CheckState, DocumentKind
from marke.domain.checks.operations import CheckInput, ask
from marke.domain.checks.policies import Facts, needs_check
from marke.domain.checks.queries import check_of
from marke.domain.orders.files import add_file, needed_files
from marke.domain.orders.models import Order, OrderFile
from marke.domain.orders.queries import files_of
from marke.kernel.papers import PaperInput


def hand_in_order_file(
    *, order_id: uuid.UUID, kind: str, file: PaperInput, now: dt.datetime, actor: uuid.UUID
) -> OrderFile:
    """Keep the file, and put the order in the queue of the desk when its files are complete. Raises as `add_file`."""
    kept = add_file(order_id=order_id, kind=kind, file=file, actor=actor)
    order = Order.objects.select_related("client").get(pk=order_id)
    needed = needed_files(order=order, lines=list(order.lines.all()), files=files_of(order_id=order_id))
    if needed and all(each.given for each in needed) and not _was_approved(order_id):
        facts = Facts(amount=order.net, requires_files=True)
        reasons = needs_check(
            kind=DocumentKind.ORDER,
            unit_id=order.unit_id,
            user_id=actor,
            facts=facts,
            as_of=timezone.localdate(now),
        )
        title = f"{order.client.name}: {order.subject or order.number}"
        given = CheckInput(DocumentKind.ORDER, order.pk, order.unit_id, title, reasons, amount=order.net)
        ask(checks=[given] if reasons else [], now=now, actor=actor)
    return kept


def _was_approved(order_id: uuid.UUID) -> bool:
    last = check_of(kind=DocumentKind.ORDER, subject_id=order_id)
    return last is not None and last.state == CheckState.APPROVED
