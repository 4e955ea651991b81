"""The isolation matrix of the API, generated from the description: a key of one unit never sees another's.

Nothing here lists operations by hand: a new one is tried at once, and a new kind of object in an address fails until
`belongings_of` can make one.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from ninja.openapi.schema import get_schema
from tests.support.asking import Program, holder_of, secret_of
from tests.web.security.belongings import belongings_of

from marke.api.urls import api
from marke.domain.apikeys.models import ApiKey, KeptAnswer
from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Asked:
    """One operation of the description, with the example of what it takes."""

    method: str
    path: str
    facts: Any
    needed: tuple[str, ...] = ()
    """What must stand behind the question mark."""

    @property
    def objects(self) -> set[str]:
        """The kinds of object in the address, besides the unit."""
        return set(re.findall(r"{(\w+)}", self.path)) - {"unit"}

    def ask(self, secret: str | None, *, query: dict[str, Any] | None = None, **values: object) -> HttpResponse:
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        if secret:
            headers["Authorization"] = f"Bearer {secret}"
        body = "" if self.facts is None else json.dumps(self.facts)
        address = self.path.format(**values)
        asked = dict.fromkeys(self.needed, "1") if query is None else query
        address += "?" + urlencode(asked, doseq=True, errors="replace")
        return Client().generic(self.method, address, body, content_type="application/json", headers=headers)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _operations() -> list[Asked]:
    paths = get_schema(api, path_prefix="api/")["paths"]
    return [
        Asked(method.upper(), path, _example(operation), _needed(operation))
        for path, methods in paths.items()
        for method, operation in methods.items()
        if path.startswith("/api/units")
    ]


def _example(operation: dict[str, Any]) -> Any:
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")


def _needed(operation: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each["name"] for each in operation["parameters"] if each["in"] == "query" and each["required"])


KEYED = _operations()
OF_UNIT = [each for each in KEYED if "{unit}" in each.path]
OF_OBJECT = [each for each in KEYED if each.objects]


@pytest.mark.parametrize("operation", KEYED, ids=str)
def test_nothing_is_answered_without_a_key(operation: Asked) -> None:
    """Every operation but the simulator asks for a key first."""
    some = dict.fromkeys(operation.objects, uuid.uuid4())
    assert operation.ask(None, unit=1001, **some).status_code == 401


@pytest.mark.parametrize("operation", OF_UNIT, ids=str)
def test_a_unit_of_somebody_else_does_not_exist(operation: Asked, program: Program, stranger: Program) -> None:
    """Whatever the method."""
    with acting_as_system():
        theirs = belongings_of(1002, operation.objects)
    assert operation.ask(program.secret, unit=1002, **theirs).status_code == 404


@pytest.mark.parametrize("operation", OF_OBJECT, ids=str)
def test_an_object_of_another_unit_is_not_found_under_ones_own(
    operation: Asked, program: Program, stranger: Program
) -> None:
    """Writing another unit's object into an address of one's own unit finds nothing."""
    with acting_as_system():
        theirs = belongings_of(1002, operation.objects)
    assert operation.ask(program.secret, unit=1001, **theirs).status_code == 404


@pytest.mark.parametrize("operation", OF_OBJECT, ids=str)
def test_a_key_to_one_of_two_units_does_not_open_the_other(operation: Asked, program: Program) -> None:
    """A member of two units who gave a program one of them gave it no look at the other."""
    user = holder_of(1003)
    with acting_as_system():
        from marke.domain.people.models import Person
        from marke.domain.units.models import UnitRole

        person = Person.objects.get(user=user)
        UnitRole.objects.create(unit_id=1001, person=person, kind="holder", valid_from="2026-01-01")
        objects = belongings_of(1001, operation.objects)
    secret = secret_of(user, 1003)
    assert operation.ask(secret, unit=1001, **objects).status_code == 404
    assert operation.ask(secret, unit=1003, **objects).status_code == 404


@pytest.mark.parametrize("operation", [each for each in OF_UNIT if each.method != "GET"], ids=str)
def test_a_key_that_may_only_look_changes_nothing(operation: Asked, program: Program) -> None:
    """Every operation that writes names the right it needs."""
    with acting_as_system():
        objects = belongings_of(1001, operation.objects)
        maker = ApiKey.objects.get().user
    looking = secret_of(maker, 1001, scopes=())
    answer = operation.ask(looking, unit=1001, **objects)
    assert (answer.status_code, answer.json()["rule"]) == (403, "api.scope")


@pytest.mark.parametrize("model", [ApiKey, KeptAnswer])
def test_the_database_shows_a_key_to_its_maker_alone(model: Any, program: Program, stranger: Program) -> None:
    """Row-level security: whoever acts for somebody else sees no key and no kept answer, and cannot take one over."""
    with acting_as_system():
        keys = {key.user_id: key for key in ApiKey.objects.all()}
    for user_id, key in keys.items():
        with acting(actor=user_id):
            KeptAnswer.objects.create(key=key, name="act", asked=b"", kept_at=key.made_at)
    for user_id, key in keys.items():
        with acting(actor=user_id, units=[1001, 1002]):
            shown = model.objects.all()
            assert {row.pk if model is ApiKey else row.key_id for row in shown} == {key.pk}
    with acting(actor=SYSTEM):
        assert not model.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select relrowsecurity from pg_class where relname = %s", [model._meta.db_table])
        assert cursor.fetchone() == (True,)
