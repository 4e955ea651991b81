"""Read keys for programs: those of a member, and the one behind a secret."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from marke.domain.apikeys.models import ApiKey
from marke.domain.apikeys.operations import digest_of


def keys_of(*, user_id: uuid.UUID) -> list[ApiKey]:
    """A member's keys, the newest first, also those that open nothing any more."""
    return list(ApiKey.objects.filter(user_id=user_id).order_by("-pk"))


def maker_of(*, secret: str) -> uuid.UUID | None:
    """Who made the key with this secret; None for a secret that nobody was ever given.

    Row-level security shows a key to its maker alone, so the name comes from a function that answers for one secret.
    """
    with connection.cursor() as cursor:
        cursor.execute("select security.maker_of_key(%s)", [digest_of(secret)])
        row: tuple[uuid.UUID | None] = cursor.fetchone()
    return row[0]


def key_of_secret(*, secret: str, as_of: dt.date) -> ApiKey | None:
    """The key with this secret, when it opens on a day and its maker may still sign in. The maker acts."""
    found = ApiKey.objects.filter(digest=digest_of(secret), user__is_active=True).select_related("user__person").first()
    return found if found and found.opens(as_of=as_of) else None
