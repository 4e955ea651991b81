"""Invoices for other programs: from the draft to the document that never changes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from tests.support.asking import Program, secret_of

from marke.domain.einvoicing.models import Delivery
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.outbox.models import Message
from marke.domain.people.models import User
from marke.domain.sales.models import Counter, Invoice
from marke.domain.units.models import Project

pytestmark = pytest.mark.django_db

LINE = {"description": "Concert", "quantity": "1", "unit_price": "1000.00", "vat_rate": "0.21"}


def facts(client: uuid.UUID, /, **changes: Any) -> dict[str, Any]:
    """An invoice of EUR 1,000.00 at the standard rate."""
    return {"client": str(client), "subject": "Concert", "order_reference": "PO-1", "lines": [LINE], **changes}


def draft(program: Program, client: uuid.UUID, **changes: Any) -> str:
    """A draft; its id."""
    made = program.post("/invoices", facts(client, **changes))
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def issued(program: Program, client: uuid.UUID, name: str = "first") -> str:
    """An issued invoice; its id."""
    key = draft(program, client)
    assert program.post(f"/invoices/{key}/issue", name=name).status_code == 200
    return key


def test_it_works(program: Program, lumen: uuid.UUID) -> None:
    """EUR 1,000.00 is kept as a draft, issued, numbered, due, and on its way."""
    key = draft(program, lumen)
    found = program.post(f"/invoices/{key}/issue", name="act-1").json()
    assert (found["number"], found["status"], found["issued_on"]) == ("2026/00001", "issued", "2026-09-11")
    assert (found["net"], found["vat"], found["gross"]) == (1_000_00, 210_00, 1_210_00)
    assert (found["contribution"], found["budget"], found["outstanding"]) == (65_00, 935_00, 1_210_00)
    assert found["lines"][0]["unit_price"] == "1000"
    assert found["vat_totals"][0]["base"] == 1_000_00
    assert program.get(f"/invoices/{key}").json() == found
    [delivery] = program.get(f"/invoices/{key}/deliveries").json()["rows"]
    assert delivery["way"] in {"mail", "peppol"}


def test_amounts_are_whole_numbers_and_exact_numbers_are_text(program: Program, lumen: uuid.UUID) -> None:
    """A third of an hour is not rounded by anybody's floating point."""
    key = draft(program, lumen, lines=[{**LINE, "quantity": "0.333", "unit_price": "99.9999"}])
    found = program.get(f"/invoices/{key}").json()
    assert (found["lines"][0]["quantity"], found["lines"][0]["unit_price"]) == ("0.333", "99.9999")
    assert found["net"] == 33_30


def test_an_act_that_is_asked_twice_is_done_once(program: Program, lumen: uuid.UUID) -> None:
    """The repeat gets the first answer, sign by sign, and no second letter leaves."""
    key = draft(program, lumen)
    first = program.post(f"/invoices/{key}/issue", name="act-1")
    with acting_as_system():
        letters = Message.objects.count()
    again = program.post(f"/invoices/{key}/issue", name="act-1")
    assert again.content == first.content
    assert (again.status_code, again["Idempotent-Replayed"]) == (200, "true")
    assert "Idempotent-Replayed" not in first
    with acting_as_system():
        assert (Message.objects.count(), Delivery.objects.count()) == (letters, 1)


def test_another_act_under_a_used_name_is_refused(program: Program, lumen: uuid.UUID) -> None:
    """A name means one act: neither another invoice nor another reason goes under it."""
    first, second = draft(program, lumen), draft(program, lumen)
    assert program.post(f"/invoices/{first}/issue", name="act-1").status_code == 200
    answer = program.post(f"/invoices/{second}/issue", name="act-1")
    assert (answer.status_code, answer.json()["rule"]) == (422, "api.other-act")
    assert program.post(f"/invoices/{first}/credit", {"reason": "Wrong"}, name="act-2").status_code == 200
    other = program.post(f"/invoices/{first}/credit", {"reason": "Other"}, name="act-2")
    assert other.json()["rule"] == "api.other-act"
    assert program.get(f"/invoices/{second}").json()["status"] == "draft"


def test_a_refused_act_keeps_its_name_free(program: Program, lumen: uuid.UUID) -> None:
    """What was refused changed nothing: put right, it is done under the same name."""
    key = draft(program, lumen, lines=[{**LINE, "vat_rate": "0.06"}])
    assert program.post(f"/invoices/{key}/issue", name="act-1").status_code == 422
    program.put(f"/invoices/{key}", facts(lumen))
    assert program.post(f"/invoices/{key}/issue", name="act-1").status_code == 200


def test_two_keys_may_use_the_same_name(nora: User, program: Program, lumen: uuid.UUID) -> None:
    """The names of one program are not those of another."""
    other = Program(secret_of(nora, 1001), 1001)
    assert program.post(f"/invoices/{draft(program, lumen)}/issue", name="act-1").status_code == 200
    assert other.post(f"/invoices/{draft(program, lumen)}/issue", name="act-1").status_code == 200


@pytest.mark.parametrize("name", ["", "x" * 101, "two words", "naïve"])
def test_what_goes_out_needs_a_name(program: Program, lumen: uuid.UUID, name: str) -> None:
    """Without a usable Idempotency-Key nothing is issued."""
    key = draft(program, lumen)
    answer = program.post(f"/invoices/{key}/issue", name=name)
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")
    assert program.get(f"/invoices/{key}").json()["status"] == "draft"


def test_what_was_issued_does_not_change(program: Program, lumen: uuid.UUID) -> None:
    """Neither anew, nor thrown away, nor issued again under another name."""
    key = issued(program, lumen)
    answers = [
        program.put(f"/invoices/{key}", facts(lumen)),
        program.ask("DELETE", f"/invoices/{key}"),
        program.post(f"/invoices/{key}/issue", name="second"),
        program.post(f"/invoices/{key}/validate"),
    ]
    assert {(answer.status_code, answer.json()["rule"]) for answer in answers} == {(422, "invoice.issued")}


def test_a_draft_is_thrown_away(program: Program, lumen: uuid.UUID) -> None:
    """It is gone for everybody."""
    key = draft(program, lumen)
    assert program.ask("DELETE", f"/invoices/{key}").status_code == 204
    assert program.get(f"/invoices/{key}").status_code == 404


def test_an_invoice_is_taken_back(program: Program, lumen: uuid.UUID) -> None:
    """The answer is the credit note that mirrors it."""
    key = issued(program, lumen)
    note = program.post(f"/invoices/{key}/credit", {"reason": "Wrong department"}, name="back").json()
    assert (note["kind"], note["credits"], note["gross"]) == ("credit_note", key, 1_210_00)
    assert program.get(f"/invoices/{key}").json()["status"] == "credited"


def test_validating_keeps_nothing(program: Program, lumen: uuid.UUID) -> None:
    """The figures of an invoice that could leave, and afterwards no number was taken and nothing is there."""
    found = program.post("/invoices/validate", facts(lumen)).json()
    assert (found["gross"], found["budget"], found["may_leave"]) == (1_210_00, 935_00, True)
    with acting_as_system():
        assert (Invoice.objects.count(), Counter.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_validating_refuses_what_issuing_refuses(program: Program, lumen: uuid.UUID) -> None:
    """A reduced rate without its reason (rule 23) is refused in the same words, before and at issue."""
    wrong = facts(lumen, lines=[{**LINE, "vat_rate": "0.06"}])
    looked = program.post("/invoices/validate", wrong).json()
    key = program.post("/invoices", wrong).json()["id"]
    assert program.post(f"/invoices/{key}/issue", name="act").json() == looked
    assert program.post(f"/invoices/{key}/validate").json() == looked


def test_the_list_is_narrowed(program: Program, lumen: uuid.UUID) -> None:
    """By status, client and day; drafts come first."""
    sent, kept = issued(program, lumen), draft(program, lumen)

    def listed(query: str) -> list[str]:
        return [row["id"] for row in program.get(f"/invoices?{query}").json()["rows"]]

    assert listed("") == [kept, sent]
    assert listed("status=draft") == [kept]
    assert listed("since=2026-09-11") == [sent]
    assert listed("until=2026-09-10") == []
    assert listed(f"client={lumen}&status=issued") == [sent]
    assert listed(f"client={uuid.uuid4()}") == []


def test_the_parts_of_the_list_lose_no_invoice(program: Program, lumen: uuid.UUID) -> None:
    """Two drafts and three issued, one at a time: each comes once, drafts first, then the newest."""
    sent = [issued(program, lumen, name=f"act-{number}") for number in range(3)]
    kept = [draft(program, lumen) for _ in range(2)]
    found, after = [], ""
    while after is not None:
        part = program.get(f"/invoices?size=1&after={after}").json()
        found += [row["id"] for row in part["rows"]]
        after = part["next"]
    assert found == [*sorted(kept, reverse=True), *sorted(sent, reverse=True)]


def test_an_issued_invoice_has_its_paper_and_its_structured_form(program: Program, lumen: uuid.UUID) -> None:
    """PDF and UBL, named after the number; a draft has neither."""
    key = issued(program, lumen)
    paper, form = program.get(f"/invoices/{key}/pdf"), program.get(f"/invoices/{key}/xml")
    assert paper.content.startswith(b"%PDF")
    assert b"urn:oasis:names:specification:ubl" in form.content
    assert 'filename="2026-00001.xml"' in form["Content-Disposition"]
    kept = draft(program, lumen)
    assert {program.get(f"/invoices/{kept}/{each}").status_code for each in ("pdf", "xml")} == {404}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [LINE] * 201}, "lines"),
        ({"lines": [{**LINE, "quantity": 1}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": 1.5}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "NaN"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "1e30"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": "1.2345"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "unit_price": "Infinity"}]}, "lines.0.unit_price"),
        ({"lines": [{**LINE, "unit_price": "12345678.00"}]}, "lines.0.unit_price"),
        ({"lines": [{**LINE, "vat_rate": "1"}]}, "lines.0.vat_rate"),
        ({"lines": [{**LINE, "vat_rate": "-0.21"}]}, "lines.0.vat_rate"),
        ({"lines": [{**LINE, "measure": "furlong"}]}, "lines.0.measure"),
        ({"lines": [{**LINE, "description": ""}]}, "lines.0.description"),
        ({"client": "nobody"}, "client"),
        ({"period": {"start": "2026-09-10", "end": "2026-09-09"}}, "period"),
        ({"period": {"start": "2026-09-10"}}, "period.end"),
        ({"delivered_on": "9999-12-31"}, "delivered_on"),
        ({"term_days": -1}, "term_days"),
        ({"unit_id": 1002}, "unit_id"),
        ({"number": "2026/00007"}, "number"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_hostile_fact_is_refused_at_its_place(
    program: Program, lumen: uuid.UUID, changes: dict[str, Any], field: str
) -> None:
    """Status 422 with the place of the fact; nothing is kept."""
    answer = program.post("/invoices", facts(lumen, **changes))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert program.get("/invoices").json()["rows"] == []


def test_the_client_of_another_unit_is_no_client(program: Program, theirs: uuid.UUID) -> None:
    """An invoice goes to a client of the unit."""
    problem = program.post("/invoices", facts(theirs)).json()
    assert (problem["rule"], problem["field"]) == ("invoice.client-of-unit", "client")


def test_the_project_of_another_unit_is_no_project(program: Program, stranger: Program, lumen: uuid.UUID) -> None:
    """Nothing is booked on somebody else's project."""
    with acting_as_system():
        project = Project.objects.create(unit_id=1002, name="Opera", opened_on="2026-01-01")
    problem = program.post("/invoices", facts(lumen, project=str(project.pk))).json()
    assert (problem["rule"], problem["field"]) == ("project.of-unit", "project")


def test_a_draft_is_judged_in_the_readers_language(program: Program, lumen: uuid.UUID) -> None:
    """The rule has one name, the sentence follows Accept-Language."""
    wrong = facts(lumen, lines=[{**LINE, "vat_rate": "0.06"}])
    english = program.post("/invoices/validate", wrong).json()
    dutch = Program(program.secret, 1001, "nl").post("/invoices/validate", wrong).json()
    assert english["rule"] == dutch["rule"]
    assert english["detail"] != dutch["detail"]
