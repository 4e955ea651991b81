"""How receipts look: in lists, as facts, as the way from takings to budget, and how they are paid in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from segno.helpers import make_epc_qr

from marke.domain.parameters.queries import cooperative
from marke.domain.receipts.enums import ReceiptStatus
from marke.domain.receipts.models import Receipt
from marke.domain.sales.home import home
from marke.domain.units.models import Unit
from marke.kernel.money import Cents
from marke.web.components.formatting import format_money, format_percent
from marke.web.components.records import Event, ExplainedLine
from marke.web.components.tables import Badge, Column, Table

TONES = {
    ReceiptStatus.OPEN: "waiting",
    ReceiptStatus.LATE: "bad",
    ReceiptStatus.PAID_IN: "good",
    ReceiptStatus.TAKEN_BACK: "",
}


def status_badge(receipt: Receipt, *, today: dt.date) -> Badge:
    """Where its money is, in a word or two."""
    status = receipt.status(as_of=today)
    return Badge(str(status.label), TONES[status])


def receipt_table(unit: Unit, receipts: Sequence[Receipt], *, today: dt.date) -> Table:
    """The receipts book of one unit."""
    return _table(receipts, [], today=today, url=lambda row: reverse("taking", args=[unit.pk, row.pk]))


def desk_receipt_table(receipts: Sequence[Receipt], *, today: dt.date) -> Table:
    """Receipts of all units."""
    unit = Column("unit", _("Unit"), value=lambda row: row.unit_id, note=lambda row: row.unit.name, kind="code")
    return _table(receipts, [unit], today=today, url=lambda row: reverse("desk_taking", args=[row.pk]))


def _table(receipts: Sequence[Receipt], more: list[Column], *, today: dt.date, url: Callable[[Receipt], str]) -> Table:
    return Table(
        caption=_("Receipts without invoice"),
        caption_hidden=True,
        columns=[
            Column("number", _("Number"), link=url, kind="code"),
            Column("description", _("What for")),
            *more,
            Column("taken_on", _("Day"), kind="date"),
            Column("gross", _("Takings"), kind="money"),
            Column("due_on", _("To pay in by"), kind="date", value=lambda row: row.due_on if row.outstanding else None),
            Column("outstanding", _("Open"), kind="money", value=lambda row: row.outstanding or None),
            Column("status", _("State"), kind="badge", value=lambda row: status_badge(row, today=today)),
        ],
        rows=receipts,
    )


def facts(receipt: Receipt) -> list[tuple[str, str]]:
    """A receipt in words."""
    language = get_language() or "en"
    ground = home().vat_law().grounds.get(receipt.vat_ground)
    rate = format_percent(receipt.vat_rate, language=language, decimals=0)
    return [
        (_("What for"), receipt.description),
        (_("How it was paid"), str(receipt.get_taken_as_display())),
        (_("VAT"), f"{rate}: {ground.titles.get(language, ground.titles['en'])}" if ground else rate),
    ]


def explained(receipt: Receipt) -> list[ExplainedLine]:
    """How the unit's budget comes out of the takings (worked example X13)."""
    return [
        ExplainedLine(_("Takings, VAT included"), receipt.gross),
        ExplainedLine(_("VAT in it"), -receipt.vat, base=receipt.net, rate=receipt.vat_rate),
        ExplainedLine(
            _("Contribution to the common pot"),
            -receipt.contribution,
            base=receipt.net,
            rate=receipt.contribution_rate,
            reference=_("Rule 8: tools, services, funds and people we share"),
        ),
    ]


def money_events(receipt: Receipt) -> list[Event]:
    """What was paid in, and by when the rest is expected."""
    language = get_language() or "en"
    done = [
        Event(_("%(amount)s paid in") % {"amount": format_money(row.amount, language=language)}, row.received_on)
        for row in sorted(receipt.payments.all(), key=lambda row: (row.received_on, row.pk))
    ]
    if receipt.outstanding:
        amount = format_money(receipt.outstanding, language=language)
        done.append(Event(_("%(amount)s to pay in") % {"amount": amount}, receipt.due_on, state="ahead"))
    return done


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the member types in a banking app, or scans; ``picture`` is an SVG as a data address."""

    beneficiary: str
    iban: str
    communication: str
    amount: Cents
    due_on: dt.date
    picture: str


def instruction_of(receipt: Receipt) -> Instruction | None:
    """How the rest of a receipt is paid in (EPC069-12, the European credit transfer code); none when all is in."""
    if not receipt.outstanding:
        return None
    house = cooperative()
    text = home().identifiers.format_structured_communication(receipt.communication)
    amount = Decimal(receipt.outstanding).scaleb(-2)
    code = make_epc_qr(name=house.seller_name[:70], iban=house.iban, amount=amount, text=text)
    return Instruction(
        beneficiary=house.seller_name,
        iban=house.iban,
        communication=receipt.communication,
        amount=receipt.outstanding,
        due_on=receipt.due_on,
        picture=code.svg_data_uri(scale=4, border=2, dark="#111", light="#fff"),
    )
