"""Write how far the enterprise trusts a client: known, verified, watched, blocked.

A client is verified by itself when it signs its first order or pays its first invoice. Staff watch it, block it and
let it go again, with a reason that stays.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from marke.domain.directory.models import PaymentHistory, StateChange
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.sales.enums import ClientState, InvoiceKind
from marke.domain.sales.models import Client, Invoice
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop

FIRST_ORDER = gettext_noop("first order signed")
FIRST_PAYMENT = gettext_noop("first invoice paid")


def watch(*, client_ids: Collection[uuid.UUID], reason: str, actor: uuid.UUID) -> int:
    """Keep an eye on clients: their history no longer raises their limit. Answers how many; raises as `block`."""
    return _decide(client_ids, ClientState.WATCH, reason, actor)


def block(*, client_ids: Collection[uuid.UUID], reason: str, actor: uuid.UUID) -> int:
    """No new quote, order or invoice for these clients in any unit. Answers how many changed.

    Raises `Refusal` without a reason, and for a client that was merged into another one.
    """
    return _decide(client_ids, ClientState.BLOCKED, reason, actor)


def release(*, client_ids: Collection[uuid.UUID], reason: str, actor: uuid.UUID) -> int:
    """Watch or block clients no longer: they are again what they had earned. Answers how many; raises as `block`."""
    _require_reason(reason)
    rows = _locked(client_ids)
    held = {row.pk for row in rows if row.state in {ClientState.WATCH, ClientState.BLOCKED}}
    earned = set(
        StateChange.objects.filter(client_id__in=held, state=ClientState.VERIFIED).values_list("client_id", flat=True)
    )
    _write(earned, ClientState.VERIFIED, reason, actor)
    _write(held - earned, ClientState.IDENTIFIED, reason, actor)
    return len(held)


def verify(*, client_ids: Collection[uuid.UUID], reason: str, actor: uuid.UUID) -> int:
    """Clients that signed an order or paid are verified, once. Watched and blocked clients stay what they are."""
    with enterprise_view():
        known = Client.objects.filter(pk__in=set(client_ids), state=ClientState.IDENTIFIED)
        fresh = set(known.values_list("pk", flat=True))
        _write(fresh, ClientState.VERIFIED, reason, actor)
    return len(fresh)


def note_payments(*, settled: Sequence[tuple[Invoice, dt.date]], actor: uuid.UUID) -> None:
    """Money settled a part of invoices, each on a day: whoever paid one whole for the first time is verified, and
    whoever paid it in time is trusted more."""
    last: dict[uuid.UUID, tuple[Invoice, dt.date]] = {}
    for invoice, day in settled:
        if _is_paid(invoice):
            last[invoice.pk] = (invoice, max(day, last[invoice.pk][1]) if invoice.pk in last else day)
    if not last:
        return
    verify(client_ids={invoice.client_id for invoice, _ in last.values()}, reason=FIRST_PAYMENT, actor=actor)
    highest: dict[uuid.UUID, Cents] = {}
    for invoice, day in last.values():
        if invoice.due_on is not None and day <= invoice.due_on:
            highest[invoice.client_id] = max(highest.get(invoice.client_id, 0), invoice.gross)
    if highest:
        _raise_trust(highest)


def _is_paid(invoice: Invoice) -> bool:
    paid = invoice.paid == invoice.gross and not invoice.credited
    return paid and invoice.kind == InvoiceKind.INVOICE


def _raise_trust(highest: dict[uuid.UUID, Cents]) -> None:
    """Keep the highest amount paid in time of each client; a lower one than before changes nothing."""
    found = PaymentHistory.objects.filter(client_id__in=highest)
    known = dict(found.values_list("client_id", "highest_in_time"))
    raised = [
        PaymentHistory(client_id=client_id, highest_in_time=amount)
        for client_id, amount in highest.items()
        if amount > known.get(client_id, 0)
    ]
    PaymentHistory.objects.bulk_create(
        raised, update_conflicts=True, unique_fields=["client"], update_fields=["highest_in_time"]
    )


def _decide(client_ids: Collection[uuid.UUID], state: ClientState, reason: str, actor: uuid.UUID) -> int:
    _require_reason(reason)
    changing = {row.pk for row in _locked(client_ids) if row.state != state}
    _write(changing, state, reason, actor)
    return len(changing)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal("client.state-reason", gettext_noop("Say why, for whoever reads this later."), field="reason")


def _locked(client_ids: Collection[uuid.UUID]) -> list[Client]:
    rows = list(Client.objects.select_for_update(of=("self",)).filter(pk__in=set(client_ids)).order_by("pk"))
    for row in rows:
        if row.state == ClientState.MERGED:
            raise Refusal(
                "client.merged",
                gettext_noop("%(client)s was merged into another client; change that one."),
                params={"client": row.name},
            )
    return rows


def _write(client_ids: Collection[uuid.UUID], state: ClientState, reason: str, actor: uuid.UUID) -> None:
    if not client_ids:
        return
    Client.objects.filter(pk__in=client_ids).update(state=state)
    StateChange.objects.bulk_create(
        [
            StateChange(client_id=client_id, state=state, reason=reason.strip(), decided_by=actor)
            for client_id in sorted(client_ids)
        ]
    )
