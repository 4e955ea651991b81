"""Take in what suppliers send: the bytes first, then what can be read in them, then whose it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming, IncomingFile
from marke.kernel.einvoicing import Judgement
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.einvoice import Invoice
from marke.rules.einvoice.model import DocumentKind

NO_LONGER_A_COPY = [IncomingState.DUPLICATE, IncomingState.UNREADABLE, IncomingState.SET_ASIDE]
OPEN = [IncomingState.OPEN, IncomingState.TO_ASSIGN]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file from the inbox and what was made of it: ``invoice`` is None when it cannot be read, for ``problem``."""

    provider: str
    provider_id: str
    content: bytes
    received_at: dt.datetime
    judgement: Judgement
    invoice: Invoice | None = None
    problem: Refusal | None = None
    unit_id: int | None = None


def known(*, provider: str, provider_ids: Sequence[str]) -> set[str]:
    """Which documents of the inbox were fetched before."""
    found = IncomingFile.objects.filter(provider=provider, provider_id__in=provider_ids)
    return set(found.values_list("provider_id", flat=True))


def take_in(*, arrival: Arrival, now: dt.datetime) -> Incoming:
    """Keep the bytes and what was read, all or nothing. What came before is kept as a copy and never booked twice."""
    file = IncomingFile.objects.create(
        provider=arrival.provider,
        provider_id=arrival.provider_id,
        content=arrival.content,
        sha256=hashlib.sha256(arrival.content).hexdigest(),
        received_at=arrival.received_at,
        fetched_at=now,
    )
    row = Incoming(
        file=file,
        received_at=arrival.received_at,
        valid=arrival.judgement.valid,
        pack=arrival.judgement.pack,
        findings=[dict(each) for each in arrival.judgement.findings],
    )
    if arrival.invoice is None:
        row.state = IncomingState.UNREADABLE
        if arrival.problem:
            row.problem = arrival.problem.message[:500]
            row.problem_params = {name: str(value) for name, value in arrival.problem.params.items()}
    else:
        _read(row, arrival.invoice)
        row.original = _earlier(row, file.sha256)
        row.unit_id = None if row.original else arrival.unit_id
        row.state = _state(row)
    row.save(force_insert=True)
    return row


def _read(row: Incoming, invoice: Invoice) -> None:
    """What a list shows of the document; the rest is read from its bytes when it is needed."""
    seller = invoice.seller
    legal = seller.legal_number.value if seller.legal_number else ""
    row.is_credit_note = invoice.kind is DocumentKind.CREDIT_NOTE
    row.supplier = seller.name[:200]
    row.supplier_number = (seller.vat_number or legal or (seller.endpoint.value if seller.endpoint else ""))[:60]
    row.number = invoice.number[:60]
    row.reference = " · ".join(filter(None, [invoice.buyer_reference, invoice.order, invoice.project]))[:200]
    row.issued_on, row.due_on = invoice.issued_on, invoice.due_on
    row.currency = invoice.currency[:3]
    row.account = account_of(invoice)[:34]
    row.net, row.vat, row.gross = invoice.totals.without_vat, invoice.vat, invoice.totals.with_vat


def account_of(invoice: Invoice) -> str:
    """The first account that the supplier asks to pay to; empty when the document names none."""
    named = (means.account.number for means in invoice.payment_means if means.account)
    return next((number.replace(" ", "") for number in named), "")


def _earlier(row: Incoming, sha256: str) -> Incoming | None:
    """The same file, or the same number of the same supplier, that is still to book or booked."""
    same = Q(file__sha256=sha256)
    if row.supplier_number and row.number:
        same |= Q(supplier_number=row.supplier_number, number=row.number, is_credit_note=row.is_credit_note)
    return Incoming.objects.filter(same).exclude(state__in=NO_LONGER_A_COPY).order_by("pk").first()


def _state(row: Incoming) -> IncomingState:
    if row.original:
        return IncomingState.DUPLICATE
    return IncomingState.OPEN if row.unit_id else IncomingState.TO_ASSIGN


def assign(*, incoming_ids: Sequence[uuid.UUID], unit_id: int, actor: uuid.UUID, now: dt.datetime) -> list[Incoming]:
    """Give received documents to the unit that bears them. Raises `Refusal` for one that is no longer open."""
    rows = open_documents(incoming_ids=incoming_ids)
    for row in rows:
        row.unit_id, row.state, row.decided_by, row.decided_at = unit_id, IncomingState.OPEN, actor, now
        row.save()
    return rows


def set_aside(*, incoming_ids: Sequence[uuid.UUID], reason: str, actor: uuid.UUID, now: dt.datetime) -> list[Incoming]:
    """Documents that are nobody's cost: not for us, or a credit note settled otherwise. Raises without a reason."""
    if not reason.strip():
        raise Refusal("incoming.reason", gettext_noop("Say why this document is not booked."), field="reason")
    rows = open_documents(incoming_ids=incoming_ids)
    for row in rows:
        row.state, row.reason = IncomingState.SET_ASIDE, reason.strip()[:300]
        row.decided_by, row.decided_at = actor, now
        row.save()
    return rows


def mark_booked(*, row: Incoming, cost_ids: Sequence[uuid.UUID], actor: uuid.UUID, now: dt.datetime) -> None:
    """Write which costs the document became."""
    row.state, row.cost_ids = IncomingState.BOOKED, [str(each) for each in cost_ids]
    row.decided_by, row.decided_at = actor, now
    row.save()


def open_documents(*, incoming_ids: Sequence[uuid.UUID]) -> list[Incoming]:
    """Documents still to decide, locked, in the order of their arrival. Raises `Refusal` for any other."""
    rows = list(Incoming.objects.select_for_update(of=("self",)).filter(pk__in=incoming_ids).order_by("pk"))
    for row in rows:
        if row.state not in OPEN:
            raise Refusal(
                "incoming.open",
                gettext_noop("Document %(number)s of %(supplier)s was already decided."),
                params={"number": row.number, "supplier": row.supplier},
            )
    return rows
