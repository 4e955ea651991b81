"""Settle a quarter of pay: what its declaration asks beyond the payslips is booked, and reductions go to the pot.

The unit never sees it (rules 11 and 12): its employment budget was fixed when the contract was signed. The pot of
employment bears what is higher (P8), and reductions of contributions are pooled, whoever's contract earned them (P9).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from marke.domain.ledger.operations import Posting, post_many
from marke.domain.parameters.payroll import engine
from marke.domain.wages.printing import social_law
from marke.domain.wages.records import of_work_between, payroll_of
from marke.domain.work.models import Contract
from marke.kernel.dates import Quarter
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.posting.entry import Entry
from marke.rules.posting.recipes.pay import employer_true_up, pooled_reduction

SOURCE = "social.quarter"


@dataclass(frozen=True, slots=True)
class Settled:
    """What was booked, in cents: beyond the payslips, and pooled; ``entries`` counts the new ones."""

    higher: Cents
    pooled: Cents
    entries: int


def settle_quarter(*, quarter: Quarter, on: dt.date, actor: uuid.UUID) -> Settled:
    """Book the true-up of a quarter by unit, dated ``on``; asked again it books nothing more.

    Raises `Refusal` before the quarter is over, where it cannot be declared, or where it was settled with other
    amounts: then a payslip was corrected since, and the difference is booked by hand.
    """
    if on <= quarter.last:
        raise Refusal(
            "social.quarter-runs",
            gettext_noop("The quarter is not over yet: it is settled after %(last)s."),
            field="on",
            params={"last": quarter.last},
        )
    payroll = payroll_of(of_work_between(quarter.first, quarter.last), on=quarter.last)
    filing = social_law().quarter(engine(), payroll, quarter=quarter, made_at=None)
    units = dict(Contract.objects.filter(pk__in=_contracts(filing.higher, filing.reductions)).values_list("pk", "unit"))
    higher, pooled = _by_unit(filing.higher, units), _by_unit(filing.reductions, units)
    postings = [
        *(_posting(employer_true_up(on=on, unit=unit, higher=part), quarter, unit) for unit, part in higher.items()),
        *(_posting(pooled_reduction(on=on, unit=unit, amount=part), quarter, unit) for unit, part in pooled.items()),
    ]
    posted = post_many(postings=postings, actor=actor)
    return Settled(sum(higher.values()), sum(pooled.values()), sum(each.new for each in posted))


def _contracts(*parts: Mapping[str, Cents]) -> set[uuid.UUID]:
    return {uuid.UUID(contract) for part in parts for contract in part}


def _by_unit(parts: Mapping[str, Cents], units: Mapping[uuid.UUID, int]) -> dict[int, Cents]:
    """The parts of contracts added up by unit; nothing is booked for a unit whose parts cancel out."""
    found: defaultdict[int, Cents] = defaultdict(int)
    for contract, part in parts.items():
        found[units[uuid.UUID(contract)]] += part
    return {unit: part for unit, part in sorted(found.items()) if part}


def _posting(entry: Entry, quarter: Quarter, unit: int) -> Posting:
    return Posting(entry, (SOURCE, f"{quarter}/{unit}"), entry.kind)
