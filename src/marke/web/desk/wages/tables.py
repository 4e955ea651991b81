"""How runs and their payslips look in lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip, Run
from marke.kernel.refusal import Refusal
from marke.web.components.formatting import format_money
from marke.web.components.tables import Badge, Column, Table
from marke.web.refusals import sentence

RUN_TONES = {
    RunState.COLLECTED: "waiting",
    RunState.COMPUTED: "waiting",
    RunState.APPROVED: "waiting",
    RunState.POSTED: "waiting",
    RunState.ORDERED: "waiting",
    RunState.DONE: "good",
}
PAYSLIP_TONES = {
    PayslipState.COLLECTED: "waiting",
    PayslipState.COMPUTED: "waiting",
    PayslipState.PARKED: "bad",
    PayslipState.POSTED: "waiting",
    PayslipState.ORDERED: "waiting",
    PayslipState.PAID: "good",
}
FLAGS = {
    "first": gettext_lazy("First payslip"),
    "differs": gettext_lazy("More than twice, or less than half, of last time (%(last)s)"),
    "not-as-promised": gettext_lazy("Promised at signature: %(promised)s"),
}
"""What the run noticed, by the name of the rule; amounts are written out."""


def run_badge(run: Run) -> Badge:
    """How far a run is."""
    return Badge(str(run.get_state_display()), RUN_TONES[RunState(run.state)])


def payslip_badge(slip: Payslip) -> Badge:
    """How far a payslip is."""
    return Badge(str(slip.get_state_display()), PAYSLIP_TONES[PayslipState(slip.state)])


def run_table(rows: Sequence[Run]) -> Table:
    """Runs with their totals."""
    return Table(
        caption=_("Wage runs"),
        columns=[
            Column("on", _("Day"), kind="date", link=lambda row: reverse("desk_run", args=[row.pk])),
            Column("payslips", _("Payslips"), kind="number"),
            Column("parked", _("Parked"), kind="number"),
            Column("gross", _("Gross pay"), kind="money"),
            Column("net", _("Net pay"), kind="money"),
            Column("employment_budget", _("Taken from units"), kind="money"),
            Column("state", _("State"), kind="badge", value=run_badge),
        ],
        rows=rows,
    )


def preview_table(rows: Sequence[Payslip]) -> Table:
    """What a run pays, beside what each person was paid last time."""
    return Table(
        caption=_("Payslips"),
        columns=[
            *_who(),
            Column("gross", _("Gross pay"), kind="money"),
            Column("before", _("Last time"), kind="money"),
            Column("net", _("Net pay"), kind="money"),
            Column("employment_budget", _("Taken from the unit"), kind="money"),
            Column("due_on", _("Due"), kind="date"),
            Column("flags", _("To look at"), value=_flags),
            Column("state", _("State"), kind="badge", value=payslip_badge),
        ],
        rows=rows,
    )


def parked_table(rows: Sequence[Payslip]) -> Table:
    """What is put aside, why, and until when it must be settled."""
    return Table(
        caption=_("Parked, with the reason"),
        columns=[
            *_who(),
            Column("due_on", _("Due"), kind="date"),
            Column("reason", _("Reason"), value=_reason),
        ],
        rows=rows,
    )


def due_table(rows: Sequence[Payslip]) -> Table:
    """Wages still to arrive."""
    return Table(
        caption=_("Wages still to arrive"),
        caption_hidden=True,
        columns=[
            *_who(),
            Column("last_day", _("Last day of work"), kind="date"),
            Column("due_on", _("Due"), kind="date"),
            Column("net", _("Net pay"), kind="money"),
            Column("state", _("State"), kind="badge", value=payslip_badge),
            Column("run", _("Run"), kind="date", value=lambda row: row.run.on, link=_run_url),
        ],
        rows=rows,
    )


def late_table(rows: Sequence[Payslip]) -> Table:
    """Wages that arrived too late."""
    return Table(
        caption=_("Arrived after the promised day"),
        columns=[
            *_who(),
            Column("last_day", _("Last day of work"), kind="date"),
            Column("due_on", _("Due"), kind="date"),
            Column("paid_on", _("Arrived"), kind="date"),
            Column("attempts", _("Sent back by the bank"), kind="number"),
        ],
        rows=rows,
    )


def _who() -> list[Column]:
    return [
        Column("person", _("Worker"), value=lambda row: str(row.person)),
        Column("unit", _("Unit"), value=lambda row: row.unit.name, link=_unit_url),
    ]


def _unit_url(slip: Payslip) -> str:
    return reverse("desk_unit", args=[slip.unit_id])


def _run_url(slip: Payslip) -> str:
    return reverse("desk_run", args=[slip.run_id])


def _flags(slip: Payslip) -> str:
    """The sentences of what the run noticed, with amounts written out."""
    return "; ".join(_flag(flag["rule"], flag["params"]) for flag in slip.flags)


def _flag(rule: str, params: dict[str, Any]) -> str:
    language = get_language() or "en"
    return str(FLAGS[rule]) % {name: format_money(cents, language=language) for name, cents in params.items()}


def _reason(slip: Payslip) -> str:
    message, params = slip.parked_sentence()
    return sentence(Refusal(slip.parked_rule, message, params=params))
