"""A country's VAT law as dated data: the rates, the grounds for another rate than the standard one, and their buyers.

A ground is the reason in the law for a reduced or zero rate. A rate other than the standard one without a ground is
refused (rule 23), and so is a ground that does not fit its buyer (reverse charge to a private person).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    ORGANISATION = "organisation"
    """A company, an association or a public body: everybody who is not a private person."""
    DOMESTIC_BUSINESS = "domestic_business"
    """A business in the seller's country, with its VAT number."""
    EU_BUSINESS = "eu_business"
    """A business in another member state, with its VAT number there."""
    OUTSIDE_EU = "outside_eu"
    OUTSIDE_EU_BUSINESS = "outside_eu_business"
    """Outside the Union and no private person: a service to a private person stays where its maker is."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """What VAT needs to know of a client: country (ISO 3166, two letters) and VAT number with its country prefix."""

    country: str
    vat_number: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason in the law for a rate. ``titles`` explain it to a member; ``sentences`` are printed on the document.

    ``reason_code`` is the code of the European list of exemption reasons (VATEX), empty where the list has none.
    ``grid`` is where the base goes in the VAT return. ``is_goods`` says that goods leave the country under it.
    """

    code: str
    rate_code: str
    category: Category
    open_to: BuyerKind
    period: DateRange
    reference: str
    titles: Mapping[str, str]
    sentences: Mapping[str, str]
    reason_code: str = ""
    grid: str = ""
    is_goods: bool = False

    @property
    def is_funding(self) -> bool:
        """Whether nothing is sold under it: a subsidy or patronage, which is claimed and never invoiced."""
        return self.category is Category.OUTSIDE_SCOPE


@dataclass(frozen=True, slots=True)
class Treatment:
    """How VAT applies to a line: a rate, and the ground when it is not the standard rate."""

    rate: Decimal
    ground: Ground | None = None
    grid: str = ""

    @property
    def code(self) -> str:
        """The ground's code, or nothing for the standard rate."""
        return self.ground.code if self.ground else ""

    @property
    def category(self) -> Category:
        return self.ground.category if self.ground else Category.TAXED


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which ground is proposed for a kind of deal in a period, and to whom; an empty ground is the standard rate."""

    period: DateRange
    to: BuyerKind
    ground: str


@dataclass(frozen=True, slots=True)
class Deal:
    """A kind of deal: a concert, a workshop, a licence. Where the law leaves a choice, policy says what is proposed.

    Proposals are read in their order: the first that is in force and open to the buyer holds.
    """

    code: str
    titles: Mapping[str, str]
    source: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class VatLaw:
    """The VAT law of one country through time."""

    country: str
    rates: Mapping[str, tuple[tuple[DateRange, Decimal], ...]]
    grounds: Mapping[str, Ground]
    eu_members: Mapping[str, DateRange]
    standard: str = "standard"
    grids: Mapping[str, str] = field(default_factory=dict)
    """Where the base at each rate goes in the VAT return, unless its ground says otherwise."""
    deals: Mapping[str, Deal] = field(default_factory=dict)

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
        open_grounds = [g for g in self.grounds.values() if on in g.period and self.is_open(g.open_to, buyer, on)]
        return [self._standard(on), *(self._under(ground, on) for ground in open_grounds)]

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
            return self._standard(on)
        found = self.grounds.get(ground)
        if found is None or on not in found.period or self.rate(found.rate_code, on=on) != rate:
            raise UnableToApplyVat(
                "vat.reason-not-for-rate",
                gettext_noop("This reason does not give this VAT rate on %(day)s; choose rate and reason together."),
                field="vat",
                params={"day": on},
            )
        if not self.is_open(found.open_to, buyer, on):
            raise UnableToApplyVat(f"vat.buyer-{found.open_to.value}", NOT_OPEN_TO_BUYER[found.open_to], field="vat")
        return self._under(found, on)

    def proposed(self, *, deal: str, buyer: Buyer, on: dt.date) -> Treatment:
        """The treatment that policy proposes for a kind of deal; the standard rate where it proposes nothing."""
        for proposal in self.deals[deal].proposals:
            if on in proposal.period and self.is_open(proposal.to, buyer, on):
                ground = self.grounds.get(proposal.ground)
                return self._under(ground, on) if ground else self._standard(on)
        return self._standard(on)

    def usual_grounds(self, *, on: dt.date) -> frozenset[str]:
        """The grounds that policy proposes for some kind of deal on a day."""
        proposals = [proposal for deal in self.deals.values() for proposal in deal.proposals]
        return frozenset(proposal.ground for proposal in proposals if on in proposal.period)

    def is_open(self, kind: BuyerKind, buyer: Buyer, day: dt.date) -> bool:
        """Whether a buyer is of a kind on a day."""
        at_home = buyer.country == self.country
        match kind:
            case BuyerKind.ORGANISATION:
                return not buyer.is_private
            case BuyerKind.DOMESTIC_BUSINESS:
                return at_home and bool(buyer.vat_number)
            case BuyerKind.EU_BUSINESS:
                return self._in_eu(buyer, day) and not at_home and bool(buyer.vat_number)
            case BuyerKind.OUTSIDE_EU:
                return not self._in_eu(buyer, day)
            case BuyerKind.OUTSIDE_EU_BUSINESS:
                return not self._in_eu(buyer, day) and not buyer.is_private
            case BuyerKind.ANYBODY:
                return True

    def grid_of(self, ground: str) -> str:
        """The box of the base of a sale under a ground, or at the standard rate without one."""
        if not ground:
            return self.grids.get(self.standard, "")
        found = self.grounds[ground]
        return found.grid or self.grids.get(found.rate_code, "")

    def _in_eu(self, buyer: Buyer, day: dt.date) -> bool:
        return buyer.country in self.eu_members and day in self.eu_members[buyer.country]

    def _standard(self, on: dt.date) -> Treatment:
        return Treatment(self.rate(self.standard, on=on), grid=self.grid_of(""))

    def _under(self, ground: Ground, on: dt.date) -> Treatment:
        return Treatment(self.rate(ground.rate_code, on=on), ground, self.grid_of(ground.code))


NOT_OPEN_TO_BUYER = {
    BuyerKind.ORGANISATION: gettext_noop(
        "This exemption holds only for an organiser or a producer, not for a private person."
    ),
    BuyerKind.DOMESTIC_BUSINESS: gettext_noop(
        "VAT is only shifted to a contractor in our own country with a VAT number: complete the client's number first."
    ),
    BuyerKind.EU_BUSINESS: gettext_noop(
        "VAT is only shifted to a business in another EU country: complete the client's country and VAT number first."
    ),
    BuyerKind.OUTSIDE_EU: gettext_noop("This reason holds only for a client outside the European Union."),
    BuyerKind.OUTSIDE_EU_BUSINESS: gettext_noop(
        "This reason holds only for an organisation outside the European Union; a private person pays VAT as at home."
    ),
}


def tax_day(*, issued_on: dt.date, delivered_on: dt.date | None = None, period_end: dt.date | None = None) -> dt.date:
    """The day whose VAT rates apply: the delivery or the end of the period; an invoice before that, its own day.

    What is asked before it is delivered, such as a deposit, carries the rate of the day on which it is asked
    (VAT Code, article 38; Directive 2006/112/EC, article 93).
    """
    return min(issued_on, delivered_on or period_end or issued_on)
