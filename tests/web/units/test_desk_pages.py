"""Units at the desk: lists that are links, decisions with a reason, roles that may or may not."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.enterprise import ACTOR, a_shareholder, a_unit, an_adviser, expect
from tests.web.units.conftest import desk_of

from marke.domain.foundation.transactions import acting
from marke.domain.people.models import StaffRole
from marke.domain.units.models import AdviserAssignment, Unit
from marke.domain.units.operations import ask_for_another_adviser
from marke.domain.units.queries import adviser_of
from marke.reporting.unit_figures import refresh_unit_figures


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def caterer(unit: Unit) -> Unit:
    """A unit of a regulated trade that waits."""
    with acting(actor=ACTOR, staff=True):
        holder = a_shareholder("Omar", timezone.localdate().year)
        return a_unit(holder, name="Soup and Co", activity="catering", day=timezone.localdate())


PAGES = ["units/", "screening/", "advisers/", "units/1001/", "units/1001/freeze/", "units/1001/adviser/"]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_desk_opens(
    adviser_desk: Client, unit: Unit, name: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(45):
        assert adviser_desk.get(f"/desk/{name}").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_member_does_not_enter_the_desk(member: Client, unit: Unit, name: str) -> None:
    assert member.get(f"/desk/{name}").status_code == 403


@pytest.mark.parametrize("name", ["freeze/", "unfreeze/", "adviser/", "rest/", "screening/"])
def test_an_accountant_reads_units_and_decides_nothing_about_them(db: None, unit: Unit, name: str) -> None:
    desk = desk_of(StaffRole.ACCOUNTANT)
    assert desk.get(f"/desk/units/{unit.pk}/").status_code == 200
    assert desk.post(f"/desk/units/{unit.pk}/{name}", {"reason": "Because"}).status_code == 403


def test_a_list_is_a_link(adviser_desk: Client, unit: Unit, caterer: Unit) -> None:
    """Each filter is in the address and finds what it says."""
    for query, found in {
        "state=requested": {"Soup and Co"},
        "sector=music": {"Atelier Nora"},
        "q=atelier": {"Atelier Nora"},
        f"q={caterer.pk}": {"Soup and Co"},
        "adviser=nobody": set(),
        "sort=-turnover": {"Atelier Nora", "Soup and Co"},
        "state=requested&sector=music": set(),
    }.items():
        shown = text(adviser_desk.get(f"/desk/units/?{query}"))
        assert {name for name in ("Atelier Nora", "Soup and Co") if name in shown} == found, query


@pytest.mark.parametrize(
    "query", ["state=nonsense", "adviser=nonsense", "size=huge", "sort=drop", "page=-7", "quiet=x"]
)
def test_a_strange_address_shows_the_whole_list(adviser_desk: Client, unit: Unit, query: str) -> None:
    assert "Atelier Nora" in text(adviser_desk.get(f"/desk/units/?{query}"))


def test_units_are_found_by_the_turnover_of_their_year(adviser_desk: Client, unit: Unit, caterer: Unit) -> None:
    """The figures come from the books: turnover, received budget and the last movement."""
    today = timezone.localdate()
    with acting(actor=ACTOR, staff=True):
        expect(unit, 12_000_00, day=today)
        assert refresh_unit_figures(as_of=today) == 2
    shown = text(adviser_desk.get("/desk/units/?size=10-30"))
    assert "Atelier Nora" in shown
    assert "Soup and Co" not in shown
    assert "€12,000.00" in shown


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_units(
    adviser_desk: Client, unit: Unit, django_assert_max_num_queries
) -> None:
    with acting(actor=ACTOR, staff=True):
        holder = a_shareholder("Omar", timezone.localdate().year)
        for number in range(30):
            a_unit(holder, name=f"Unit {number}", day=timezone.localdate())
    with django_assert_max_num_queries(26):
        adviser_desk.get("/desk/units/")


def test_an_adviser_opens_a_regulated_trade_with_a_reason(adviser_desk: Client, caterer: Unit) -> None:
    address = f"/desk/units/{caterer.pk}/screening/"
    assert "food agency" in text(adviser_desk.get(address))
    response = adviser_desk.post(address, {"accepted": "yes", "reason": "Certificate seen."}, follow=True)
    assert f"Soup and Co ({caterer.pk}) is open." in text(response)


@pytest.mark.parametrize("wrong", [{"accepted": ""}, {"accepted": "perhaps"}, {"reason": ""}, {"reason": "x" * 501}])
def test_a_screening_without_decision_or_reason_changes_nothing(
    adviser_desk: Client, caterer: Unit, wrong: dict[str, str]
) -> None:
    given = {"accepted": "yes", "reason": "Seen.", **wrong}
    assert adviser_desk.post(f"/desk/units/{caterer.pk}/screening/", given).status_code == 422
    with acting(actor=ACTOR, staff=True):
        caterer.refresh_from_db()
    assert caterer.state == "requested"


def test_a_unit_is_frozen_and_goes_on(adviser_desk: Client, unit: Unit) -> None:
    adviser_desk.post(f"/desk/units/{unit.pk}/freeze/", {"reason": "Send the policy."})
    assert "Send the policy." in text(adviser_desk.get(f"/desk/units/{unit.pk}/"))
    adviser_desk.post(f"/desk/units/{unit.pk}/unfreeze/", {"reason": "Seen."})
    with acting(actor=ACTOR, staff=True):
        unit.refresh_from_db()
    assert unit.state == "open"


def test_freezing_without_a_reason_or_twice_is_refused(adviser_desk: Client, unit: Unit) -> None:
    address = f"/desk/units/{unit.pk}/freeze/"
    assert adviser_desk.post(address, {"reason": " "}).status_code == 422
    adviser_desk.post(address, {"reason": "First"})
    assert adviser_desk.post(address, {"reason": "Second"}).status_code == 422


def test_a_unit_is_put_to_rest_once(adviser_desk: Client, unit: Unit) -> None:
    address = f"/desk/units/{unit.pk}/rest/"
    assert adviser_desk.post(address).status_code == 302
    assert adviser_desk.post(address).status_code == 422


def test_a_unit_gets_another_adviser(adviser_desk: Client, unit: Unit) -> None:
    with acting(actor=ACTOR, staff=True):
        other = an_adviser("Bob")
    response = adviser_desk.post(f"/desk/units/{unit.pk}/adviser/", {"adviser": str(other.pk)}, follow=True)
    assert "Bob Peeters advises" in text(response)


def test_somebody_who_is_no_adviser_cannot_be_chosen(adviser_desk: Client, unit: Unit) -> None:
    response = adviser_desk.post(f"/desk/units/{unit.pk}/adviser/", {"adviser": str(ACTOR)})
    assert response.status_code == 422
    with acting(actor=ACTOR, staff=True):
        assert AdviserAssignment.objects.filter(unit=unit).count() == 1


def test_a_request_for_another_adviser_is_answered(adviser_desk: Client, unit: Unit) -> None:
    with acting(actor=ACTOR, staff=True):
        other = an_adviser("Bob")
        asked = ask_for_another_adviser(
            unit_id=unit.pk, reason="I work in French.", day=timezone.localdate(), actor=ACTOR
        )
    assert "I work in French." in text(adviser_desk.get("/desk/advisers/"))
    address = f"/desk/advisers/requests/{asked.pk}/"
    assert adviser_desk.post(address, {"adviser": "", "answer": ""}).status_code == 422
    adviser_desk.post(address, {"adviser": str(other.pk), "answer": ""})
    with acting(actor=ACTOR, staff=True):
        assert adviser_of(unit_id=unit.pk).adviser == other
