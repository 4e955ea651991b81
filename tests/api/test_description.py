"""The API describes itself, for machines and for people."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import validate

from marke.api.clients import schemas as client
from marke.api.clients.schemas import ClientIn
from marke.api.description import EXAMPLE
from marke.api.fields import Facts
from marke.api.invoices import schemas as invoice
from marke.api.invoices.schemas import InvoiceIn
from marke.api.quotes import schemas as quote
from marke.api.quotes.schemas import QuoteIn
from marke.countries.be.payroll.inputs import ContractPay
from marke.countries.be.payroll.simulation import Simulation

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict[str, Any]:
    return Client().get("/api/openapi.json").json()


def test_the_description_names_every_fact_the_engine_takes(document: dict[str, Any]) -> None:
    """A fact that the engine learns is described without anybody writing it down twice."""
    kinds = document["components"]["schemas"]
    assert set(kinds["Question"]["properties"]) == {field.name for field in fields(Simulation)}
    unnamed = {"person", "contract", "pay"}
    assert set(kinds["ContractPay"]["properties"]) == {field.name for field in fields(ContractPay)} - unnamed


def test_every_reference_of_the_description_exists(document: dict[str, Any]) -> None:
    """A generator of clients can follow every link."""
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(_references(document)) <= known


def _references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [found for each in part for found in _references(each)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for each in part.values() for found in _references(each)]


def test_the_example_is_answered() -> None:
    """Who copies the example from the description gets an answer."""
    answer = Client().post("/api/payroll/simulate", json.dumps(EXAMPLE), content_type="application/json")
    assert answer.status_code == 200


def test_refusals_are_described_as_problem_documents(document: dict[str, Any]) -> None:
    """Status 422 and 429 are part of the agreement."""
    responses = document["paths"]["/api/payroll/simulate"]["post"]["responses"]
    assert {*responses["422"]["content"], *responses["429"]["content"]} == {"application/problem+json"}


def test_the_description_keeps_the_standard(document: dict[str, Any]) -> None:
    """A generator of clients reads it without a word of help (OpenAPI 3.1)."""
    validate(document)


def test_every_operation_is_described_whole(document: dict[str, Any]) -> None:
    """Name, purpose, part, what it may answer; an example of whatever is sent, and a meaning for every parameter."""
    for path, method, operation in _operations(document):
        where = f"{method} {path}"
        assert operation["summary"], where
        assert operation["description"], where
        assert operation["tags"], where
        assert operation["responses"]["422"], where
        if "requestBody" in operation:
            assert operation["requestBody"]["content"]["application/json"]["example"], where
        for parameter in operation["parameters"]:
            assert parameter["name"] in SAID_BY_THEIR_NAME or parameter["description"], where
        assert bool(operation.get("security")) == ("/units" in path), where


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    """Whatever the operation, a program reads a refusal in one way."""
    for _path, _method, operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


@pytest.mark.parametrize(
    ("example", "schema"), [(client.EXAMPLE, ClientIn), (quote.EXAMPLE, QuoteIn), (invoice.EXAMPLE, InvoiceIn)]
)
def test_an_example_is_what_its_schema_takes(example: dict[str, Any], schema: type[Facts]) -> None:
    """Who copies an example gets no answer about its form."""
    assert schema.model_validate(example)


SAID_BY_THEIR_NAME = {"client", "quote", "invoice"}


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_people_read_it_as_a_page() -> None:
    """The page names the address, the facts and the answers, and loads no script from elsewhere."""
    page = Client().get("/api/")
    assert page.status_code == 200
    text = page.content.decode()
    assert all(word in text for word in ("/api/payroll/simulate", "days_worked", "client_pays"))
    assert all(word in text for word in ("/api/units/{unit}/invoices/{invoice}/issue", "Idempotency-Key", "Bearer"))
    assert "https://" not in text


def test_the_page_is_for_reading() -> None:
    """Nothing can be sent to the description."""
    assert Client().post("/api/").status_code == 405
