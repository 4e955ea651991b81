"""What somebody is engaged for: function, kind of contract, days and pay, from what a unit can spend.

A unit pays gross times the coefficient of its regime (rule 11); an employee's contract also ends with holiday pay. What
is asked for here stays below the means, so that the checks have nothing to refuse.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from random import Random
from typing import Any

from marke.demo import calibration as cal
from marke.demo.plan import PersonPlan
from marke.kernel.money import Cents
from marke.rules.work.engagement import Basis, Engagement, Kind, PlannedDay

FULL, HALF = Decimal("7.6"), Decimal("3.8")
FUND, EMPLOYEE, PERMANENT, STUDENT = Decimal("1.58"), Decimal("1.56"), Decimal("1.46"), Decimal("1.15")
"""What a euro of day pay takes from the unit at most: the coefficient, with exit holiday pay for an employee."""

ON_STAGE = ("musician", "singer", "actor", "dancer", "director", "sound_light", "set_costume", "film_crew", "editor",
            "photographer", "visual_artist", "designer", "writer")  # fmt: skip
AT_A_DESK = ("trainer", "adviser", "guide", "carer", "developer", "game_maker", "administration", "journalist",
             "translator", "communication")  # fmt: skip
BY_HAND = ("event_staff", "courier", "gardener", "craft", "driver")
TASKS = ("composer", "visual_artist", "writer")


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody is to work: for which unit of the plan, who, what it may take in cents, and when they are free."""

    unit: int
    worker: int
    sector: str
    """What the unit lives from: arts, other, or riding for the platform (courier)."""
    means: Cents
    free: tuple[dt.date, ...]
    is_student: bool


def contract_of(wish: Wish, random: Random) -> tuple[Engagement, Cents] | None:
    """An engagement within the means, and what it takes at most; None when not even a day is possible."""
    if wish.is_student:
        return _by_the_day(wish, Kind.STUDENT, random.choice(BY_HAND), STUDENT, random.randrange(100_00, 125_00))
    if wish.sector == "courier":
        return _by_the_day(wish, Kind.DAYS, "courier", FUND, random.randrange(130_00, 160_00, 5_00))
    if wish.means >= cal.MONTHLY_FROM and random.random() < cal.MONTHLY:
        return _by_the_month(wish, random)
    if wish.sector == "arts" and random.random() < cal.TASKS:
        return _task(wish, random)
    day_pay = random.randrange(130_00, 245_00, 5_00)
    if wish.sector == "arts":
        return _by_the_day(wish, Kind.DAYS, random.choice(ON_STAGE), FUND, day_pay)
    if random.random() < cal.BY_HAND:
        return _by_the_day(wish, Kind.DAYS, random.choice(BY_HAND), FUND, day_pay)
    return _by_the_day(wish, Kind.DAYS, random.choice(AT_A_DESK), EMPLOYEE, day_pay)


def _by_the_day(wish: Wish, kind: Kind, function: str, factor: Decimal, pay: Cents) -> tuple[Engagement, Cents] | None:
    takes = int(pay * factor) + 1
    count = min(wish.means // takes, len(wish.free), cal.MOST_DAYS)
    if not count:
        return None
    days = tuple(PlannedDay(day, FULL) for day in wish.free[:count])
    return _engagement(kind, function, days, Basis.DAY, pay), takes * count


def _task(wish: Wish, random: Random) -> tuple[Engagement, Cents] | None:
    """An artistic work for a lump sum."""
    pay = min(int(wish.means / FUND), random.randrange(300_00, 1_500_00))
    days = tuple(PlannedDay(day, FULL) for day in wish.free[: random.randrange(1, 4)])
    return _engagement(Kind.ARTISTIC_TASK, random.choice(TASKS), days, Basis.WHOLE, pay), int(pay * FUND) + 1


def _by_the_month(wish: Wish, random: Random) -> tuple[Engagement, Cents] | None:
    """Paid by the month, for a month: fixed or open-ended, whole days or half ones."""
    is_half = random.random() < 0.4
    pay = random.randrange(1_500_00, 1_900_00, 10_00) if is_half else random.randrange(2_700_00, 3_400_00, 10_00)
    kind = Kind.OPEN_ENDED if random.random() < 0.4 else Kind.FIXED_TERM
    months = groupby(wish.free, key=lambda day: (day.year, day.month))
    whole = next((days for days in (list(days) for _, days in months) if len(days) >= cal.WHOLE_MONTH), None)
    takes = int(pay * (PERMANENT if kind is Kind.OPEN_ENDED else EMPLOYEE)) + 1
    if whole is None or takes > wish.means:
        return None
    days = tuple(PlannedDay(day, HALF if is_half else FULL) for day in whole)
    return _engagement(kind, random.choice(AT_A_DESK), days, Basis.MONTH, pay), takes


def _engagement(kind: Kind, function: str, days: tuple[PlannedDay, ...], basis: Basis, amount: Cents) -> Engagement:
    ends_on = days[-1].day if kind.has_end else None
    return Engagement(kind, function, days, basis, amount, days[0].day, ends_on)


def facts_of(person: PersonPlan, random: Random) -> dict[str, Any]:
    """What a person tells payroll: the family, and whether they have an arts-work certificate."""
    partner = cal.pick(cal.PARTNERS, random)
    children = random.choices([0, 1, 2, 3], weights=[60, 16, 18, 6])[0]
    family: dict[str, Any] = {"children": children}
    if partner != "none":
        family["partner"] = partner
    elif children:
        family["single_parent"] = True
    return {"family": family, "arts_work_certificate": True}
