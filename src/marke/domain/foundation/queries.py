"""Read the audit trail: who changed what, when, from what to what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from functools import cache, reduce
from operator import or_

from django.db import connection
from django.db.models import Model, Q

from marke.domain.foundation.models import AuditEvent


def timeline(objects: Iterable[Model], *, limit: int = 50) -> list[AuditEvent]:
    """What happened to one thing and its parts, latest first. Row-level security hides the trail of other units."""
    of_objects = [Q(table_name=thing._meta.db_table, object_id=str(thing.pk)) for thing in objects]
    return list(AuditEvent.objects.filter(reduce(or_, of_objects))[:limit]) if of_objects else []


def trail(
    *,
    actors: Collection[uuid.UUID] | None = None,
    table_name: str = "",
    object_id: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEvent]:
    """The enterprise's trail, latest first: by these people, on these things, from ``since`` up to ``until``.

    ``before`` continues an earlier answer below its last event.
    """
    wanted: dict[str, object] = {
        "actor_id__in": actors,
        "table_name": table_name or None,
        "object_id": object_id or None,
        "at__gte": since,
        "at__lt": until,
        "id__lt": before,
    }
    return list(
        AuditEvent.objects.filter(**{name: value for name, value in wanted.items() if value is not None})[:limit]
    )


def audit_event(*, event_id: int) -> AuditEvent | None:
    """One event of the trail, if it may be seen here."""
    return AuditEvent.objects.filter(pk=event_id).first()


@cache
def watched_tables() -> frozenset[str]:
    """The tables whose changes the trail records; a migration decides this, so a process asks once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'audited_insert'"
        )
        return frozenset(table for (table,) in cursor.fetchall())
