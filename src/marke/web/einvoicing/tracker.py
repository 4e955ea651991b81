"""The way of one document to its client, as milestones: what is done, where it is now, what is still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marke.domain.einvoicing.enums import Business, DeliveryState, EventKind, MessageLevel, Way
from marke.domain.einvoicing.models import Delivery, DeliveryEvent
from marke.web.components.tables import Badge
from marke.web.einvoicing.words import problem_of, said


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step. ``state`` is empty for what is done, ``now``, or ``ahead``; a ``badge`` says what went wrong."""

    what: str
    at: dt.date | dt.datetime | None = None
    note: str = ""
    state: str = ""
    badge: Badge | None = None


def milestones(delivery: Delivery | None) -> list[Milestone]:
    """The tracker of a document; empty for one that was never put on its way."""
    if delivery is None:
        return []
    made = Milestone(_("Made out"), delivery.queued_at)
    by_way = {Way.PEPPOL: _by_peppol, Way.MAIL: _by_mail, Way.HAND: _by_hand}
    return [made, *by_way[Way(delivery.way)](delivery)]


def _by_peppol(delivery: Delivery) -> Iterator[Milestone]:
    yield _sending(delivery)
    yield _arrival(delivery)
    yield _answer(delivery)


def _sending(delivery: Delivery) -> Milestone:
    if delivery.state == DeliveryState.HELD:
        bad = Badge(_("Held back"), "bad")
        return Milestone(_("Send by Peppol"), note=problem_of(delivery), state="now", badge=bad)
    if delivery.state == DeliveryState.WAITING:
        note = problem_of(delivery) or _("It leaves within a minute.")
        return Milestone(_("Send by Peppol"), note=note, state="now")
    return Milestone(_("Sent by Peppol"), delivery.sent_at, note=delivery.receiver)


def _arrival(delivery: Delivery) -> Milestone:
    if delivery.state == DeliveryState.FAILED:
        bad = Badge(_("Not delivered"), "bad")
        return Milestone(_("Received by the client's access point"), note=problem_of(delivery), state="now", badge=bad)
    if delivery.message_level == MessageLevel.REJECTED:
        bad = Badge(_("Not understood"), "bad")
        return Milestone(_("Received by the client's access point"), delivery.message_level_at, badge=bad)
    if delivery.state == DeliveryState.DELIVERED:
        return Milestone(_("Received by the client's access point"), delivery.delivered_at)
    state = "now" if delivery.state == DeliveryState.SENT else "ahead"
    return Milestone(_("Received by the client's access point"), state=state)


def _answer(delivery: Delivery) -> Milestone:
    if not delivery.business:
        note = _("Clients may stay silent: an invoice stands without an answer.")
        return Milestone(_("Answer of the client"), note=note, state="ahead")
    badge = Badge(_("Refused"), "bad") if delivery.business == Business.REJECTED else None
    label = str(delivery.get_business_display())
    return Milestone(label, delivery.business_at, note=delivery.business_reason, badge=badge)


def _by_mail(delivery: Delivery) -> Iterator[Milestone]:
    mailed = _last(delivery, EventKind.MAILED)
    note = said(mailed.text) if mailed else ""
    yield Milestone(_("Sent by e-mail with the PDF"), delivery.sent_at, note=note)


def _by_hand(delivery: Delivery) -> Iterator[Milestone]:
    yield Milestone(
        _("Give the document to the client"),
        note=problem_of(delivery),
        state="now",
        badge=Badge(_("No e-mail address"), "waiting"),
    )


def _last(delivery: Delivery, kind: EventKind) -> DeliveryEvent | None:
    events: Iterable[DeliveryEvent] = delivery.events.all()
    return next((event for event in reversed(list(events)) if event.kind == kind), None)
