"""The desk's list of units: filtered, sorted, fast at 20,000 units."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.search import Question, key_matches
from marke.domain.units.activities import in_sector
from marke.domain.units.enums import LIVE_STATES, RoleKind, UnitState
from marke.domain.units.models import AdviserAssignment, Unit, UnitRole
from marke.kernel.money import Cents

NOBODY = "nobody"
"""The adviser filter's value for units without adviser."""


class SizeClass(models.TextChoices):
    """Class of turnover of the last twelve months (shared-enterprise.md, section 10)."""

    BELOW_10K = "0-10", _("below € 10,000")
    BELOW_30K = "10-30", _("€ 10,000 to 30,000")
    BELOW_50K = "30-50", _("€ 30,000 to 50,000")
    ABOVE_50K = "50-", _("above € 50,000")


BOUNDS: dict[str, tuple[Cents | None, Cents | None]] = {
    SizeClass.BELOW_10K: (None, 10_000_00),
    SizeClass.BELOW_30K: (10_000_00, 30_000_00),
    SizeClass.BELOW_50K: (30_000_00, 50_000_00),
    SizeClass.ABOVE_50K: (50_000_00, None),
}
SORTS = {
    "number": ["pk"],
    "name": ["search_key", "pk"],
    "turnover": ["figures__turnover", "pk"],
    "balance": ["figures__received", "pk"],
    "moved": ["figures__last_movement_on", "pk"],
}


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What the desk asks for. Empty fields ask nothing; ``quiet_months`` finds live units without movement."""

    text: str = ""
    state: str = ""
    sector: str = ""
    adviser: str = ""
    size: str = ""
    quiet_months: int | None = None


def find_units(*, wanted: UnitFilter, as_of: dt.date, sort: str = "number") -> QuerySet[Unit]:
    """The units that fit, with their figures, in the wanted order (a minus sorts downwards)."""
    found = Unit.objects.select_related("figures").filter(_conditions(wanted, as_of))
    keys = SORTS.get(sort.removeprefix("-"), SORTS["number"])
    return found.order_by(*(_ordered(key, downwards=sort.startswith("-")) for key in keys))


def _ordered(key: str, *, downwards: bool) -> OrderBy:
    """A key in its order. Units without figures come first upwards; for a column that is never empty no place for
    empty ones is named, or its index could not give the order."""
    may_be_empty = key.startswith("figures__") or None
    return F(key).desc(nulls_last=may_be_empty) if downwards else F(key).asc(nulls_first=may_be_empty)


def holders_of(*, unit_ids: Collection[int]) -> dict[int, str]:
    """The names of the holders of many units, in one query."""
    roles = UnitRole.objects.filter(unit_id__in=unit_ids, kind=RoleKind.HOLDER, valid_to__isnull=True)
    names: dict[int, str] = {}
    for role in roles.select_related("person").order_by("valid_from", "id"):
        names[role.unit_id] = ", ".join(filter(None, (names.get(role.unit_id), str(role.person))))
    return names


def advisers_now(*, unit_ids: Collection[int]) -> dict[int, uuid.UUID]:
    """Who advises many units today, in one query."""
    current = AdviserAssignment.objects.filter(unit_id__in=unit_ids, valid_to__isnull=True)
    return dict(current.values_list("unit_id", "adviser_id"))


def _conditions(wanted: UnitFilter, as_of: dt.date) -> Q:
    conditions = Q()
    if wanted.text.strip():
        question = Question.of(wanted.text)
        by_number = Q(pk=question.number) if question.number and question.number < 2**31 else Q(pk=None)
        conditions &= by_number | key_matches("search_key", question)
    if wanted.state:
        conditions &= Q(state=wanted.state)
    if wanted.sector:
        conditions &= Q(activity__in=in_sector(wanted.sector))
    if wanted.adviser:
        conditions &= _advised_by(wanted.adviser)
    if wanted.size:
        low, high = BOUNDS[wanted.size]
        conditions &= Q(figures__turnover__gte=low) if low is not None else Q()
        conditions &= Q(figures__turnover__lt=high) if high is not None else Q()
    if wanted.quiet_months:
        conditions &= _quiet(wanted.quiet_months, as_of)
    return conditions


def _advised_by(adviser: str) -> Q:
    current = AdviserAssignment.objects.filter(valid_to__isnull=True)
    if adviser == NOBODY:
        return Q(state__in=[*LIVE_STATES, UnitState.REQUESTED]) & ~Q(pk__in=current.values("unit_id"))
    return Q(pk__in=current.filter(adviser_id=adviser).values("unit_id"))


def _quiet(months: int, as_of: dt.date) -> Q:
    """Live units without any movement for so many months; a unit that never moved counts from its opening."""
    since = as_of - dt.timedelta(days=round(months * 365 / 12))
    never = Q(figures__last_movement_on__isnull=True, opened_on__lt=since)
    return Q(state__in=LIVE_STATES) & (Q(figures__last_movement_on__lt=since) | never)
