"""Read units: whose they are and what may be seen."""

from __future__ import annotations

import uuid

from django.db import connection


def units_of_user(*, user_id: uuid.UUID) -> list[int]:
    """The numbers of the units in which this user has a role today, by the database's own definer function.

    Row-level security hides units until they are named, so the names themselves come from a function that answers
    for one user only.
    """
    with connection.cursor() as cursor:
        cursor.execute("select security.units_of_user(%s)", [user_id])
        return [number for (number,) in cursor.fetchall()]
