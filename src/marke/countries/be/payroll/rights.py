"""Income outside payroll: copyright and neighbouring rights, and the amateur-arts allowance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.payroll.rates import Rate, cents_of
from marke.rules.payroll.rule import Side

COPYRIGHT = "Income tax code 1992, art. 17 par. 1, 5°; law of 26 December 2022"
AMATEUR_ARTS = "Law of 16 December 2022"


class OutsideTheRegime(Refusal):
    """A payment that the regime of copyright or amateur arts does not allow."""


class RightsIncome(NamedTuple):
    """A payment of rights: flat costs, movable income after costs, the tax kept back and the net paid (cents)."""

    gross: Cents
    costs: Cents
    tax: Cents

    @property
    def net(self) -> Cents:
        return self.gross - self.tax


@rule(
    line="copyright_withholding",
    side=Side.DEDUCTION,
    reference=COPYRIGHT,
    figures=("copyright.rate", "copyright.cost_bands", "copyright.cost_rates"),
)
def copyright_income(law: Law, gross: Cents, *, earlier_this_year: Cents = 0) -> RightsIncome:
    """Copyright is movable income: 15 % after flat costs of 50 % in the year's first band and 25 % in the second."""
    if gross < 0 or earlier_this_year < 0:
        raise OutsideTheRegime(
            "copyright.amount", gettext_noop("A payment of rights cannot be negative."), field="gross"
        )
    total = earlier_this_year + gross
    costs = _flat_costs(law, total) - _flat_costs(law, earlier_this_year)
    rate = law.rate("copyright.rate")
    before = rate.of(earlier_this_year - _flat_costs(law, earlier_this_year))
    return RightsIncome(gross, costs, rate.of(total - _flat_costs(law, total)) - before)


def _flat_costs(law: Law, gross: Cents) -> Cents:
    first, second = (cents_of(bound) for bound in law.parameters["copyright.cost_bands"])
    low, high = (Rate(rate) for rate in law.parameters["copyright.cost_rates"])
    return low.of(min(gross, first)) + high.of(max(0, min(gross, second) - first))


def check_copyright(
    law: Law, *, rights_year: Cents, services_year: Cents, four_years_before: Sequence[Cents] = ()
) -> None:
    """Refuse a payment of rights that leaves the regime: its share, its yearly ceiling, the average of four years.

    ``rights_year`` and ``services_year`` are what the person receives this year with the payment asked, in cents.
    """
    _check_share(law, rights_year, services_year)
    ceiling = law.cents("copyright.ceiling")
    if rights_year > ceiling:
        raise OutsideTheRegime(
            "copyright.ceiling",
            gettext_noop("Rights above %(ceiling)s a year are no longer movable income."),
            field="gross",
            params={"ceiling": Amount(ceiling)},
        )
    if len(four_years_before) == 4 and sum(four_years_before) > 4 * ceiling:
        raise OutsideTheRegime(
            "copyright.four-year-average",
            gettext_noop("The average of the four years before exceeds the ceiling, so the regime is lost this year."),
            field="gross",
        )


def _check_share(law: Law, rights: Cents, services: Cents) -> None:
    if not services or "copyright.share_limit" not in law.parameters:
        return
    share = law.parameters["copyright.share_limit"]
    if rights > (rights + services) * share:
        raise OutsideTheRegime(
            "copyright.share",
            gettext_noop("When a service is paid too, rights may be at most %(percent)s %% of the whole."),
            field="gross",
            params={"percent": int(share * 100)},
        )


class AmateurArts(NamedTuple):
    """Amateur-arts allowances of one day: what the person receives and what the principal owes on top (cents)."""

    allowance: Cents
    travel: Cents
    contribution: Cents


@rule(
    line="amateur_arts_allowance",
    side=Side.ALLOWANCE,
    reference=AMATEUR_ARTS,
    figures=("amateur_arts.allowance", "amateur_arts.contribution"),
)
def amateur_arts_allowance(
    law: Law,
    *,
    allowance: Cents,
    travel: Cents = 0,
    days_this_year: int = 0,
    days_in_a_row: int = 0,
    received_from_principal: Cents = 0,
) -> AmateurArts:
    """An amateur artist may receive a day allowance free of tax, 30 days a year and 7 days in a row with one principal.

    The counts are those before this day; above a yearly amount per principal the principal owes 5 % on the excess.
    """
    figure = law.parameters["amateur_arts.allowance"]
    _refuse_above(allowance, cents_of(figure["day"]), "allowance")
    _refuse_above(travel, cents_of(figure["travel"]), "travel")
    if days_this_year >= figure["days_year"]:
        raise OutsideTheRegime(
            "amateur-arts.days-year",
            gettext_noop("The amateur-arts allowance is limited to %(days)s days a year."),
            field="days_this_year",
            params={"days": figure["days_year"]},
        )
    if days_in_a_row >= figure["days_in_a_row"]:
        raise OutsideTheRegime(
            "amateur-arts.days-in-a-row",
            gettext_noop("The amateur-arts allowance is limited to %(days)s days in a row with one principal."),
            field="days_in_a_row",
            params={"days": figure["days_in_a_row"]},
        )
    contribution = law.parameters["amateur_arts.contribution"]
    limit = cents_of(contribution["above"])
    excess = max(0, received_from_principal + allowance - limit) - max(0, received_from_principal - limit)
    return AmateurArts(allowance, travel, Rate(contribution["rate"]).of(excess))


def _refuse_above(amount: Cents, most: Cents, field: str) -> None:
    if not 0 <= amount <= most:
        raise OutsideTheRegime(
            "amateur-arts.day-ceiling",
            gettext_noop("The amateur-arts allowance is limited to %(most)s for this day."),
            field=field,
            params={"most": Amount(most)},
        )
