"""Checks in words: how long somebody waits, where the document is, who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.accounts.queries import names_of
from marke.domain.checks.enums import DocumentKind
from marke.domain.checks.models import Check
from marke.domain.quotes.models import QuoteVersion
from marke.web.components.tables import Column, Table
from marke.web.member.checks.words import state_badge

PAGES = {DocumentKind.ORDER: "desk_order"}
"""The page at the desk on which a document of a kind is read, by its own id."""


def waited(check: Check, *, now: dt.datetime) -> str:
    """How long somebody has waited, or did."""
    hours = int(((check.decided_at or now) - check.asked_at).total_seconds() // 3600)
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def page_of(check: Check) -> str:
    """The page on which the document itself is read; nothing when the desk has none for its kind."""
    kind = DocumentKind(check.kind)
    if kind is DocumentKind.QUOTE:
        quote = QuoteVersion.objects.filter(pk=check.subject_id).values_list("quote_id", flat=True).first()
        return reverse("desk_quote", args=[quote]) if quote else ""
    return reverse(PAGES[kind], args=[check.subject_id]) if kind in PAGES else ""


def check_table(checks: Sequence[Check], *, now: dt.datetime, pick: bool) -> Table:
    """The queue: what, whose, why, and how long."""
    writers = names_of(check.asked_by for check in checks)
    return Table(
        caption=_("Documents to look at"),
        caption_hidden=True,
        columns=[
            Column(
                "title",
                _("Document"),
                link=lambda row: reverse("desk_check", args=[row.pk]),
                note=lambda row: row.get_kind_display(),
            ),
            Column("unit", _("Unit"), value=lambda row: row.unit_id, note=lambda row: row.unit.name, kind="code"),
            Column("writer", _("Written by"), value=lambda row: writers[row.asked_by]),
            Column("amount", _("Without VAT"), kind="money"),
            Column("reasons", _("Why"), value=lambda row: ", ".join(row.reason_labels)),
            Column("answer_by", _("Answer by"), kind="moment", note=lambda row: waited(row, now=now)),
            Column("state", _("State"), kind="badge", value=lambda row: state_badge(row, now=now)),
        ],
        rows=checks,
        pick=(lambda row: str(row.pk)) if pick else None,
    )
