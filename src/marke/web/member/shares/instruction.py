"""How a share is paid: account, communication, amount, last day, and the code that a banking app scans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from segno.helpers import make_epc_qr

from marke.domain.members.models import Subscription
from marke.domain.parameters.queries import cooperative
from marke.domain.people.operations import identifiers
from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class PaymentInstruction:
    """What to type in a banking app, or to scan. ``picture`` is an SVG as a data address."""

    beneficiary: str
    iban: str
    reference: str
    amount: Cents
    pay_before: dt.date
    count: int
    picture: str


def payment_instruction(subscription: Subscription) -> PaymentInstruction:
    """The instruction of shares that wait for money (EPC069-12, the European code for a credit transfer)."""
    house = cooperative()
    reference = identifiers().format_structured_communication(subscription.reference)
    code = make_epc_qr(
        name=house.legal_name[:70], iban=house.iban, amount=Decimal(subscription.amount).scaleb(-2), text=reference
    )
    return PaymentInstruction(
        beneficiary=house.legal_name,
        iban=house.iban,
        reference=subscription.reference,
        amount=subscription.amount,
        pay_before=subscription.pay_before,
        count=subscription.count,
        picture=code.svg_data_uri(scale=4, border=2, dark="#111", light="#fff"),
    )
