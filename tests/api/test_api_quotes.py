"""Quotes for other programs: from the draft to the client's mailbox."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from tests.support.asking import Program, secret_of

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.outbox.models import Message
from marke.domain.people.models import User
from marke.domain.quotes.models import QuoteVersion
from marke.domain.units.models import Project

pytestmark = pytest.mark.django_db

LINE = {"description": "Concert", "quantity": "1", "unit_price": "500.00", "vat_rate": "0.21"}


def facts(client: uuid.UUID, /, **changes: Any) -> dict[str, Any]:
    """An offer of EUR 500.00, small enough to go unseen by an adviser."""
    return {"client": str(client), "subject": "Concert", "lines": [LINE], "to_email": "kim@festival.example", **changes}


def draft(program: Program, client: uuid.UUID, **changes: Any) -> str:
    """A draft; its id."""
    made = program.post("/quotes", facts(client, **changes))
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def test_it_works(program: Program, lumen: uuid.UUID) -> None:
    """A draft is kept, sent, numbered, and mailed to its reader."""
    key = draft(program, lumen)
    sent = program.post(f"/quotes/{key}/send", name="act-1").json()
    assert (sent["number"], sent["state"], sent["gross"], sent["budget"]) == ("Q2026/00001", "sent", 605_00, 467_50)
    assert program.get(f"/quotes/{key}").json() == sent
    with acting_as_system():
        assert Message.objects.filter(subject_id=key).count() == 1


def test_a_quote_that_is_sent_twice_under_one_name_leaves_once(program: Program, lumen: uuid.UUID) -> None:
    """The repeat gets the first answer."""
    key = draft(program, lumen)
    first = program.post(f"/quotes/{key}/send", name="act-1")
    again = program.post(f"/quotes/{key}/send", name="act-1")
    assert again.content == first.content
    with acting_as_system():
        assert Message.objects.count() == 1


def test_what_was_not_earned_waits_for_an_adviser(program: Program, lumen: uuid.UUID) -> None:
    """A large first offer to a new client is looked at first, and the answer says so."""
    key = draft(program, lumen, lines=[{**LINE, "unit_price": "9000.00"}])
    assert program.post(f"/quotes/{key}/send", name="act-1").json()["state"] == "review"


def test_a_draft_is_written_anew(program: Program, lumen: uuid.UUID) -> None:
    """With other content, a deposit and a period."""
    key = draft(program, lumen)
    period = {"start": "2026-10-01", "end": "2026-10-03"}
    how = {"plan": "deposit", "deposit_percent": 30}
    found = program.put(f"/quotes/{key}", facts(lumen, invoicing=how, period=period, terms="Rain or shine.")).json()
    assert (found["plan"], found["deposit_percent"], found["period"]) == ("deposit", 30, period)
    assert (found["version"], found["terms"]) == (1, "Rain or shine.")


def test_what_was_sent_does_not_change(program: Program, lumen: uuid.UUID) -> None:
    """Neither its content nor its sending."""
    key = draft(program, lumen)
    program.post(f"/quotes/{key}/send", name="act-1")
    answers = [program.put(f"/quotes/{key}", facts(lumen)), program.post(f"/quotes/{key}/send", name="act-2")]
    assert {(answer.status_code, answer.json()["rule"]) for answer in answers} == {(422, "quote.unsent")}


def test_an_offer_is_taken_back(program: Program, lumen: uuid.UUID) -> None:
    """Once, and only while it waits for an answer."""
    key = draft(program, lumen)
    assert program.post(f"/quotes/{key}/withdraw").json()["rule"] == "quote.withdraw"
    program.post(f"/quotes/{key}/send", name="act-1")
    assert program.post(f"/quotes/{key}/withdraw").json()["state"] == "withdrawn"
    assert program.post(f"/quotes/{key}/withdraw").status_code == 422


def test_a_key_that_may_write_quotes_may_not_send_them(nora: User, lumen: uuid.UUID) -> None:
    """Writing and sending are two rights."""
    writing = Program(secret_of(nora, 1001, scopes=("create_quote",)), 1001)
    key = draft(writing, lumen)
    assert writing.post(f"/quotes/{key}/send", name="act-1").json()["rule"] == "api.scope"
    assert writing.post(f"/quotes/{key}/withdraw").json()["rule"] == "api.scope"


def test_a_sent_quote_has_its_paper(program: Program, lumen: uuid.UUID) -> None:
    """As the client has it; a draft has none."""
    key = draft(program, lumen)
    assert program.get(f"/quotes/{key}/pdf").status_code == 404
    program.post(f"/quotes/{key}/send", name="act-1")
    assert program.get(f"/quotes/{key}/pdf").content.startswith(b"%PDF")


def test_the_list_is_narrowed_and_comes_in_parts(program: Program, lumen: uuid.UUID) -> None:
    """By state and client; each quote comes once."""
    made = [draft(program, lumen) for _ in range(3)]
    program.post(f"/quotes/{made[0]}/send", name="act-1")
    first = program.get("/quotes?size=2").json()
    rest = program.get(f"/quotes?size=2&after={first['next']}").json()
    assert sorted(row["id"] for row in first["rows"] + rest["rows"]) == sorted(made)
    assert rest["next"] is None
    assert [row["id"] for row in program.get("/quotes?state=sent").json()["rows"]] == [made[0]]
    assert program.get(f"/quotes?client={uuid.uuid4()}").json()["rows"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": []}, "lines"),
        ({"invoicing": {"plan": "deposit", "deposit_percent": 100}}, "invoicing.deposit.deposit_percent"),
        ({"invoicing": {"plan": "at_end", "deposit_percent": 30}}, "invoicing.at_end.deposit_percent"),
        ({"invoicing": {"plan": "instalments", "instalments": 1}}, "invoicing.instalments.instalments"),
        ({"invoicing": {"plan": "never"}}, "invoicing"),
        ({"valid_until": "0001-01-01"}, "valid_until"),
        ({"period": {"start": "9999-12-01", "end": "9999-12-31"}}, "period.start"),
        ({"to_email": "kim"}, "to_email"),
        ({"terms": "x" * 4001}, "terms"),
        ({"state": "accepted"}, "state"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_hostile_fact_is_refused_at_its_place(
    program: Program, lumen: uuid.UUID, changes: dict[str, Any], field: str
) -> None:
    """Status 422 with the place of the fact; nothing is kept."""
    answer = program.post("/quotes", facts(lumen, **changes))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    with acting_as_system():
        assert not QuoteVersion.objects.exists()


def test_the_project_of_another_unit_is_no_project(program: Program, stranger: Program, lumen: uuid.UUID) -> None:
    """Nothing is offered on somebody else's project."""
    with acting_as_system():
        project = Project.objects.create(unit_id=1002, name="Opera", opened_on="2026-01-01")
    assert program.post("/quotes", facts(lumen, project=str(project.pk))).json()["rule"] == "project.of-unit"


def test_a_validity_that_has_passed_is_refused_when_it_is_sent(program: Program, lumen: uuid.UUID) -> None:
    """The sentence names the day as the reader writes it."""
    key = draft(program, lumen, valid_until="2026-09-10")
    problem = program.post(f"/quotes/{key}/send", name="act-1").json()
    assert (problem["rule"], problem["field"]) == ("quote.validity", "valid_until")
    assert "10 September 2026" in problem["detail"]
