"""Where a document's messages stand, for the page of the document: `components/delivery.html` draws it.

deliveries = deliveries_of(("sales.invoice", invoice.pk))
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.outbox.enums import State
from marke.domain.outbox.mail import CHANNEL as MAIL
from marke.domain.outbox.models import Message
from marke.domain.outbox.queries import messages_of
from marke.web.components.tables import Badge

TONES = {
    State.WAITING: "waiting",
    State.UNDER_WAY: "waiting",
    State.SENT: "good",
    State.REFUSED: "bad",
    State.DOUBTFUL: "bad",
    State.GIVEN_UP: "",
}
"""How each state looks; the word carries the meaning."""

LETTERS = {
    "quote_sent": gettext_lazy("Quote"),
    "quote_reminder": gettext_lazy("Reminder of a quote"),
    "quote_accepted": gettext_lazy("News: a quote was accepted"),
    "quote_rejected": gettext_lazy("News: a quote was declined"),
    "quote_code": gettext_lazy("Code that signs a quote"),
    "invoice_sent": gettext_lazy("Invoice"),
    "invoice_by_peppol": gettext_lazy("Copy of an invoice that went by Peppol"),
    "credit_note_sent": gettext_lazy("Credit note"),
    "invoice_paid": gettext_lazy("News: an invoice was paid"),
    "account_changed": gettext_lazy("News: a bank account changed"),
    "contract_offered": gettext_lazy("Contract to sign"),
    "client_link": gettext_lazy("Personal link to the documents"),
    "client_question": gettext_lazy("Question of a client"),
    "client_not_for_me": gettext_lazy("News: a link reached the wrong person"),
    "receipt_late": gettext_lazy("Reminder of a receipt without invoice"),
}
"""What each mail brings."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of a document: what it brings, to whom, where it stands, since when, and what was answered."""

    title: str
    to: str
    badge: Badge
    at: dt.datetime
    problem: str


def deliveries_of(subject: tuple[str, uuid.UUID]) -> list[Delivery]:
    """The messages about one document, oldest first."""
    return [delivery(message) for message in messages_of(subject)]


def delivery(message: Message) -> Delivery:
    """One message as its document shows it; an answer matters to people only when it is none they hoped for."""
    problem = "" if message.state == State.SENT else message.answer
    return Delivery(
        title_of(message), recipient_of(message), state_badge(message), message.ended_at or message.put_at, problem
    )


def state_badge(message: Message) -> Badge:
    """Where a message stands, in one word."""
    return Badge(str(message.get_state_display()), TONES[State(message.state)])


def title_of(message: Message) -> str:
    """What a message brings: «Invoice F2026-0001»."""
    letter = LETTERS.get(message.payload.get("template", ""))
    number = message.payload.get("context", message.payload).get("number", "")
    return " ".join(str(part) for part in (letter or channel_name(message.channel), number) if part)


def recipient_of(message: Message) -> str:
    """Whom a message reaches: an e-mail address, or an address on the network."""
    return str(message.payload.get("to") or message.payload.get("receiver") or "")


def channel_name(channel: str) -> str:
    """How people call a way out of the house."""
    return {MAIL: _("E-mail"), "peppol": "Peppol"}.get(channel, channel)
