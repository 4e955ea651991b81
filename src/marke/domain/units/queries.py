"""Read units: whose they are and who may do what in them."""

from __future__ import annotations

import uuid

from django.db import connection
from django.db.models import Func, Q, QuerySet

from marke.domain.units.enums import RoleKind
from marke.domain.units.models import UnitRole


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
