"""Sentences that were kept with a document, in the reader's language, and the tones of its states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from marke.domain.einvoicing.enums import Business, DeliveryState, IncomingState, Reach
from marke.domain.einvoicing.models import Delivery, Incoming
from marke.domain.einvoicing.queries import Reached
from marke.web.components.tables import Badge

STATE_TONES = {
    DeliveryState.WAITING: "waiting",
    DeliveryState.HELD: "bad",
    DeliveryState.SENT: "good",
    DeliveryState.DELIVERED: "good",
    DeliveryState.FAILED: "bad",
    DeliveryState.MAILED: "good",
    DeliveryState.BY_HAND: "waiting",
}
INCOMING_TONES = {
    IncomingState.TO_ASSIGN: "waiting",
    IncomingState.OPEN: "waiting",
    IncomingState.BOOKED: "good",
    IncomingState.SET_ASIDE: "",
    IncomingState.DUPLICATE: "",
    IncomingState.UNREADABLE: "bad",
}
REACH_TONES = {Reach.REACHABLE: "good", Reach.ABSENT: "", Reach.UNKNOWN: "waiting"}


def said(message: str, params: Mapping[str, Any] | None = None) -> str:
    """A kept sentence in the reader's language. Sentences of others stay as they were published."""
    if not message:
        return ""
    return gettext(message) % params if params else gettext(message)


def state_badge(delivery: Delivery) -> Badge:
    """Where a document stands, in one word; a client's refusal is told before anything else."""
    if delivery.is_refused_by_client:
        return Badge(_("Refused by the client"), "bad")
    if delivery.business in {Business.ACCEPTED, Business.PAID}:
        return Badge(str(delivery.get_business_display()), "good")
    return Badge(str(delivery.get_state_display()), STATE_TONES[DeliveryState(delivery.state)])


def incoming_badge(document: Incoming) -> Badge:
    return Badge(str(document.get_state_display()), INCOMING_TONES[IncomingState(document.state)])


def reach_badge(reached: Reached) -> Badge:
    """Whether a client receives on the network."""
    return Badge(str(reached.reach.label), REACH_TONES[reached.reach])


def problem_of(row: Delivery | Incoming) -> str:
    """Why a document is not where it should be."""
    return said(row.problem, row.problem_params)
