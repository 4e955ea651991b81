"""Whatever is sent, the API answers: with what was asked or with a reason, never with an error of its own.

Facts are drawn from the description itself, with hostile values mixed in at every place.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja.openapi.schema import get_schema
from tests.api.test_api_isolation import KEYED, Asked
from tests.support.asking import Program
from tests.web.security.belongings import belongings_of

from marke.api.urls import api
from marke.domain.foundation.transactions import acting_as_system

pytestmark = pytest.mark.django_db

DESCRIPTION = get_schema(api, path_prefix="api/")
HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(),
    st.text(),
    st.sampled_from(["", "\x00", "\ud800", "NaN", "1e999", "-0", "9999-12-31", "0001-01-01", "' or 1=1 --", "{{7*7}}"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)
EXACT = st.decimals(allow_nan=True, allow_infinity=True).map(str) | st.decimals(-(10**6), 10**6, places=3).map(str)
BY_FORMAT = {
    "uuid": st.uuids().map(str),
    "date": st.dates().map(str),
}


def facts(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema describes, now and then another one."""
    return st.one_of(_described(schema), _described(schema), _described(schema), HOSTILE)


def _described(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _described(DESCRIPTION["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return st.one_of([_described(each) for each in schema[several]])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", [])
        fields = {name: facts(about) for name, about in schema["properties"].items()}
        return st.fixed_dictionaries(
            {name: each for name, each in fields.items() if name in needed},
            optional={name: each for name, each in fields.items() if name not in needed},
        )
    if kind == "array":
        return st.lists(facts(schema["items"]), max_size=3)
    if kind == "string":
        return EXACT if "pattern" in schema else BY_FORMAT.get(schema.get("format", ""), st.text(max_size=20))
    return {"integer": st.integers(-10, 400), "boolean": st.booleans(), "null": st.none()}[str(kind)]


def _taken_by(operation: Asked) -> st.SearchStrategy[Any]:
    details = DESCRIPTION["paths"][operation.path][operation.method.lower()]
    sent = details.get("requestBody")
    return facts(sent["content"]["application/json"]["schema"]) if sent else st.none()


def _asked_of(operation: Asked) -> st.SearchStrategy[dict[str, Any]]:
    details = DESCRIPTION["paths"][operation.path][operation.method.lower()]
    query = {each["name"]: facts(each["schema"]) for each in details["parameters"] if each["in"] == "query"}
    return st.fixed_dictionaries({}, optional=query)


@pytest.mark.parametrize("operation", [each for each in KEYED if "{unit}" in each.path], ids=str)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_sent_is_answered(operation: Asked, data: st.DataObject, program: Program) -> None:
    """A status below 500; and whatever is refused is refused in a problem document."""
    caches["addresses"].clear()
    with acting_as_system():
        objects = belongings_of(1001, operation.objects | {"client"})
    sent = data.draw(_taken_by(operation))
    if isinstance(sent, dict) and "client" in sent and data.draw(st.booleans()):
        sent["client"] = str(objects["client"])
    asked = Asked(operation.method, operation.path, sent)
    answer = asked.ask(program.secret, unit=1001, query=data.draw(_asked_of(operation)), **objects)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]


@pytest.mark.parametrize("operation", [each for each in KEYED if each.objects], ids=str)
@pytest.mark.parametrize(
    "name", ["x", "0", "%00", "..", "'", uuid.UUID(int=0), "1" * 400], ids=lambda name: str(name)[:5]
)
def test_a_name_that_is_none_finds_nothing(operation: Asked, name: object, program: Program) -> None:
    """Neither an error nor somebody else's document."""
    answer = operation.ask(program.secret, unit=1001, **dict.fromkeys(operation.objects, name))
    assert 400 <= answer.status_code < 500
