"""Programs that ask the API: a member with a unit, a client and a key, and what the key gets for an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.support.selling import TODAY, open_unit

from marke.domain.apikeys.operations import FOR_PROGRAMS, KeyInput, make_key
from marke.domain.foundation.transactions import acting, acting_as_system
from marke.domain.people.models import Person, User
from marke.domain.units.models import UnitRole

EVERYTHING = tuple(scope.value for scope in FOR_PROGRAMS)


@dataclass
class Program:
    """A program of somebody's, which asks in one unit."""

    secret: str
    unit: int
    language: str = "en"

    def ask(self, method: str, path: str, facts: Any = None, *, name: str = "", **headers: str) -> HttpResponse:
        """Ask under /api/units/{unit}; ``name`` is the Idempotency-Key."""
        given = {"Authorization": f"Bearer {self.secret}", "Accept-Language": self.language, **headers}
        if name:
            given["Idempotency-Key"] = name
        body = facts if isinstance(facts, str | bytes) else "" if facts is None else json.dumps(facts)
        address = f"/api/units/{self.unit}{path}"
        return Client().generic(method, address, body, content_type="application/json", headers=given)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, facts: Any = None, *, name: str = "") -> HttpResponse:
        return self.ask("POST", path, facts, name=name)

    def put(self, path: str, facts: Any) -> HttpResponse:
        return self.ask("PUT", path, facts)


def holder_of(unit: int, *, email: str = "") -> User:
    """A member who holds a new unit."""
    with acting_as_system():
        user = User.objects.create_user(email or f"holder{unit}@example.org", language="en")
        open_unit(unit, user=user)
    return user


def administrator_of(unit: int, *scopes: str) -> User:
    """A member whom the holder of a unit allowed some things there."""
    with acting_as_system():
        user = User.objects.create_user("administrator@example.org", language="en")
        person = Person.objects.create(user=user, given_name="Karim", family_name="Aziz")
        UnitRole.objects.create(
            unit_id=unit,
            person=person,
            kind="administrator",
            scopes=list(scopes),
            valid_from=TODAY.replace(month=1),
        )
    return user


def secret_of(user: User, *units: int, scopes: tuple[str, ...] = EVERYTHING, days: int = 30) -> str:
    """A key of a member for units; its secret."""
    with acting(actor=user.pk, units=units):
        _, secret = make_key(key=KeyInput("Till", units, scopes, days), now=timezone.now(), actor=user.pk)
    return secret
