"""What a patron receives for money given: a document that says who gave how much, when, for what. In their language.

It is no tax certificate: only an institution that the State recognises may give one.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_currency

from marke.domain.funding.enums import FundingKind
from marke.domain.funding.models import Claim
from marke.domain.parameters.queries import cooperative
from marke.domain.sales.home import home
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop

TEMPLATE = Path(__file__).parent / "documents" / "patronage.typ"
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_BE", "de": "de_BE"}


def patronage_receipt(*, claim: Claim, last_paid_on: dt.date) -> bytes:
    """The document as PDF/A. Raises `Refusal` for a subsidy, or before all of the gift has come in."""
    agreement, invoice = claim.agreement, claim.invoice
    if agreement.kind != FundingKind.PATRONAGE or invoice.outstanding or not invoice.paid:
        raise Refusal(
            "funding.patronage-received", gettext_noop("A patron gets this document when the whole gift has come in.")
        )
    house, locale = cooperative(), LOCALES[invoice.language]
    return PORTS.typesetter.typeset(
        template=TEMPLATE,
        data={
            "language": invoice.language,
            "seller": house.seller_name,
            "address": f"{house.street}, {house.postcode} {house.municipality}",
            "enterprise_number": home().identifiers.format_enterprise_number(house.seller_enterprise_number),
            "patron": invoice.parties["client"]["name"],
            "amount": format_currency(Decimal(invoice.paid).scaleb(-2), "EUR", locale=locale),
            "day": format_date(last_paid_on, format="long", locale=locale),
            "day_parts": [last_paid_on.year, last_paid_on.month, last_paid_on.day],
            "title": agreement.title,
            "unit": agreement.unit.name,
            "number": invoice.number,
        },
    )
