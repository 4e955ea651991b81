"""Every page of a member's unit opens, in a bounded number of queries, and writes only what it says."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.support.enterprise import ACTOR, a_person, a_shareholder, a_unit

from marke.domain.foundation.transactions import acting
from marke.domain.ledger.queries import unit_budget
from marke.domain.units.models import AdviserRequest, Invitation, Project, Transfer, Unit, UnitRole
from marke.domain.units.operations import add_role, freeze, open_project


def page(unit: Unit, name: str = "") -> str:
    return f"/units/{unit.pk}/{name}"


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


PAGES = [
    "",
    "budget/",
    "statement/",
    "transfers/",
    "transfers/new/",
    "projects/",
    "people/",
    "people/invite/",
    "settings/",
    "settings/adviser/",
    "settings/closing/",
]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_unit_opens(member: Client, unit: Unit, name: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(50):
        assert member.get(page(unit, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_another_members_unit_does_not_exist(client: Client, unit: Unit, name: str) -> None:
    with acting(actor=ACTOR, staff=True):
        stranger = a_shareholder("Omar", timezone.localdate().year)
    client.force_login(stranger.user)
    assert client.get(page(unit, name)).status_code == 404


@pytest.mark.parametrize("name", ["transfers/new/", "people/invite/", "settings/adviser/", "settings/closing/"])
def test_an_administrator_who_may_only_look_cannot_write(client: Client, unit: Unit, name: str) -> None:
    with acting(actor=ACTOR, staff=True):
        guest = a_person()
        add_role(unit_id=unit.pk, person_id=guest.pk, kind="administrator", day=timezone.localdate())
    client.force_login(guest.user)
    assert client.get(page(unit)).status_code == 200
    assert client.get(page(unit, name)).status_code == 403


def test_the_overview_shows_the_three_figures_of_the_budget(member: Client, unit: Unit) -> None:
    shown = text(member.get(page(unit)))
    assert "Atelier Nora" in shown
    assert "Available" in shown
    assert "1,000" in shown


def test_a_frozen_unit_says_why_on_its_first_page(member: Client, unit: Unit) -> None:
    with acting(actor=ACTOR, staff=True):
        freeze(unit_id=unit.pk, reason="Send the new policy.", day=timezone.localdate(), actor=ACTOR)
    assert "Send the new policy." in text(member.get(page(unit)))


def typed(unit: Unit, **more: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "from_project": "unit",
        "amount": "300",
        "message": "Poster",
        "to_unit": "1002",
        **more,
    }


@pytest.fixture
def other(unit: Unit) -> Unit:
    with acting(actor=ACTOR, staff=True):
        return a_unit(a_shareholder("Omar", timezone.localdate().year), name="Atelier Zuid", day=timezone.localdate())


def test_a_transfer_is_read_back_in_words_before_it_is_made(member: Client, unit: Unit, other: Unit) -> None:
    """The name behind the number shows only once the exact number was typed, and nothing has moved yet."""
    response = member.post(page(unit, "transfers/new/"), typed(unit))
    assert "Atelier Zuid (1002)" in text(response)
    with acting(actor=ACTOR, staff=True):
        assert not Transfer.objects.exists()


def test_a_transfer_can_still_be_changed_after_it_was_read_back(member: Client, unit: Unit, other: Unit) -> None:
    response = member.post(page(unit, "transfers/new/"), typed(unit, change="yes"))
    assert 'name="amount" value="300"' in response.content.decode()
    assert "Is this right?" not in text(response)


def test_a_confirmed_transfer_moves_the_money_and_says_so(member: Client, unit: Unit, other: Unit) -> None:
    response = member.post(page(unit, "transfers/new/"), typed(unit, confirm="yes"), follow=True)
    assert "€300.00 went to Atelier Zuid." in text(response)
    with acting(actor=ACTOR, staff=True):
        assert unit_budget(unit_id=other.pk).available == 300_00


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "-5"},
        {"amount": "12,345"},
        {"amount": "5000"},
        {"amount": "0"},
        {"to_unit": "999999"},
        {"to_unit": "abc"},
        {"message": ""},
        {"key": "not-a-key"},
        {"from_project": str(uuid.uuid4())},
    ],
)
def test_a_wrong_transfer_is_refused_beside_the_field_and_nothing_typed_is_lost(
    member: Client, unit: Unit, other: Unit, wrong: dict[str, str]
) -> None:
    with acting(actor=ACTOR, staff=True):
        open_project(unit_id=unit.pk, name="Festival", day=timezone.localdate())
    given = typed(unit, confirm="yes", **wrong)
    response = member.post(page(unit, "transfers/new/"), given)
    assert response.status_code == 422
    assert f'value="{given["amount"]}"' in response.content.decode()
    with acting(actor=ACTOR, staff=True):
        assert not Transfer.objects.exists()


def test_a_received_transfer_is_sent_back_from_its_page(
    client: Client, member: Client, unit: Unit, other: Unit
) -> None:
    member.post(page(unit, "transfers/new/"), typed(unit, confirm="yes"))
    with acting(actor=ACTOR, staff=True):
        made, receiver = Transfer.objects.get(), UnitRole.objects.get(unit=other).person.user
    other_browser = Client()
    other_browser.force_login(receiver)
    address = page(other, f"transfers/{made.pk}/")
    assert "Send the whole amount back" in other_browser.get(address).content.decode()
    other_browser.post(f"{address}back/", {"message": "Not mine"})
    with acting(actor=ACTOR, staff=True):
        assert unit_budget(unit_id=unit.pk).available == 1000_00
    giver_sees = member.post(page(unit, f"transfers/{made.pk}/back/"), {"message": "Give me more"})
    assert giver_sees.status_code == 200


def test_a_project_opens_and_closes(member: Client, unit: Unit) -> None:
    member.post(page(unit, "projects/"), {"name": "Festival"})
    with acting(actor=ACTOR, staff=True):
        project = Project.objects.get()
    assert member.get(page(unit, f"projects/{project.pk}/")).status_code == 200
    member.post(page(unit, f"projects/{project.pk}/close/"))
    with acting(actor=ACTOR, staff=True):
        project.refresh_from_db()
    assert project.closed_on == timezone.localdate()


def test_a_project_without_a_name_or_with_a_taken_one_is_refused(member: Client, unit: Unit) -> None:
    member.post(page(unit, "projects/"), {"name": "Festival"})
    for name in ("", "festival", "x" * 121):
        assert member.post(page(unit, "projects/"), {"name": name}).status_code == 422


def test_an_invited_person_takes_the_role_through_the_link_in_the_letter(
    member: Client, unit: Unit, django_capture_on_commit_callbacks
) -> None:
    with acting(actor=ACTOR, staff=True):
        guest = a_person("Guest")
    given = {"email": guest.user.email, "kind": "administrator", "scopes": ["enter_cost"], "until": ""}
    with django_capture_on_commit_callbacks(execute=True):
        member.post(page(unit, "people/invite/"), given)
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    browser = Client()
    browser.force_login(guest.user)
    assert "Atelier Nora" in text(browser.get(link))
    browser.post(link, {"accept": "yes"}, follow=True)
    assert browser.get(page(unit)).status_code == 200
    assert browser.post(link, {"accept": "yes"}).status_code == 422


def test_a_forged_invitation_does_not_exist(member: Client, unit: Unit) -> None:
    assert member.get("/invitation/forged-token/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"kind": "owner"}, {"scopes": ["print_money"]}, {"until": "1/1/2020"}]
)
def test_a_wrong_invitation_is_refused(member: Client, unit: Unit, wrong: dict) -> None:
    given = {"email": "guest@example.org", "kind": "administrator", "scopes": [], "until": "", **wrong}
    assert member.post(page(unit, "people/invite/"), given).status_code == 422
    with acting(actor=ACTOR, staff=True):
        assert not Invitation.objects.exists()


def test_the_last_holder_cannot_leave(member: Client, unit: Unit) -> None:
    with acting(actor=ACTOR, staff=True):
        role = UnitRole.objects.get(unit=unit)
    response = member.post(page(unit, f"people/{role.pk}/end/"))
    assert response.status_code == 422
    assert "A unit always has a holder" in text(response)


def test_a_holder_asks_for_another_adviser(member: Client, unit: Unit) -> None:
    member.post(page(unit, "settings/adviser/"), {"reason": "I work in French."})
    with acting(actor=ACTOR, staff=True):
        assert AdviserRequest.objects.get().reason == "I work in French."
    assert member.post(page(unit, "settings/adviser/"), {"reason": ""}).status_code == 422


def test_a_unit_with_money_is_not_closed(member: Client, unit: Unit) -> None:
    member.post(page(unit, "settings/closing/"), {"step": "start"})
    response = member.post(page(unit, "settings/closing/"), {"step": "close"})
    assert response.status_code == 422
    assert "is left" in text(response)


def test_an_unknown_step_of_the_closing_does_nothing(member: Client, unit: Unit) -> None:
    member.post(page(unit, "settings/closing/"), {"step": "explode"})
    with acting(actor=ACTOR, staff=True):
        unit.refresh_from_db()
    assert unit.state == "open"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_statement_of_a_year_is_a_file(member: Client, unit: Unit, kind: str) -> None:
    response = member.get(page(unit, f"statement/{timezone.localdate().year}.{kind}"))
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{kind}"')


def test_the_statement_file_has_the_amounts_with_a_decimal_comma(member: Client, unit: Unit) -> None:
    content = member.get(page(unit, f"statement/{timezone.localdate().year}.csv")).content.decode()
    assert ";1000,00;0,00;1000,00" in content


@pytest.mark.parametrize("name", ["statement/1066.csv", "statement/2026.exe"])
def test_a_statement_of_another_kind_does_not_exist(member: Client, unit: Unit, name: str) -> None:
    assert member.get(page(unit, name)).status_code == 404


@pytest.mark.parametrize("query", ["?month=nonsense", "?month=2026-13", "?project=nonsense", "?month=9999-12"])
def test_a_strange_address_of_the_statement_shows_something_sensible(member: Client, unit: Unit, query: str) -> None:
    assert member.get(page(unit, "statement/") + query).status_code == 200


def test_a_member_opens_a_further_unit_with_two_fields(member: Client, unit: Unit) -> None:
    response = member.post("/units/new/", {"activity": "singing", "name": "Choir"}, follow=True)
    assert "Your unit is open. Its number is 1002." in text(response)


def test_a_name_that_another_unit_has_is_told_once_and_allowed(member: Client, unit: Unit) -> None:
    given = {"activity": "singing", "name": "atelier nora"}
    assert "Clients may confuse you" in text(member.post("/units/new/", given))
    response = member.post("/units/new/", {**given, "same_name": "atelier nora"}, follow=True)
    assert "Its number is 1002." in text(response)


def test_a_regulated_trade_tells_what_it_needs_and_waits(member: Client, unit: Unit) -> None:
    assert "food agency" in text(member.get("/units/new/trade/?activity=catering"))
    response = member.post("/units/new/", {"activity": "catering", "name": "Soup"}, follow=True)
    assert "An adviser looks at your trade" in text(response)


@pytest.mark.parametrize("wrong", [{"activity": "alchemy"}, {"activity": ""}, {"name": ""}, {"name": "x" * 121}])
def test_a_wrong_opening_is_refused_and_opens_nothing(member: Client, unit: Unit, wrong: dict[str, str]) -> None:
    response = member.post("/units/new/", {"activity": "singing", "name": "Choir", **wrong})
    assert response.status_code == 422
    with acting(actor=ACTOR, staff=True):
        assert Unit.objects.count() == 1


def test_rule_02_without_a_share_the_page_says_what_to_do(client: Client, unit: Unit) -> None:
    with acting(actor=ACTOR, staff=True):
        person = a_person()
    client.force_login(person.user)
    response = client.post("/units/new/", {"activity": "singing", "name": "Choir"})
    assert response.status_code == 422
    assert "There is no paid share" in text(response)
