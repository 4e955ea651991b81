"""The share certificate: a document that says who holds how many shares on a day."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from marke.domain.members import queries
from marke.domain.members.models import Member
from marke.domain.parameters.queries import cooperative
from marke.domain.people.operations import identifiers
from marke.kernel.money import Cents
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop

TEMPLATE = Path(__file__).parent / "documents" / "certificate.typ"
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "en": "en_BE"}
"""The document follows the reader's language, with figures as they are written in Belgium."""


def certificate(*, member_id: uuid.UUID, as_of: dt.date, language: str) -> bytes:
    """The certificate of a member on a day, as PDF/A. Raises `Refusal` for who held no shares on that day."""
    member = Member.objects.select_related("person", "organisation").get(pk=member_id)
    holdings = queries.shares_by_price(member_id=member_id, as_of=as_of)
    if not holdings or member.since is None:
        raise Refusal("certificate.no-shares", gettext_noop("There were no shares on that day."))
    house, locale = cooperative(), LOCALES[language]
    movements = member.movements.filter(effective_on__lte=as_of).order_by("number")
    return PORTS.typesetter.typeset(
        template=TEMPLATE,
        data={
            "language": language,
            "cooperative": house.legal_name,
            "address": f"{house.street}, {house.postcode} {house.municipality}",
            "enterprise_number": identifiers().format_enterprise_number(house.enterprise_number),
            "as_of": _day(as_of, locale),
            "as_of_parts": [as_of.year, as_of.month, as_of.day],
            "holder": str(member),
            "number": str(member.number),
            "since": _day(member.since, locale),
            "category": member.category,
            "shares": format_decimal(sum(holdings.values()), locale=locale),
            "value": _money(sum(price * count for price, count in holdings.items()), locale),
            "movements": [
                {
                    "line": str(movement.number),
                    "day": _day(movement.effective_on, locale),
                    "kind": movement.kind,
                    "count": format_decimal(movement.count, locale=locale),
                    "value": _money(movement.amount, locale),
                }
                for movement in movements
            ],
        },
    )


def _day(day: dt.date, locale: str) -> str:
    return format_date(day, format="long", locale=locale)


def _money(cents: Cents, locale: str) -> str:
    return format_currency(Decimal(cents).scaleb(-2), "EUR", locale=locale)
