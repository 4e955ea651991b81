"""Take one document to the access point: the carrier of the channel ``peppol``.

1. The directory is asked whether the client is there. 2. The XML is made for that address and judged; with a fatal
finding it never leaves. 3. It is handed over under its own number, so that an attempt whose answer was lost is found
again. 4. What happened is written. The network is only spoken to between transactions, and each step may be repeated:
killed between any two, the document leaves once (docs/algorithms/einvoice-sending.md).

Who is certainly not there gets mail at once. As long as the directory is silent, the access point is down or rules are
missing, the document waits, and goes by mail when the hours of the cooperative are over; the proof of every attempt is
kept.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marke.domain.einvoicing.enums import DeliveryState, EventKind, Reach
from marke.domain.einvoicing.models import Delivery
from marke.domain.einvoicing.operations import deliveries
from marke.domain.einvoicing.queries import RECHECK, Reached, reachability
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.sales.printing import paper_copy
from marke.domain.sales.structured import structured_xml
from marke.kernel.carrying import Carried, NobodyKnows, NotAtAll, NotNow, Parcel
from marke.kernel.einvoicing import (
    EinvoiceProvider,
    Handover,
    Lookup,
    Outgoing,
    Participant,
    ProviderRefused,
    ProviderUnavailable,
)
from marke.kernel.einvoicing import Reach as Found
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.einvoice.model import DocumentKind
from marke.rules.einvoice.participants import candidates
from marke.usecases.look_up_clients import addresses_of, look_up
from marke.usecases.send_invoice import NOT_REGISTERED, send_by_mail, tell_by_mail

NO_ACCESS_POINT = gettext_noop("The house has no access point to the network.")
NO_RULES = gettext_noop("The rules of the network are not installed, so no document can be judged.")
DIRECTORY_SILENT = gettext_noop("The directory of the network gave no answer: %(reason)s")
ACCESS_POINT_SILENT = gettext_noop("The access point gave no answer: %(reason)s")
WAITED_LONG_ENOUGH = gettext_noop("The network could not be used in time, so it went by e-mail.")

OWN_PAUSES = dt.timedelta(hours=2)
"""So long the outbox decides when to try again; after that the last attempt is when the document would go by mail."""

GONE = {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.MAILED, DeliveryState.BY_HAND}


@dataclass(frozen=True, slots=True)
class Addressed:
    """A document and whom it is for: what the directory is asked."""

    invoice_id: uuid.UUID
    root: str
    client_id: uuid.UUID
    addresses: tuple[Participant, ...]
    cached: Reached


class NotYet(Exception):
    """Why a document cannot leave now, as a sentence and its values."""

    def __init__(self, problem: str, *, wait: dt.timedelta | None = None, **params: str) -> None:
        self.problem, self.wait, self.params = problem, wait, params
        super().__init__(problem)

    @property
    def sentence(self) -> str:
        return self.problem % self.params if self.params else self.problem


class EinvoiceCarrier:
    """The carrier of structured documents. ``clock`` says what time it is."""

    def __init__(self, *, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock

    def carry(self, parcel: Parcel) -> Carried:
        """Take the document to the access point, or by mail when the client is not there."""
        now, invoice_id = self._clock(), parcel.subject[1]
        if done := _already_gone(invoice_id):
            return done
        try:
            provider = _access_point()
            receiver = _receiver(_addressed(invoice_id), provider, now)
            if receiver is None:
                return _by_mail(invoice_id, NOT_REGISTERED, now)
            return _hand_over(_prepared(invoice_id, receiver, now), provider, invoice_id, now)
        except NotYet as later:
            return _wait_or_mail(invoice_id, later, now)

    def find(self, parcel: Parcel) -> Carried | None:
        """What became of an attempt whose answer was lost: the access point knows the document by its number."""
        now, invoice_id = self._clock(), parcel.subject[1]
        if done := _already_gone(invoice_id):
            return done
        provider = PORTS.einvoice_provider
        if provider is None:
            raise NotNow(NO_ACCESS_POINT)
        with acting_as_system(reason="network"):
            number = str(deliveries.locked(invoice_id=invoice_id).invoice.number)
        try:
            found = provider.find(number)
        except (ProviderUnavailable, ProviderRefused) as silent:
            raise NotNow(str(silent)) from None
        return _written(invoice_id, None, provider, found, now) if found else None


def _already_gone(invoice_id: uuid.UUID) -> Carried | None:
    """The document left in an earlier attempt that could not say so any more."""
    with acting_as_system(reason="network"):
        row = deliveries.locked(invoice_id=invoice_id)
        if row.state in GONE:
            return Carried(row.provider_id, str(DeliveryState(row.state).value))
        return None


def _access_point() -> EinvoiceProvider:
    if PORTS.einvoice_provider is None:
        raise NotYet(NO_ACCESS_POINT)
    return PORTS.einvoice_provider


def _addressed(invoice_id: uuid.UUID) -> Addressed:
    with acting_as_system(reason="network"):
        invoice = deliveries.locked(invoice_id=invoice_id).invoice
        client = invoice.client
        root = DocumentKind.CREDIT_NOTE if invoice.is_credit_note else DocumentKind.INVOICE
        return Addressed(invoice_id, root.value, client.pk, addresses_of(client), reachability(client))


def _prepared(invoice_id: uuid.UUID, receiver: Participant, now: dt.datetime) -> Outgoing:
    """Make the XML and judge it; both are kept. Raises `NotAtAll` for a fatal finding, `NotYet` without rules."""
    gate = PORTS.einvoice_gate
    assert gate, "the program started without marke.config.wiring"
    held, could_judge = "", True
    with acting_as_system(reason="network"):
        row = deliveries.locked(invoice_id=invoice_id)
        invoice = row.invoice
        try:
            content = structured_xml(invoice, receiver=receiver, copy=paper_copy(invoice=invoice))
        except Refusal as refusal:
            held = _hold(row, {"message": refusal.message, "params": _plain(refusal.params)})
        else:
            judgement = gate.judge(content)
            deliveries.keep_document(delivery=row, content=content, judgement=judgement, now=now)
            could_judge = judgement.could_judge
            held = _hold(row, judgement.fatal[0]) if could_judge and not judgement.valid else ""
    if held:
        raise NotAtAll(held)
    if not could_judge:
        raise NotYet(NO_RULES)
    return Outgoing(str(invoice.number), _seller(invoice.parties["seller"]), receiver, content)


def _hold(row: Delivery, finding: Mapping[str, Any]) -> str:
    """Hold the document back and say why, in one sentence."""
    deliveries.hold(delivery=row, finding=finding)
    params = finding.get("params", {})
    return str(finding["message"] % params if params else finding["message"])


def _plain(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}


def _seller(printed: Mapping[str, str]) -> Participant:
    """The house's own address on the network."""
    return candidates(
        country=printed.get("country", "BE"),
        enterprise_number=printed["enterprise_number"],
        vat_number=printed["vat_number"],
    )[0]


def _receiver(asked: Addressed, provider: EinvoiceProvider, now: dt.datetime) -> Participant | None:
    """Where to send it; None for a client that certainly receives no such document. Raises `NotYet` without answer.

    A client that was there at the last weekly look-up is sent to while the directory is silent.
    """
    if not asked.addresses:
        return None
    reached = asked.cached
    if not reached.is_fresh(now=now):
        reached = look_up(client_id=asked.client_id, addresses=asked.addresses, provider=provider, now=now)
        _note_look_up(asked.invoice_id, reached, now)
    known_this_week = reached.looked_up_at is not None and now - reached.looked_up_at < RECHECK
    if reached.problem and not (reached.reach == Reach.REACHABLE and known_this_week):
        raise NotYet(DIRECTORY_SILENT, reason=reached.problem)
    if reached.reach != Reach.REACHABLE:
        return None
    takes = Lookup(Found.REACHABLE, reached.document_types).takes(asked.root)
    return Participant.read(reached.address) if takes else None


def _note_look_up(invoice_id: uuid.UUID, reached: Reached, now: dt.datetime) -> None:
    """Keep the proof that the client was looked up for this document."""
    with acting_as_system(reason="network"):
        deliveries.note(
            delivery=deliveries.locked(invoice_id=invoice_id),
            kind=EventKind.LOOKED_UP,
            at=now,
            code="unknown" if reached.problem else reached.reach.value,
            text=reached.problem or reached.address,
        )


def _hand_over(outgoing: Outgoing, provider: EinvoiceProvider, invoice_id: uuid.UUID, now: dt.datetime) -> Carried:
    """Send it. A lost answer is doubt, and doubt is never answered by sending again or by mail."""
    try:
        handover = provider.send(outgoing)
    except ProviderUnavailable as silent:
        if silent.nothing_done:
            raise NotYet(ACCESS_POINT_SILENT, wait=silent.wait, reason=silent.problem) from None
        raise NobodyKnows(silent.problem) from None
    except ProviderRefused as refusal:
        with acting_as_system(reason="network"):
            finding = {"message": refusal.message, "params": _plain(refusal.params)}
            held = _hold(deliveries.locked(invoice_id=invoice_id), finding)
        raise NotAtAll(held) from None
    return _written(invoice_id, outgoing.receiver, provider, handover, now)


def _written(
    invoice_id: uuid.UUID,
    receiver: Participant | None,
    provider: EinvoiceProvider,
    handover: Handover,
    now: dt.datetime,
) -> Carried:
    with acting_as_system(reason="network"):
        row = deliveries.locked(invoice_id=invoice_id)
        deliveries.handed_over(delivery=row, receiver=receiver, provider=provider.name, handover=handover, now=now)
        tell_by_mail(delivery=row, now=now, actor=SYSTEM)
    return Carried(handover.provider_id, handover.raw)


def _by_mail(invoice_id: uuid.UUID, why: str, now: dt.datetime) -> Carried:
    with acting_as_system(reason="network"):
        send_by_mail(delivery=deliveries.locked(invoice_id=invoice_id), why=why, now=now, actor=SYSTEM)
    return Carried(answer=why)


def _wait_or_mail(invoice_id: uuid.UUID, later: NotYet, now: dt.datetime) -> Carried:
    """Wait for the network, and when the hours are over let the client have the document by mail."""
    with acting_as_system(reason="network"):
        row = deliveries.locked(invoice_id=invoice_id)
        over = row.falls_back_at is not None and now >= row.falls_back_at
        if over:
            send_by_mail(delivery=row, why=WAITED_LONG_ENOUGH, now=now, actor=SYSTEM)
        else:
            deliveries.wait(delivery=row, problem=later.problem, params=later.params)
    if over:
        return Carried(answer=WAITED_LONG_ENOUGH)
    raise NotNow(later.sentence, wait=later.wait or _patience(row, now))


def _patience(row: Delivery, now: dt.datetime) -> dt.timedelta | None:
    """The outbox's own pauses at first, then until the document would go by mail."""
    if row.falls_back_at is None or now - row.queued_at < OWN_PAUSES:
        return None
    return row.falls_back_at - now
