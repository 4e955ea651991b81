"""The description of the API for people: the OpenAPI document as a page, without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    method: str
    path: str
    summary: str
    description: str
    part: str
    parameters: list[tuple[str, str, bool, str]]
    """Name, kind, whether it is needed, meaning."""
    takes: str
    answers: dict[str, str]
    """The kind of each answer; empty for a file or nothing."""
    example: str

    @property
    def anchor(self) -> str:
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "").lower()


@dataclass(frozen=True, slots=True)
class Kind:
    """One object or list of choices that travels: its fields as (name, kind, needed, meaning)."""

    name: str
    description: str
    choices: list[str]
    fields: list[tuple[str, str, bool, str]]


def page_of(api: NinjaAPI) -> Any:
    """The view that shows an API to people."""

    @require_safe
    def reference(request: HttpRequest) -> HttpResponse:
        document = api.get_openapi_schema()
        operations = list(_operations(document))
        first = [kind for each in operations for kind in (each.takes, *each.answers.values())]
        kinds = sorted(_kinds(document), key=lambda kind: (kind.name not in first, bool(kind.choices), kind.name))
        context = {"operations": operations, "kinds": kinds, "version": document["info"]["version"]}
        return render(request, "public/api/reference.html", context)

    reference.area, reference.methods = "public", ("GET", "HEAD")  # type: ignore[attr-defined]
    return reference


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            sent = operation.get("requestBody")
            yield Operation(
                method.upper(),
                path,
                operation["summary"],
                operation.get("description", ""),
                operation["tags"][0],
                [_parameter(each) for each in operation["parameters"]],
                _body(sent) if sent else "",
                {str(status): _body(answer) for status, answer in operation["responses"].items()},
                json.dumps(sent["content"]["application/json"]["example"], indent=2) if sent else "",
            )


def _parameter(about: dict[str, Any]) -> tuple[str, str, bool, str]:
    return about["name"], _kind_of(about["schema"]), about["required"], about.get("description", "")


def _body(part: dict[str, Any]) -> str:
    """The kind of what travels; nothing for an answer without a body and for a file."""
    content = next(iter(part.get("content", {}).values()), None)
    return _kind_of(content["schema"]) if content and content["schema"].get("format") != "binary" else ""


def _kinds(document: dict[str, Any]) -> Iterator[Kind]:
    for name, schema in document["components"]["schemas"].items():
        needed = schema.get("required", [])
        fields = [
            (field, _kind_of(about), field in needed, about.get("description", ""))
            for field, about in schema.get("properties", {}).items()
        ]
        yield Kind(name, schema.get("description", ""), schema.get("enum", []), fields)


def _kind_of(schema: dict[str, Any]) -> str:
    """The kind of a value in words: «integer», «Family or null», «list of Limit»."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind_of(each) for each in schema["anyOf"]))
    if "oneOf" in schema:
        return " or ".join(_kind_of(each) for each in schema["oneOf"])
    if schema.get("type") == "array":
        return f"list of {_kind_of(schema['items'])}"
    return str(schema.get("format") or schema.get("type", "object"))
