"""Write how documents fare on their way to clients; each step is an event with its moment and its raw answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marke.domain.einvoicing.enums import Business, DeliveryState, EventKind, MessageLevel, Way
from marke.domain.einvoicing.models import Delivery, DeliveryEvent, SentDocument
from marke.kernel.einvoicing import Answered, Handover, Judgement, Participant, Progress, Transport
from marke.kernel.refusal import Refusal, gettext_noop

FIRST_CHECK = dt.timedelta(minutes=2)
"""How soon the access point is asked what became of a document."""

CHECKS = (
    (dt.timedelta(hours=1), dt.timedelta(minutes=10)),
    (dt.timedelta(days=1), dt.timedelta(hours=2)),
    (dt.timedelta(days=60), dt.timedelta(days=1)),
)
"""Up to which age of a sending it is asked how often; after the last, buyers who never answered are left in peace."""

ARRIVED = {
    Transport.HANDED_OVER: DeliveryState.SENT,
    Transport.DELIVERED: DeliveryState.DELIVERED,
    Transport.FAILED: DeliveryState.FAILED,
}
NOT_DELIVERED = gettext_noop("The network could not deliver this document: %(reason)s")


@dataclass(frozen=True, slots=True)
class Queued:
    """A document on its way, as it was decided at issue. ``why`` says why not by the network, ``to`` who gets mail."""

    invoice_id: uuid.UUID
    unit_id: int
    way: Way
    why: str = ""
    falls_back_at: dt.datetime | None = None
    to: str = ""


FIRST_STATES = {Way.PEPPOL: DeliveryState.WAITING, Way.MAIL: DeliveryState.MAILED, Way.HAND: DeliveryState.BY_HAND}
FIRST_EVENTS = {Way.PEPPOL: EventKind.QUEUED, Way.MAIL: EventKind.MAILED, Way.HAND: EventKind.BY_HAND}


def queue(*, documents: Sequence[Queued], now: dt.datetime) -> list[Delivery]:
    """Begin the way of issued documents, each once: whoever has a way already keeps it. Answers the new ones."""
    known = set(
        Delivery.objects.filter(invoice_id__in=[each.invoice_id for each in documents]).values_list(
            "invoice_id", flat=True
        )
    )
    fresh = [each for each in documents if each.invoice_id not in known]
    rows = [
        Delivery(
            invoice_id=each.invoice_id,
            unit_id=each.unit_id,
            way=each.way,
            state=FIRST_STATES[each.way],
            problem=each.why if each.way == Way.HAND else "",
            queued_at=now,
            sent_at=now if each.way == Way.MAIL else None,
            falls_back_at=each.falls_back_at,
        )
        for each in fresh
    ]
    Delivery.objects.bulk_create(rows, batch_size=2_000)
    events = [
        _event(row, FIRST_EVENTS[each.way], at=now, text=each.why, raw=each.to if each.way == Way.MAIL else "")
        for row, each in zip(rows, fresh, strict=True)
    ]
    DeliveryEvent.objects.bulk_create(events, batch_size=2_000)
    return rows


def locked(*, invoice_id: uuid.UUID) -> Delivery:
    """The way of a document, locked. Raises ``Delivery.DoesNotExist``."""
    return Delivery.objects.select_for_update().get(invoice_id=invoice_id)


def keep_document(*, delivery: Delivery, content: bytes, judgement: Judgement, now: dt.datetime) -> SentDocument:
    """Keep the exact bytes with the verdict on them. The same bytes with the same verdict are kept once."""
    fingerprint = hashlib.sha256(content).hexdigest()
    findings = [dict(each) for each in judgement.findings]
    latest = SentDocument.objects.filter(invoice_id=delivery.invoice_id).order_by("-pk").first()
    verdict = (fingerprint, judgement.valid, judgement.pack, findings)
    if latest and (latest.sha256, latest.valid, latest.pack, latest.findings) == verdict:
        return latest
    note(
        delivery=delivery,
        kind=EventKind.JUDGED,
        at=now,
        code="valid" if judgement.valid else "invalid",
        text=str(judgement.fatal[0]["sentence"])[:500] if judgement.fatal else judgement.pack,
    )
    return SentDocument.objects.create(
        invoice_id=delivery.invoice_id,
        unit_id=delivery.unit_id,
        content=content,
        sha256=fingerprint,
        valid=judgement.valid,
        pack=judgement.pack,
        layers=list(judgement.layers),
        findings=findings,
        made_at=now,
    )


def hold(*, delivery: Delivery, finding: Mapping[str, Any]) -> None:
    """A document with a fatal finding never leaves: it is held back, and says by which rule."""
    delivery.state = DeliveryState.HELD
    _problem(delivery, str(finding["message"]), dict(finding.get("params", {})))


def wait(*, delivery: Delivery, problem: str, params: Mapping[str, Any] | None = None) -> None:
    """Nothing could be done yet; why is said, and it is tried again."""
    delivery.state = DeliveryState.WAITING
    _problem(delivery, problem, params or {})


def handed_over(
    *, delivery: Delivery, receiver: Participant | None, provider: str, handover: Handover, now: dt.datetime
) -> None:
    """The access point has the document. Said twice, it was handed over once."""
    if delivery.provider_id == handover.provider_id:
        return
    delivery.way = Way.PEPPOL
    delivery.state = DeliveryState.SENT
    delivery.receiver = str(receiver) if receiver else delivery.receiver
    delivery.provider, delivery.provider_id = provider, handover.provider_id
    delivery.sent_at, delivery.next_check_at = now, now + FIRST_CHECK
    _problem(delivery, "", {})
    note(delivery=delivery, kind=EventKind.HANDED_OVER, at=now, text=delivery.receiver, raw=handover.raw)


def move(*, delivery: Delivery, progress: Progress, now: dt.datetime) -> bool:
    """Write what the access point says now, each of the three statuses for itself. True when something was new."""
    moved = [_transport(delivery, progress, now), _message_level(delivery, progress), _business(delivery, progress)]
    delivery.next_check_at = _next_check(delivery, now)
    delivery.save()
    return any(moved)


def mailed(*, delivery: Delivery, to: str, why: str, now: dt.datetime) -> None:
    """The document goes by e-mail: what follows is written by the outbox."""
    delivery.way, delivery.state, delivery.sent_at = Way.MAIL, DeliveryState.MAILED, now
    delivery.next_check_at = None
    _problem(delivery, "", {})
    note(delivery=delivery, kind=EventKind.MAILED, at=now, text=why, raw=to)


def give_by_hand(*, delivery: Delivery, why: str, now: dt.datetime) -> None:
    """Neither the network nor a mail address: somebody gives the document to the client."""
    delivery.way, delivery.state, delivery.next_check_at = Way.HAND, DeliveryState.BY_HAND, None
    _problem(delivery, why, {})
    note(delivery=delivery, kind=EventKind.BY_HAND, at=now, text=why)


def release(*, delivery: Delivery, now: dt.datetime, falls_back_at: dt.datetime) -> None:
    """The desk lets a document try again, after whatever held it was put right. Raises `Refusal` when it has left."""
    if delivery.state not in {DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.BY_HAND}:
        raise Refusal(
            "delivery.to-release",
            gettext_noop("This document has already left for its client; it is not sent twice."),
        )
    delivery.way, delivery.state, delivery.falls_back_at = Way.PEPPOL, DeliveryState.WAITING, falls_back_at
    _problem(delivery, "", {})
    note(delivery=delivery, kind=EventKind.RELEASED, at=now)


def require_passed(*, delivery: Delivery) -> None:
    """A document with a fatal finding never leaves, not on paper either. Raises `Refusal`."""
    latest = SentDocument.objects.filter(invoice_id=delivery.invoice_id).order_by("-pk").first()
    if delivery.state == DeliveryState.HELD and latest and not latest.valid:
        raise Refusal(
            "delivery.fatal",
            gettext_noop(
                "A rule holds this document back, so it does not leave on paper either. Take it back with a credit "
                "note and make a correct one; or try again once the rule was corrected."
            ),
        )


def note(
    *, delivery: Delivery, kind: EventKind, at: dt.datetime, code: str = "", text: str = "", raw: str = ""
) -> None:
    """Add to what happened."""
    _event(delivery, kind, at=at, code=code, text=text, raw=raw).save(force_insert=True)


def _event(
    delivery: Delivery, kind: EventKind, *, at: dt.datetime, code: str = "", text: str = "", raw: str = ""
) -> DeliveryEvent:
    return DeliveryEvent(
        delivery=delivery,
        unit_id=delivery.unit_id,
        at=at,
        kind=kind,
        code=code[:20],
        text=text[:500],
        raw=raw.replace("\0", ""),
    )


def _problem(delivery: Delivery, problem: str, params: Mapping[str, Any]) -> None:
    delivery.problem, delivery.problem_params = problem[:500], dict(params)
    delivery.save()


def _transport(delivery: Delivery, progress: Progress, now: dt.datetime) -> bool:
    state = ARRIVED[progress.transport]
    if state == delivery.state:
        return False
    at = progress.transport_at or now
    delivery.state = state
    delivery.delivered_at = at if state == DeliveryState.DELIVERED else None
    if state == DeliveryState.FAILED:
        delivery.problem, delivery.problem_params = NOT_DELIVERED, {"reason": progress.problem or "?"}
    note(
        delivery=delivery,
        kind=EventKind.TRANSPORT,
        at=at,
        code=progress.transport.value,
        text=progress.problem,
        raw=progress.raw,
    )
    return True


def _message_level(delivery: Delivery, progress: Progress) -> bool:
    newest = _newest(delivery, EventKind.MESSAGE_LEVEL, progress.message_level, set(MessageLevel.values))
    if newest:
        delivery.message_level, delivery.message_level_at = newest.code, newest.at
    return newest is not None


def _business(delivery: Delivery, progress: Progress) -> bool:
    newest = _newest(delivery, EventKind.BUSINESS, progress.business, set(Business.values))
    if newest:
        delivery.business, delivery.business_at = newest.code, newest.at
        delivery.business_reason = newest.reason[:500]
    return newest is not None


def _newest(delivery: Delivery, kind: EventKind, answers: Sequence[Answered], known: set[str]) -> Answered | None:
    """Write the answers that were not written yet; the last of them is where the document stands now."""
    written = set(DeliveryEvent.objects.filter(delivery=delivery, kind=kind).values_list("at", "code"))
    fresh = [each for each in answers if each.code in known and (each.at, each.code) not in written]
    for answer in fresh:
        note(delivery=delivery, kind=kind, at=answer.at, code=answer.code, text=answer.reason, raw=answer.raw)
    if not fresh or (written and max(at for at, _ in written) > fresh[-1].at):
        return None
    return fresh[-1]


def _next_check(delivery: Delivery, now: dt.datetime) -> dt.datetime | None:
    """When the access point is asked again; never again after the buyer's last word, or after two months."""
    if delivery.state == DeliveryState.FAILED or delivery.business in {Business.REJECTED, Business.PAID}:
        return None
    age = now - (delivery.sent_at or now)
    return next((now + pause for limit, pause in CHECKS if age < limit), None)
