"""How declarations of work look: the queue with its clock, and what came back about one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.declarations.enums import STUCK, UNDER_WAY, VALID, DeclarationKind, DeclarationState
from marke.domain.declarations.models import Declaration, Receipt
from marke.web.components.moments import until_work
from marke.web.components.tables import Badge, Column, Table

HOUR = dt.timedelta(hours=1)
OWN_REASONS = {
    "declaration.too-late": gettext_lazy("The work began before it was declared."),
    "national-number.none": gettext_lazy("No national number is known of the worker."),
}
WHAT = {
    "number": gettext_lazy("Handed over, number given"),
    "ruling": gettext_lazy("Ruling of the office"),
    "by hand": gettext_lazy("Entered by hand"),
}


def declaration_table(rows: Sequence[Declaration], *, now: dt.datetime, pick: bool) -> Table:
    """Declarations with the time that is left before the work starts; those that are stuck can be picked."""
    return Table(
        caption=_("Declarations of work"),
        caption_hidden=True,
        columns=[
            Column(
                "person",
                _("Who"),
                value=lambda row: str(row.contract.person),
                link=lambda row: reverse("desk_declaration", args=[row.pk]),
                note=lambda row: str(row.get_kind_display()),
            ),
            Column("unit_id", _("Unit"), kind="code"),
            Column("begins_at", _("Work begins"), kind="moment"),
            Column("clock", _("Time left"), kind="badge", value=lambda row: clock(row, now)),
            Column("reasons", _("What the office said"), value=reasons_of),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        rows=rows,
        pick=(lambda row: str(row.pk)) if pick else None,
    )


def clock(row: Declaration, now: dt.datetime) -> Badge | None:
    """How long a start of work may still be declared; nothing for others and for what is done."""
    if row.kind != DeclarationKind.IN or row.state in VALID or row.state == DeclarationState.GIVEN_UP:
        return None
    left = row.begins_at - now
    return until_work(max(int(left / HOUR), 1) if left > dt.timedelta() else -1)


def state_badge(row: Declaration) -> Badge:
    tone = (
        "good" if row.state in VALID else "bad" if row.state in STUCK else "waiting" if row.state in UNDER_WAY else ""
    )
    return Badge(str(row.get_state_display()), tone)


def reasons_of(row: Declaration) -> str:
    """Why it is stuck, or what to look at: our own reasons in words, the office's with their code."""
    said = [
        str(OWN_REASONS.get(each["code"], "")) or " ".join(part for part in (each["code"], each["text"]) if part)
        for each in row.reasons
    ]
    return "; ".join(said)


def receipt_table(receipts: Sequence[Receipt]) -> Table:
    """What came back, as it came."""
    return Table(
        caption=_("Receipts"),
        columns=[
            Column("at", _("When"), kind="moment"),
            Column("what", _("What"), value=lambda row: str(WHAT[row.what])),
            Column("raw", _("As it came"), kind="code"),
        ],
        rows=receipts,
    )
