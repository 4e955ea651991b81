"""A country's VAT law as dated data: the rates, the grounds for another rate than the standard one, and their buyers.

A ground is the reason in the law for a reduced or zero rate. A rate other than the standard one without a ground is
refused (rule 23), and so is a ground that does not fit its buyer (reverse charge to a private person).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from marke.kernel.dates import DateRange
from marke.kernel.refusal import Refusal, gettext_noop


class UnableToApplyVat(Refusal):
    """The rate, its reason and the buyer do not fit together."""


class Category(Enum):
    """What kind of VAT a line carries; the value is the code of the European e-invoicing standard (EN 16931)."""

    TAXED = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY_GOODS = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"


class BuyerKind(Enum):
    """To whom a ground is open."""

    ANYBODY = "anybody"
    EU_BUSINESS = "eu_business"
    """A business in another member state, with its VAT number there."""
    OUTSIDE_EU = "outside_eu"


@dataclass(frozen=True, slots=True)
class Buyer:
    """What VAT needs to know of a client: country (ISO 3166, two letters) and VAT number with its country prefix."""

    country: str
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason in the law for a rate. ``titles`` explain it to a member; ``sentences`` are printed on the invoice."""

    code: str
    rate_code: str
    category: Category
    open_to: BuyerKind
    period: DateRange
    reference: str
    titles: Mapping[str, str]
    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Treatment:
    """How VAT applies to a line: a rate, and the ground when it is not the standard rate."""

    rate: Decimal
    ground: Ground | None = None

    @property
    def code(self) -> str:
        """The ground's code, or nothing for the standard rate."""
        return self.ground.code if self.ground else ""

    @property
    def category(self) -> Category:
        return self.ground.category if self.ground else Category.TAXED


@dataclass(frozen=True)
class VatLaw:
    """The VAT law of one country through time."""

    country: str
    rates: Mapping[str, tuple[tuple[DateRange, Decimal], ...]]
    grounds: Mapping[str, Ground]
    eu_members: Mapping[str, DateRange]
    standard: str = "standard"

    def rate(self, code: str, *, on: dt.date) -> Decimal:
        """The rate with this code on a day. Raises `UnableToApplyVat` when the law has none."""
        for period, value in self.rates[code]:
            if on in period:
                return value
        raise UnableToApplyVat(
            "vat.no-rate", gettext_noop("No VAT rate is known for %(day)s."), field="issued_on", params={"day": on}
        )

    def rates_on(self, day: dt.date) -> list[Decimal]:
        """Every rate that exists on a day, the highest first."""
        found = {value for values in self.rates.values() for period, value in values if day in period}
        return sorted(found, reverse=True)

    def treatments(self, *, buyer: Buyer, on: dt.date) -> list[Treatment]:
        """What may be chosen for this buyer on this day: the standard rate first, then each ground open to them."""
        open_grounds = [g for g in self.grounds.values() if on in g.period and self._is_open_to(g, buyer, on)]
        return [
            Treatment(self.rate(self.standard, on=on)),
            *(Treatment(self.rate(ground.rate_code, on=on), ground) for ground in open_grounds),
        ]

    def treatment(self, *, rate: Decimal, ground: str, buyer: Buyer, on: dt.date) -> Treatment:
        """The treatment a member asked for. Raises `UnableToApplyVat` when the law does not give it.

        Reduced VAT (6 % or 0 %) only with a stated reason (rule 23; Royal Decree no. 20 for the rates).
        """
        if not ground:
            if rate != self.rate(self.standard, on=on):
                raise UnableToApplyVat(
                    "vat.reduced-needs-reason",
                    gettext_noop("VAT below the standard rate needs its reason: choose why this line has it."),
                    field="vat",
                )
            return Treatment(rate)
        found = self.grounds.get(ground)
        if found is None or on not in found.period or self.rate(found.rate_code, on=on) != rate:
            raise UnableToApplyVat(
                "vat.reason-not-for-rate",
                gettext_noop("This reason does not give this VAT rate on %(day)s; choose rate and reason together."),
                field="vat",
                params={"day": on},
            )
        if not self._is_open_to(found, buyer, on):
            raise UnableToApplyVat(f"vat.buyer-{found.open_to.value}", NOT_OPEN_TO_BUYER[found.open_to], field="vat")
        return Treatment(rate, found)

    def _is_open_to(self, ground: Ground, buyer: Buyer, day: dt.date) -> bool:
        in_eu = buyer.country in self.eu_members and day in self.eu_members[buyer.country]
        if ground.open_to is BuyerKind.EU_BUSINESS:
            return in_eu and buyer.country != self.country and bool(buyer.vat_number)
        if ground.open_to is BuyerKind.OUTSIDE_EU:
            return not in_eu
        return True


NOT_OPEN_TO_BUYER = {
    BuyerKind.EU_BUSINESS: gettext_noop(
        "VAT is only shifted to a business in another EU country: complete the client's country and VAT number first."
    ),
    BuyerKind.OUTSIDE_EU: gettext_noop("This reason holds only for a client outside the European Union."),
}
