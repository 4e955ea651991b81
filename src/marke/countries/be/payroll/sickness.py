"""Guaranteed pay in sickness: what the employer pays while the health fund does not."""

from __future__ import annotations

from typing import NamedTuple

from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.inputs import Worker
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import Rate
from marke.rules.payroll.rule import Side

REFERENCE = "Law of 3 July 1978, art. 52, 70 and 71; collective agreements no 12bis and 13bis"
LONG_CONTRACT_MONTHS = 3


class ImpossibleAbsence(Refusal):
    """An absence that cannot be."""


class GuaranteedPay(NamedTuple):
    """Guaranteed pay by period of the absence, in cents."""

    first: Cents
    second: Cents
    rest: Cents

    @property
    def total(self) -> Cents:
        return self.first + self.second + self.rest


@rule(
    line="guaranteed_pay",
    side=Side.EARNING,
    reference=REFERENCE,
    figures=("sickness.guaranteed_pay", "sickness.daily_cap"),
)
def guaranteed_pay(
    law: Law,
    worker: Worker,
    *,
    day_pay: Cents,
    from_day: int,
    to_day: int,
    seniority_months: int,
    contract_months: int | None,
) -> GuaranteedPay:
    """A sick worker keeps pay: 30 days in full on a long employee contract, otherwise by days 1-7, 8-14 and 15-30.

    Calendar days of the absence are numbered from 1; ``day_pay`` is normal pay per calendar day absent that would have
    been paid. ``contract_months`` is None for an open-ended contract. Under one month of seniority nothing is due.
    """
    _check_days(from_day, to_day)
    figure = law.parameters["sickness.guaranteed_pay"]
    to_day = min(to_day, figure["last_day"])
    if seniority_months < 1 or to_day < from_day:
        return GuaranteedPay(0, 0, 0)
    if worker is Worker.EMPLOYEE and (contract_months is None or contract_months >= LONG_CONTRACT_MONTHS):
        return GuaranteedPay((to_day - from_day + 1) * day_pay, 0, 0)
    rates = figure["employee" if worker is Worker.EMPLOYEE else "manual"]
    first_end, second_end = figure["first_days"], figure["second_days"]
    first = _days_within(from_day, to_day, 1, first_end) * day_pay
    second = Rate(rates["second"]).of(_days_within(from_day, to_day, first_end + 1, second_end) * day_pay)
    rest_days = _days_within(from_day, to_day, second_end + 1, figure["last_day"])
    return GuaranteedPay(first, second, _rest(law, rates, day_pay, rest_days) if rest_days else 0)


def continues_earlier_absence(law: Law, *, days_back_at_work: int) -> bool:
    """A new absence soon after the last one continues it: no new period of guaranteed pay begins."""
    return days_back_at_work < int(law.parameters["sickness.relapse_days"])


def _rest(law: Law, rates: dict[str, object], day_pay: Cents, days: int) -> Cents:
    cap = Rate(law.parameters["sickness.daily_cap"]).of(100)
    below, above = min(day_pay, cap), max(0, day_pay - cap)
    return Rate(rates["below_cap"]).of(days * below) + Rate(rates["above_cap"]).of(days * above)  # type: ignore[arg-type]


def _days_within(start: int, end: int, first: int, last: int) -> int:
    return max(0, min(end, last) - max(start, first) + 1)


def _check_days(from_day: int, to_day: int) -> None:
    if not 1 <= from_day <= to_day:
        raise ImpossibleAbsence(
            "payroll.absence-days",
            gettext_noop("Days of sickness are numbered from 1, and the last cannot come before the first."),
            field="to_day",
        )
