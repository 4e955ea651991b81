"""The OpenAPI document: what the library writes from the operations, with the facts that the country's engine asks."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from pydantic import TypeAdapter

from marke.api.problems import PROBLEM
from marke.domain.parameters import payroll

QUESTION = "Question"
EXAMPLE = {
    "given": "invoice",
    "amount": 100000,
    "days": 3,
    "contract": {
        "start": "2026-09-09",
        "end": "2026-09-11",
        "worker": "employee",
        "family": {"partner": "none", "children": 0},
        "time": {"days_worked": 3, "days_in_month": 22},
        "ends": True,
    },
}
"""An invoice of 1,000 euro for three days of a Belgian employee."""
UNNAMED = {"person", "contract", "pay"}
"""Facts of a contract that a question leaves out: it is nobody's contract yet, and pay is what is looked for."""


class DescribedAPI(NinjaAPI):
    """An API whose simulator takes the frozen input of the country's own engine."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        question, parts = _question()
        document["components"]["schemas"].update({**parts, QUESTION: question})
        operation = next(path for name, path in document["paths"].items() if name.endswith("/payroll/simulate"))
        operation["post"]["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{QUESTION}"}, "example": EXAMPLE}
            },
        }
        for methods in document["paths"].values():
            for each in methods.values():
                _say_problems(each["responses"])
        return document


def _say_problems(responses: dict[int, Any]) -> None:
    """Every refusal is a problem document (RFC 9457), not merely JSON."""
    for status, answer in responses.items():
        if status >= 400:
            [content] = answer["content"].values()
            answer["content"] = {PROBLEM: content}


def _question() -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of a question, and those of its parts by name."""
    kind = payroll.engine().question
    schema = TypeAdapter(kind).json_schema(ref_template="#/components/schemas/{model}")
    parts = schema.pop("$defs", {})
    contract = parts[schema["properties"]["contract"]["$ref"].rsplit("/", 1)[-1]]
    contract["required"] = [name for name in contract["required"] if name not in UNNAMED]
    for name in UNNAMED:
        contract["properties"].pop(name)
    return schema, parts
