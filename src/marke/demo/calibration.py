"""How large, when and how fast: the public model's figures, scaled to the wanted number of units.

Source: shared enterprise of about 20,000 units and EUR 194 million a year; size classes, seasonality, countries and
payment delays as in the domain reference, section 10.
"""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass
from random import Random

from marke.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A class of yearly turnover: its part of the units, its bounds and mean in cents, its clients in a year."""

    part: float
    low: Cents
    high: Cents
    mean: Cents
    clients: float


SIZE_CLASSES = [
    SizeClass(0.7326, 30_000, 1_000_000, 291_300, 2.4),
    SizeClass(0.1830, 1_000_000, 3_000_000, 1_749_200, 6),
    SizeClass(0.0535, 3_000_000, 5_000_000, 3_807_500, 9),
    SizeClass(0.0309, 5_000_000, 24_000_000, 7_534_000, 14),
]
CLIENTS_PER_UNIT = 1.5
MEAN_INVOICE: Cents = 138_500
INVOICE_SIGMA = 1.293
MONTHS = [0.70, 0.85, 1.00, 1.00, 1.20, 1.30, 0.85, 0.65, 1.10, 1.15, 1.10, 1.10]
LANGUAGES = {"fr": 62, "nl": 30, "de": 2, "en": 6}
ARTS_PART = 0.48
CLIENT_KINDS = {"company": 55, "association": 22, "public": 13, "person": 10}
CLIENT_COUNTRIES = {"be": 78, "eu": 15, "world": 7}
"""Of clients that are not public bodies; with these, which are all Belgian, 81 % of all clients are Belgian."""
COST_PART = 0.14
"""Unit costs as a part of turnover: 27.2 of 194 million."""
LONG_SERVICE_PART = 0.425
SHARES_IN_JANUARY = 0.40

DELAYS = [(0.00, 0), (0.25, 10), (0.50, 22), (0.75, 38), (0.90, 60), (0.97, 120), (0.995, 365)]
"""Days from invoice to money, as quantiles; what lies beyond the last is never paid."""
DELAY_FACTOR = {"company": 1.0, "association": 26 / 22, "public": 34 / 22, "person": 12 / 22}
NEVER_PAID = {"company": 0.004, "association": 0.003, "public": 0.0, "person": 0.012}
PART_PAYMENTS = 0.06
WRONG_REFERENCE = 0.01
OVERPAID = 0.01


def turnover_in(size: SizeClass, random: Random) -> Cents:
    """A yearly turnover inside a class; the class mean is met on average (a beta shape between the bounds)."""
    position = (size.mean - size.low) / (size.high - size.low)
    spread = 2.2
    return size.low + int((size.high - size.low) * random.betavariate(spread * position, spread * (1 - position)))


def payment_delay(kind: str, random: Random) -> int | None:
    """Days until a client of this kind pays an invoice; None when it never does."""
    if random.random() < NEVER_PAID[kind]:
        return None
    quantile = random.random() * DELAYS[-1][0]
    index = bisect.bisect_right([point for point, _ in DELAYS], quantile)
    (low, fast), (high, slow) = DELAYS[index - 1], DELAYS[min(index, len(DELAYS) - 1)]
    days = fast + (slow - fast) * (quantile - low) / (high - low) if high > low else slow
    return max(1, round(days * DELAY_FACTOR[kind]))


def pick(weights: dict[str, int], random: Random) -> str:
    """One key, as likely as its weight."""
    return random.choices(list(weights), weights=list(weights.values()))[0]


PAY_PART = 0.71
"""Pay and rights as a part of turnover: 137.7 of 194 million."""
LEAST_PAY: Cents = 330_00
"""What a unit puts by before somebody is engaged: with it a contract has 3.3 days on average."""
OWN_WORK = 0.8
"""Most holders engage themselves; the others engage somebody else."""
MOST_DAYS = 15
LONGEST = dt.timedelta(days=35)
AHEAD = dt.timedelta(days=21)
LARGE: Cents = 25_000_00
MONTHLY_FROM: Cents = 5_500_00
MONTHLY = 0.8
"""Units that turn over so much put by so much for a month of pay; most of them then engage somebody by the month."""
WHOLE_MONTH = 12
"""Days that a month must still have for a contract that is paid by the month."""
TASKS = 0.06
BY_HAND = 0.25
STUDENTS = 0.4
PARTNERS = {"none": 52, "earned_income": 40, "without_income": 8}
SILENT = 0.08
"""Of a hundred months so many are not confirmed by anybody: the plan counts after some working days."""
OTHERWISE = 0.02
"""Of a hundred months so many did not go as planned; of those the next two say how many were accidents and illness."""
ACCIDENTS, SICK = 0.05, 0.7
