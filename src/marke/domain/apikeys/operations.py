"""Make keys for programs, revoke them, and note that they were used.

The secret of a key has 256 bits and exists in the answer of `make_key` alone: it is shown to its maker once. A lost key
is never shown again but replaced.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from marke.domain.apikeys.models import ApiKey
from marke.domain.parameters.queries import choice
from marke.domain.people.models import Person
from marke.domain.units.enums import Scope
from marke.domain.units.queries import may_act
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import one_line

BEGINNING = "marke_"
"""Every secret begins so: whoever finds one in a program knows what it is, and so do scanners that look for them."""

SECRET_BYTES = 32
SHOWN = len(BEGINNING) + 6
"""So much of a secret is kept to tell keys apart; the other 220 bits nobody knows."""

MOST_KEYS = 20
"""Keys of one member that open at the same time."""

FOR_PROGRAMS = (Scope.CREATE_QUOTE, Scope.SEND_QUOTE, Scope.CREATE_INVOICE)
"""What a program can be allowed. The other rights of a unit are for people alone."""

ONE_USE = dt.timedelta(minutes=5)
"""Within this time a program that asks again is not noted again."""


@dataclass(frozen=True, slots=True)
class KeyInput:
    """What a member gives a program: a name, units, rights (of `FOR_PROGRAMS`; looking is always among them), days."""

    name: str
    units: tuple[int, ...]
    scopes: tuple[str, ...]
    days: int


def make_key(*, key: KeyInput, now: dt.datetime, actor: uuid.UUID) -> tuple[ApiKey, str]:
    """Make a key of the member ``actor``; answers it with its secret, which is shown once and kept nowhere.

    Raises `Refusal` without a name or a unit, for a right that no program gets or that the member has not got in one
    of the units, for more days than the cooperative allows, and for one key too many.
    """
    today = timezone.localdate(now)
    name = one_line(key.name)
    if not name:
        raise Refusal("api-key.name", gettext_noop("Give the key the name of the program it is for."), field="name")
    if not key.units:
        raise Refusal("api-key.units", gettext_noop("Choose at least one unit."), field="units")
    _require_days(key.days, today)
    _require_rights(key, actor)
    _require_room(actor, today)
    secret = BEGINNING + secrets.token_urlsafe(SECRET_BYTES)
    made = ApiKey.objects.create(
        user_id=actor,
        name=name,
        units=sorted(set(key.units)),
        scopes=sorted(set(key.scopes)),
        beginning=secret[:SHOWN],
        digest=digest_of(secret),
        made_at=now,
        last_day=today + dt.timedelta(days=key.days),
    )
    return made, secret


def digest_of(secret: str) -> bytes:
    """What is stored of a secret. It was drawn at random, so one round of a plain hash hides it well enough."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def revoke_key(*, key_id: uuid.UUID, now: dt.datetime, actor: uuid.UUID) -> ApiKey:
    """The key opens nothing from now on. Raises `Refusal` when the member has no such key that still opens."""
    found = ApiKey.objects.select_for_update().filter(pk=key_id, user_id=actor, revoked_at__isnull=True).first()
    if found is None:
        raise Refusal("api-key.open", gettext_noop("This key was revoked already, or is not yours."))
    found.revoked_at = now
    found.save(update_fields=["revoked_at"])
    return found


def note_use(*, key: ApiKey, now: dt.datetime) -> None:
    """Write down that a program used the key, at most once in five minutes."""
    if key.used_at is None or now - key.used_at >= ONE_USE:
        key.used_at = now
        key.save(update_fields=["used_at"])


def _require_days(days: int, today: dt.date) -> None:
    most = int(choice("api.key_days", as_of=today))
    if not 1 <= days <= most:
        raise Refusal(
            "api-key.days",
            gettext_noop("A key opens for 1 to %(most)s days; then you make a new one."),
            field="days",
            params={"most": most},
        )


def _require_rights(key: KeyInput, actor: uuid.UUID) -> None:
    person = Person.objects.filter(user_id=actor).first()
    for unit in key.units:
        if person is None or not may_act(unit_id=unit, person_id=person.pk):
            raise Refusal(
                "api-key.unit",
                gettext_noop("You have no part in unit %(unit)s, so no key of yours opens it."),
                field="units",
                params={"unit": unit},
            )
        _require_scopes(key.scopes, unit, person.pk)


def _require_scopes(scopes: Collection[str], unit: int, person_id: uuid.UUID) -> None:
    for scope in scopes:
        if scope not in FOR_PROGRAMS:
            raise Refusal(
                "api-key.for-people",
                gettext_noop("A program makes quotes and invoices; everything else is done by people."),
                field="scopes",
            )
        if not may_act(unit_id=unit, person_id=person_id, scope=scope):
            raise Refusal(
                "api-key.scope",
                gettext_noop("You may not do «%(right)s» in unit %(unit)s yourself, so no key of yours may either."),
                field="scopes",
                params={"right": Scope(scope).label, "unit": unit},
            )


def _require_room(actor: uuid.UUID, today: dt.date) -> None:
    if ApiKey.objects.filter(user_id=actor, revoked_at__isnull=True, last_day__gte=today).count() >= MOST_KEYS:
        raise Refusal(
            "api-key.many",
            gettext_noop("You have %(most)s keys that still open. Revoke one that you do not use any more."),
            params={"most": MOST_KEYS},
        )
