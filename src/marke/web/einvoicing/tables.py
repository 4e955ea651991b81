"""Verdicts, answers and documents of the network as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.einvoicing.enums import Business, EventKind, MessageLevel, Reach
from marke.domain.einvoicing.models import Delivery, DeliveryEvent, Incoming
from marke.web.components.tables import Badge, Column, Table
from marke.web.einvoicing.words import incoming_badge, problem_of, said, state_badge

SEVERITIES = {"fatal": "bad", "warning": "waiting"}
WORDS = {
    EventKind.MESSAGE_LEVEL: dict(MessageLevel.choices),
    EventKind.BUSINESS: dict(Business.choices),
    EventKind.LOOKED_UP: dict(Reach.choices),
    EventKind.JUDGED: {"valid": gettext_lazy("Passes"), "invalid": gettext_lazy("Does not pass")},
    EventKind.TRANSPORT: {"delivered": gettext_lazy("Delivered"), "failed": gettext_lazy("Not delivered")},
}
"""What the codes of an event mean."""


def finding_table(findings: Sequence[Mapping[str, Any]]) -> Table:
    """What the rules find in a document, the fatal ones first: layer, rule, sentence, place."""
    ordered = sorted(findings, key=lambda each: each["severity"] != "fatal")
    return Table(
        caption=_("Findings"),
        caption_hidden=True,
        columns=[
            Column("rule", _("Rule"), kind="code", note=lambda row: row["layer"]),
            Column("severity", _("Weight"), kind="badge", value=_severity),
            Column("sentence", _("In words"), value=lambda row: said(row["message"], row.get("params"))),
            Column("location", _("Place")),
        ],
        rows=ordered,
    )


def _severity(finding: Mapping[str, Any]) -> Badge:
    label = _("Fatal") if finding["severity"] == "fatal" else _("Warning")
    return Badge(label, SEVERITIES[finding["severity"]])


def event_table(events: Sequence[DeliveryEvent]) -> Table:
    """What happened to a document on its way, the latest first."""
    return Table(
        caption=_("What happened"),
        caption_hidden=True,
        columns=[
            Column("at", _("Moment"), kind="moment"),
            Column("kind", _("What"), value=lambda row: str(row.get_kind_display())),
            Column("code", _("Answer"), value=_answer),
            Column("text", _("In words"), value=lambda row: said(row.text)),
        ],
        rows=list(reversed(events)),
    )


def _answer(event: DeliveryEvent) -> str:
    return str(WORDS.get(EventKind(event.kind), {}).get(event.code, event.code))


def delivery_table(rows: Sequence[Delivery], *, pick: bool) -> Table:
    """Documents on their way, for the desk."""
    return Table(
        caption=_("Documents"),
        caption_hidden=True,
        columns=[
            Column(
                "number",
                _("Number"),
                kind="code",
                value=lambda row: row.invoice.number,
                link=lambda row: reverse("desk_einvoice", args=[row.invoice_id]),
            ),
            Column("client", _("Client"), value=lambda row: row.invoice.client.name, note=problem_of),
            Column(
                "unit", _("Unit"), kind="code", value=lambda row: row.unit_id, note=lambda row: row.invoice.unit.name
            ),
            Column("way", _("Way"), value=lambda row: str(row.get_way_display())),
            Column("queued_at", _("Made out"), kind="moment"),
            Column("gross", _("To pay"), kind="money", value=lambda row: row.invoice.gross),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        rows=rows,
        pick=(lambda row: str(row.invoice_id)) if pick else None,
    )


def incoming_table(
    rows: Sequence[Incoming], *, link: Callable[[Incoming], str], units: bool = False, pick: bool = False
) -> Table:
    """Documents of suppliers: for a unit, or for the desk with the unit of each."""
    unit = Column(
        "unit",
        _("Unit"),
        kind="code",
        value=lambda row: row.unit_id,
        note=lambda row: row.unit.name if row.unit else "",
    )
    return Table(
        caption=_("Received documents"),
        caption_hidden=True,
        columns=[
            Column("supplier", _("Supplier"), value=_supplier, link=link, note=lambda row: row.reference),
            Column("number", _("Number"), kind="code", value=lambda row: row.number or None),
            *([unit] if units else []),
            Column("received_at", _("Received"), kind="moment"),
            Column("due_on", _("Due on"), kind="date"),
            Column("gross", _("To pay"), kind="money", value=signed),
            Column("state", _("State"), kind="badge", value=incoming_badge),
        ],
        rows=rows,
        pick=(lambda row: str(row.pk)) if pick else None,
    )


def _supplier(document: Incoming) -> str:
    return document.supplier or _("Cannot be read")


def signed(document: Incoming) -> int | None:
    """The amount, negative for a credit note; none for a document that cannot be read."""
    if not document.number:
        return None
    return -document.gross if document.is_credit_note else document.gross
