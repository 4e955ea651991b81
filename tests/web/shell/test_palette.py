"""Find or do anything, within one's rights, and see why it matched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.support.cooperative import Facts, known_person

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import User
from marke.domain.sales.models import Invoice


def found(browser: Client, typed: str, *, at: str = "/palette/") -> list[tuple[str, str]]:
    """Label and reason of each answer."""
    return [(result.label, result.why) for result in browser.get(at, {"q": typed}).context["results"]]


def test_an_amount_finds_the_invoice(member: Client, invoice: Invoice) -> None:
    """«€ 1.210» is read as money and finds the invoice of that total first."""
    for typed in ["1210", "€ 1.210", "1.210,00"]:
        assert found(member, typed)[0] == (f"{invoice.number} · Festival Lumen", "amount of an invoice")


def test_a_number_finds_the_invoice(member: Client, invoice: Invoice) -> None:
    """The running number alone is enough."""
    assert found(member, str(invoice.sequence))[0] == (f"{invoice.number} · Festival Lumen", "number of an invoice")


def test_a_name_is_found_without_its_accents_and_capitals(member: Client, invoice: Invoice) -> None:
    """«LUMÉN» finds Festival Lumen."""
    assert ("Festival Lumen", "name of a client") in [
        (label.split(" · ")[0], why) for label, why in found(member, "LUMÉN")
    ]


def test_what_one_can_do_is_found_by_its_words(member: Client) -> None:
    """Typing what one wants to do offers the action."""
    assert found(member, "new inv")[0] == ("New invoice", "Go to")


def test_an_empty_question_offers_the_places(member: Client) -> None:
    """Opened without typing, the palette shows what can be done and where one can go."""
    assert ("Home", "Go to") in found(member, "")


def test_a_member_finds_nothing_of_others(invoice: Invoice, karim: User, as_user: Callable[[User], Client]) -> None:
    """The same questions asked by a member of another unit find none of it."""
    browser = as_user(karim)
    for typed in ["1210", "festival", "1001", str(invoice.number)]:
        assert not [label for label, why in found(browser, typed) if why != "Go to"]


def test_the_desk_finds_everything(desk: Client, invoice: Invoice) -> None:
    """People, units, clients and invoices of the whole enterprise, with their pages at the desk."""
    with acting_as_system():
        known_person(Facts(family_name="Peeters"))
    answers = {
        typed: desk.get("/desk/palette/", {"q": typed}).context["results"][0].url
        for typed in ["1001", "peeters", "festival", "1210"]
    }
    assert answers["1001"] == "/desk/units/1001/"
    assert all(url.startswith("/desk/") for url in answers.values())


def test_the_box_gets_the_list_alone(member: Client) -> None:
    """Asked by the palette's box, the answer is a fragment; without script it is a page with the same list."""
    fragment = member.get("/palette/", {"q": "home"}, HTTP_HX_REQUEST="true").content.decode()
    page = member.get("/palette/", {"q": "home"}).content.decode()
    assert "<html" not in fragment
    assert 'role="option"' in fragment
    assert "<html" in page
    assert 'value="home"' in page


@pytest.mark.parametrize(
    "typed", ["'", '"><script>alert(1)</script>', "%", "\\", "a" * 5_000, "9" * 40, "-1", "\x00", "€", "１２３", "0x10"]
)
def test_hostile_questions_find_nothing_and_break_nothing(member: Client, invoice: Invoice, typed: str) -> None:
    """Whatever is typed, the page stands and shows it as text."""
    answer = member.get("/palette/", {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_question_costs_a_fixed_number_of_questions_to_the_database(
    desk: Client, invoice: Invoice, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    """Each keystroke asks each domain once."""
    with django_assert_max_num_queries(20):
        desk.get("/desk/palette/", {"q": "festival"}, HTTP_HX_REQUEST="true")
