"""How payslips look: in the list, and line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.wages.enums import PayslipState
from marke.domain.wages.models import Payslip
from marke.reporting.own_pay import Explained
from marke.rules.payroll.rule import Side
from marke.web.components.tables import Badge, Column, Table

TONES = {PayslipState.PAID: "good"}


def payslip_state(slip: Payslip) -> Badge:
    """Where a payslip stands, in one word."""
    return Badge(str(slip.get_state_display()), TONES.get(PayslipState(slip.state), "waiting"))


def payslip_table(slips: Sequence[Payslip]) -> Table:
    """A person's payslips."""
    return Table(
        caption=_("Payslips"),
        caption_hidden=True,
        columns=[
            Column(
                "month",
                _("Last day of work"),
                kind="date",
                value=lambda row: row.last_day,
                link=lambda row: reverse("my_payslip", args=[row.pk]),
                note=lambda row: row.contract.description or row.unit.name,
            ),
            Column("gross", _("Gross"), kind="money"),
            Column("net", _("Net"), kind="money"),
            Column("due_on", _("Promised by"), kind="date"),
            Column("paid_on", _("Paid on"), kind="date"),
            Column("state", _("State"), kind="badge", value=payslip_state),
        ],
        rows=slips,
    )


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a payslip with its sentence, as the simulator shows it."""

    title: str
    amount: int
    text: str
    base: object
    rate: object
    reference: str
    figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that do the same to the money."""

    heading: str
    lines: list[ShownLine]


def payslip_groups(found: Mapping[Side, Sequence[Explained]]) -> list[Group]:
    """The lines of a payslip in the order of the money: earned, kept back, on top of gross, steps in between."""
    groups = [
        Group(_("What you earn"), _lines(found[Side.EARNING])),
        Group(_("What is kept back"), [*_lines(found[Side.DEDUCTION], -1), *_lines(found[Side.RELIEF])]),
        Group(_("Paid on top, free of contributions"), _lines(found[Side.ALLOWANCE])),
        Group(_("What your employer pays on top of gross"), _lines(found[Side.EMPLOYER])),
        Group(_("Steps in between"), _lines(found[Side.INFORMATION])),
    ]
    return [group for group in groups if group.lines]


def _lines(found: Sequence[Explained], sign: int = 1) -> list[ShownLine]:
    return [
        ShownLine(
            each.words.title,
            sign * each.line.amount,
            each.words.text,
            each.line.base,
            each.line.rate,
            each.words.reference,
            each.words.figures,
        )
        for each in found
    ]
