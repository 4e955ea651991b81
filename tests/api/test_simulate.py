"""`POST /api/payroll/simulate`: the engine's answer and the engine's refusals, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from tests.support.selling import open_house

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.parameters.models import Choice

pytestmark = pytest.mark.django_db

ADDRESS = "/api/payroll/simulate"
CONTRACT: dict[str, Any] = {
    "start": "2026-09-09",
    "end": "2026-09-11",
    "worker": "employee",
    "family": {},
    "time": {"days_worked": 3, "days_in_month": 22},
    "ends": True,
}
QUESTION: dict[str, Any] = {"given": "invoice", "amount": 1_000_00, "days": 3, "contract": CONTRACT}


@pytest.fixture(autouse=True)
def _nobody_asked_yet() -> Iterator[None]:
    caches["addresses"].clear()
    yield
    caches["addresses"].clear()


def ask(question: Any = None, *, language: str = "en", **changes: Any) -> HttpResponse:
    body = json.dumps({**QUESTION, **changes} if question is None else question)
    return Client().post(ADDRESS, body, content_type="application/json", headers={"Accept-Language": language})


def test_it_works() -> None:
    """An invoice of 1,000.00 for three days of an employee: every linked value to the cent, nobody signed in."""
    answer = ask()
    assert answer.status_code == 200
    found = answer.json()
    assert (found["client_pays"], found["contribution"], found["budget"]) == (1_210_00, 65_00, 935_00)
    assert found["invoice"] + sum(step["amount"] for step in found["waterfall"]) == found["net"]
    assert found["limits"] == []


def test_it_works_back_from_net() -> None:
    """The net that an invoice gives needs that same pay."""
    first = ask().json()
    assert ask(given="net", amount=first["net"]).json()["gross"] == first["gross"]


def test_the_cooperative_own_contribution_counts() -> None:
    """A cooperative that chose a contribution of 5 % answers with its own choice."""
    with acting_as_system():
        open_house()
        choice = Choice.objects.filter(name="contribution.rate").latest("valid_from")
        Choice.objects.filter(name="contribution.rate").exclude(pk=choice.pk)
        from marke.domain.parameters.operations import decide

        decide(
            name="contribution.rate",
            value=Decimal("0.05"),
            valid_from=choice.valid_from.replace(year=2026, month=9, day=1),
            source="general meeting",
            actor=choice.decided_by,
        )
    assert ask().json()["contribution"] == 50_00


@pytest.mark.parametrize(("language", "word"), [("nl", "Nettoloon"), ("fr", "Salaire net"), ("en", "Net pay")])
def test_every_line_is_explained_in_the_language_asked(language: str, word: str) -> None:
    """The explanation follows Accept-Language."""
    assert word in [line["title"] for line in ask(language=language).json()["explanation"]]


def test_a_limit_comes_as_a_reason() -> None:
    """Pay under the minimum wage is answered, with the limit in a sentence."""
    (limit,) = ask(given="day_pay", amount=50_00).json()["limits"]
    assert limit["rule"] == "payroll.minimum-pay"
    assert "€1,100.00" in limit["message"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 10**40}, "amount"),
        ({"amount": "1000"}, "amount"),
        ({"amount": 10.5}, "amount"),
        ({"amount": float("nan")}, "amount"),
        ({"amount": None}, "amount"),
        ({"given": "wishes"}, "given"),
        ({"given": ["net"]}, "given"),
        ({"days": 32}, "days"),
        ({"days": True}, "days"),
        ({"vat_rate": "NaN"}, "vat_rate"),
        ({"surprise": 1}, "surprise"),
        ({"contract": 7}, "contract"),
        ({"contract": {**CONTRACT, "worker": "wizard"}}, "worker"),
        ({"contract": {**CONTRACT, "family": {"children": -1}}}, "children"),
        ({"contract": {**CONTRACT, "start": "yesterday"}}, "start"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_hostile_fact_is_refused_as_a_problem_document(changes: dict[str, Any], field: str) -> None:
    """Status 422, the rule's name, the field and a sentence; never a stack trace."""
    answer = ask(**changes)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["field"] == field
    assert problem["rule"].startswith("payroll.")
    assert problem["detail"].endswith(".")


def test_a_year_outside_the_known_law_is_refused() -> None:
    """The law of 1999 was not researched: nothing is guessed."""
    answer = ask(contract={**CONTRACT, "start": "1999-09-09", "end": "1999-09-11"})
    assert (answer.status_code, answer.json()["rule"]) == (422, "parameters.unknown-period")


@pytest.mark.parametrize("body", ["", "no json", "[]", "7", "[" * 5_000, "1" * 5_000, '"\\ud800"', b"\xff\xfe"])
def test_what_is_no_question_is_refused(body: Any) -> None:
    """Anything but one JSON object is refused in words."""
    answer = Client().post(ADDRESS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["rule"]) == (422, "api.json-object")


def test_a_question_that_is_too_long_is_refused() -> None:
    """Nobody can keep the server busy with reading."""
    assert ask({"given": "x" * 30_000}).json()["rule"] == "api.too-large"


def test_a_question_changes_nothing(django_assert_max_num_queries: Any) -> None:
    """Two reads of the cooperative's choices, its transaction, and nothing written."""
    with django_assert_max_num_queries(14) as asked:
        assert ask().status_code == 200
    words = {query["sql"].split()[0].upper() for query in asked.captured_queries}
    assert not words & {"INSERT", "UPDATE", "DELETE"}


def test_one_address_may_not_ask_without_end() -> None:
    """After 60 questions in a minute the answer is «wait», with the seconds; another address is not concerned."""
    for _ in range(60):
        assert ask({}).status_code == 422
    answer = ask()
    assert (answer.status_code, answer.json()["rule"]) == (429, "api.throttled")
    assert int(answer["Retry-After"]) >= 1
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.post(ADDRESS, json.dumps(QUESTION), content_type="application/json").status_code == 200


def test_an_address_cannot_be_made_up() -> None:
    """A header that anybody can write does not make a new visitor."""
    for number in range(60):
        Client().post(ADDRESS, "{}", content_type="application/json", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    answer = Client().post(ADDRESS, "{}", content_type="application/json", headers={"X-Forwarded-For": "198.51.100.1"})
    assert answer.status_code == 429
