"""Read units: whose they are and who may do what in them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Func, Q, QuerySet

from marke.domain.people.models import StaffRole, User
from marke.domain.units.enums import LIVE_STATES, RoleKind, UnitState
from marke.domain.units.models import UnitRole

ADVISING_ROLES = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
PORTFOLIO_SIZE = 250
"""Live units per adviser, with a collective back-up (shared-enterprise.md, section 7.2)."""


class DatabaseDay(Func):
    """Today as the database has it. Rights are judged by one clock, the same as in `security.units_of_user`."""

    template = "current_date"


def units_of_user(*, user_id: uuid.UUID) -> list[int]:
    """The numbers of the units that this user holds or administers today, by the database's own definer function.

    Row-level security hides units until they are named, so the names themselves come from a function that answers
    for one user only.
    """
    with connection.cursor() as cursor:
        cursor.execute("select security.units_of_user(%s)", [user_id])
        return [number for (number,) in cursor.fetchall()]


def roles_today() -> QuerySet[UnitRole]:
    """The roles in force today."""
    today = DatabaseDay()
    return UnitRole.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)


def may_act(*, unit_id: int, person_id: uuid.UUID, scope: str | None = None) -> bool:
    """Whether the person may do this in the unit today.

    A holder may do everything. An administrator may see the unit and do what the holder allowed, one scope each.
    A participant sees only their own work. Without ``scope``: whether the person may see the unit.
    """
    roles = roles_today().filter(unit_id=unit_id, person_id=person_id).exclude(kind=RoleKind.PARTICIPANT)
    if scope in (None, "view"):
        return roles.exists()
    return any(role.kind == RoleKind.HOLDER or scope in role.scopes for role in roles)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """An adviser and how many live units they advise, against what one person can carry."""

    adviser_id: uuid.UUID
    name: str
    units: int

    @property
    def is_full(self) -> bool:
        """More units than one adviser should carry: new ones go to a colleague."""
        return self.units >= PORTFOLIO_SIZE


def portfolios() -> list[Portfolio]:
    """Every adviser with the number of live units they advise today, smallest first."""
    live = Q(portfolio__valid_to__isnull=True, portfolio__unit__state__in=[*LIVE_STATES, UnitState.REQUESTED])
    advisers = User.objects.filter(staff_role__in=ADVISING_ROLES, is_active=True).annotate(
        units=Count("portfolio", filter=live)
    )
    names = advisers.values_list("pk", "person__given_name", "person__family_name", "email", "units")
    return [
        Portfolio(pk, f"{given or ''} {family or ''}".strip() or email, units)
        for pk, given, family, email, units in names.order_by("units", "pk")
    ]
