"""A member's own checks as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from marke.domain.checks.enums import CheckState
from marke.domain.checks.models import Check
from marke.web.components.tables import Badge, Column, Table

TONES = {
    CheckState.WAITING: "waiting",
    CheckState.APPROVED: "good",
    CheckState.RETURNED: "bad",
    CheckState.WITHDRAWN: "",
}


def state_badge(check: Check, *, now: dt.datetime) -> Badge:
    """Where a check stands; what waits longer than promised says so."""
    if check.state == CheckState.WAITING and check.answer_by < now:
        return Badge(_("Late"), "bad")
    state = CheckState(check.state)
    return Badge(str(state.label), TONES[state])


def own_check_table(checks: Sequence[Check], *, now: dt.datetime) -> Table:
    """What was asked, when an answer is promised, and what was answered."""
    return Table(
        caption=_("What the desk looked at"),
        columns=[
            Column("title", _("Document"), note=lambda row: row.get_kind_display()),
            Column("asked_at", _("Asked"), kind="moment"),
            Column("answer_by", _("Answer by"), kind="moment"),
            Column("state", _("State"), kind="badge", value=lambda row: state_badge(row, now=now)),
            Column("reason", _("What must change")),
        ],
        rows=checks,
    )
