"""Clients for other programs: the same rules as on the screens."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from tests.support.asking import Program

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.sales.operations.clients import LinkInput, link_clients

pytestmark = pytest.mark.django_db

LUMEN = {
    "kind": "company",
    "name": "Festival Lumen",
    "number": "0403.019.261",
    "street": "Dok 5",
    "postcode": "9000",
    "municipality": "Gent",
    "language": "nl",
}
PERSON = {"kind": "private", "street": "Dok 5", "postcode": "9000", "municipality": "Gent"}


def test_it_works(program: Program) -> None:
    """A client is added, found again by its number, and read."""
    made = program.post("/clients", LUMEN)
    assert (made.status_code, made.json()["is_new"]) == (201, True)
    client = made.json()["client"]
    assert (client["enterprise_number"], client["vat_number"], client["owes"]) == ("0403019261", "BE0403019261", 0)
    assert program.get(f"/clients/{client['id']}").json() == client
    again = program.post("/clients", LUMEN).json()
    assert (again["is_new"], again["client"]["id"]) == (False, client["id"])


def test_the_list_comes_in_parts_that_lose_nobody(program: Program) -> None:
    """Nine people, four at a time, two of them of one name: each comes once, by name."""
    for name in ("Ella", "Anna", "Bo", "Dirk", "Cato", "Anna", "Fien", "Gust", "Émile"):
        assert program.post("/clients", {**PERSON, "name": name}).status_code == 201
    names, after = [], ""
    while after is not None:
        part = program.get(f"/clients?size=4&after={after}").json()
        names += [row["name"] for row in part["rows"]]
        after = part["next"]
    assert names == ["Anna", "Anna", "Bo", "Cato", "Dirk", "Ella", "Émile", "Fien", "Gust"]


def test_the_list_is_narrowed_by_a_part_of_a_name(program: Program, lumen: uuid.UUID) -> None:
    """As on the screen."""
    assert [row["id"] for row in program.get("/clients?text=lumen").json()["rows"]] == [str(lumen)]
    assert program.get("/clients?text=opera").json()["rows"] == []


def test_a_client_is_corrected(program: Program, lumen: uuid.UUID) -> None:
    """All details are sent again; what is left out is empty."""
    answer = program.put(f"/clients/{lumen}", {**LUMEN, "name": "Lumen vzw", "kind": "association"})
    assert (answer.status_code, answer.json()["name"], answer.json()["email"]) == (200, "Lumen vzw", "")


def test_a_client_that_others_work_for_too_is_corrected_at_the_desk(
    program: Program, stranger: Program, lumen: uuid.UUID
) -> None:
    """One unit may not change for all."""
    with acting_as_system():
        link_clients(links=[LinkInput(1002, lumen)])
    answer = program.put(f"/clients/{lumen}", LUMEN)
    assert (answer.status_code, answer.json()["rule"]) == (422, "client.shared")


def test_a_number_leads_to_its_public_identity_only(program: Program, stranger: Program, lumen: uuid.UUID) -> None:
    """A unit that does not work for it learns name and address, and nothing of the dealings."""
    found = stranger.get("/client-look-up?number=0403.019.261").json()
    assert found == {
        "found": "client",
        "name": "Festival Lumen",
        "street": "Dok 5",
        "postcode": "9000",
        "municipality": "Gent",
        "country": "BE",
        "as_of": None,
    }


def test_a_mistyped_number_is_refused_beside_its_field(program: Program) -> None:
    """The check digits of 0403.019.262 are wrong; the sentence says so."""
    problem = program.post("/clients", {**LUMEN, "number": "0403.019.262"}).json()
    assert (problem["status"], problem["field"]) == (422, "number")
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "wizard"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "nul\x00"}, "name"),
        ({"name": 7}, "name"),
        ({"name": None}, "name"),
        ({"country": "Belgium"}, "country"),
        ({"country": "be"}, "country"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.c\x00"}, "email"),
        ({"language": "tlh"}, "language"),
        ({"vat_liable": "perhaps"}, "vat_liable"),
        ({"surprise": 1}, "surprise"),
        ({"street": ""}, "street"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_hostile_fact_is_refused_beside_its_field(program: Program, changes: dict[str, Any], field: str) -> None:
    """Status 422 with the place of the fact, and nothing is written."""
    answer = program.post("/clients", {**LUMEN, **changes})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert (answer.json()["rule"], answer.json()["field"]) == ("api.invalid", field)
    assert program.get("/clients").json()["rows"] == []


@pytest.mark.parametrize("query", ["size=0", "size=201", "size=x", "shelf=attic", "text=%00"])
def test_a_hostile_question_is_refused(program: Program, query: str) -> None:
    """What cannot be taken is not guessed."""
    assert program.get(f"/clients?{query}").json()["rule"] == "api.invalid"


@pytest.mark.parametrize("mark", ["x", "WyJhIl0:1abcde:xyz", "%00", "a" * 900])
def test_a_mark_that_the_list_did_not_give_is_refused(program: Program, mark: str) -> None:
    """A mark is signed, so nobody can write one."""
    answer = program.get(f"/clients?after={mark}")
    assert (answer.status_code, answer.json()["field"]) == (422, "after")


@pytest.mark.parametrize("body", ["", "no json", "[]", "7", '"\\ud800"', "[" * 5_000, b"\xff\xfe"])
def test_what_is_no_object_is_refused(program: Program, body: Any) -> None:
    """Anything but one JSON object is refused in words."""
    answer = program.post("/clients", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_the_client_of_another_unit_does_not_exist(program: Program, theirs: uuid.UUID) -> None:
    """Neither to read nor to change."""
    assert program.get(f"/clients/{theirs}").status_code == 404
    assert program.put(f"/clients/{theirs}", LUMEN).status_code == 404


def test_a_list_asks_the_database_as_often_for_many_as_for_few(
    program: Program, django_assert_max_num_queries: Any
) -> None:
    """The number of queries does not grow with the rows."""
    for name in ("Anna", "Bo", "Cato", "Dirk"):
        program.post("/clients", {**PERSON, "name": name})
    with django_assert_max_num_queries(40) as few:
        program.get("/clients?size=1")
    with django_assert_max_num_queries(len(few.captured_queries)):
        program.get("/clients?size=4")
