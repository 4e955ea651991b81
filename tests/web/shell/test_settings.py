"""The cooperative's own choices: dated, with their source, never backwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from marke.domain.parameters.models import Choice, Cooperative
from marke.domain.parameters.queries import choice
from marke.domain.people.models import StaffRole, User

RATE = "/desk/settings/contribution.rate/"
NOW = dt.datetime(2026, 9, 11, 10, 0, tzinfo=dt.UTC)
GOOD = {"value": "7,25", "valid_from": "1/1/2027", "source": "assembly, 5/6/2026"}


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW):
        yield


def test_every_choice_stands_with_its_value_and_source(desk: Client) -> None:
    """The page lists what is in force today, since when and on which decision."""
    page = desk.get("/desk/settings/").content.decode()
    for words in ["Contribution", "6.50%", "€30.00", "10 days", "De Marke Producties"]:
        assert words in page


def test_a_new_value_counts_from_its_day_and_keeps_the_past(desk: Client) -> None:
    """From 1 January 2027 the contribution is 7.25 %; until then it stays 6.5 %."""
    assert desk.post(RATE, GOOD).status_code == 302
    assert choice("contribution.rate", as_of=dt.date(2026, 12, 31)) == Decimal("0.065")
    assert choice("contribution.rate", as_of=dt.date(2027, 1, 1)) == Decimal("0.0725")
    assert "7.25%" in desk.get(RATE).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valid_from": "10/9/2026"}, "valid_from"),
        ({"valid_from": "31/2/2027"}, "valid_from"),
        ({"value": "101"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "a lot"}, "value"),
        ({"value": "1e400"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "Infinity"}, "value"),
        ({"source": ""}, "source"),
        ({"source": "x" * 300}, "source"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_beside_its_field(desk: Client, changed: dict[str, str], field: str) -> None:
    """Days that have passed, impossible values and missing decisions are refused; what was typed is kept."""
    before = Choice.objects.count()
    answer = desk.post(RATE, {**GOOD, **changed})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert Choice.objects.count() == before


def test_a_day_has_one_value(desk: Client) -> None:
    """A second value for a day that has one is refused: facts are appended, not replaced."""
    desk.post(RATE, GOOD)
    assert desk.post(RATE, {**GOOD, "value": "8"}).status_code == 422


def test_a_choice_nobody_knows_does_not_exist(desk: Client) -> None:
    """Only the choices that the product knows have a page."""
    assert desk.get("/desk/settings/no.such/").status_code == 404


def test_the_auditor_reads_and_cannot_choose(
    staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """Reading is for board and auditor too; choosing is for administrators."""
    browser = as_user(staff(StaffRole.AUDITOR))
    assert browser.get(RATE).context["form"] is None
    assert browser.post(RATE, GOOD).status_code == 404


def test_the_identity_changes_and_the_numbers_stay(desk: Client) -> None:
    """Name, address and account can change; the enterprise numbers are not even asked."""
    sent = {"name": "De Nieuwe Marke", "street": "Kaai 2", "postcode": "9000", "municipality": "Gent", "iban": ""}
    before = Cooperative.objects.get().enterprise_number
    assert desk.post("/desk/settings/identity/", {**sent, "enterprise_number": "0999999922"}).status_code == 302
    house = Cooperative.objects.get()
    assert (house.name, house.enterprise_number) == ("De Nieuwe Marke", before)


@pytest.mark.parametrize("iban", ["BE00 0000 0000 0000", "<b>", "x" * 400])
def test_an_account_that_cannot_exist_is_refused(desk: Client, iban: str) -> None:
    """The account number is checked before it is printed on every invoice."""
    sent = {"name": "De Marke", "street": "Kaai 2", "postcode": "9000", "municipality": "Gent", "iban": iban}
    answer = desk.post("/desk/settings/identity/", sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["iban"]
