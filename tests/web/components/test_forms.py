"""Forms say what is wrong twice in the same words, keep what was typed, and read amounts as people write them."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django import forms
from django.utils import translation

from marke.web.components.forms import CardSelect, DayField, MoneyField, SearchSelect


class OrderForm(forms.Form):
    client = forms.CharField(label="Client", help_text="The name.")
    price = MoneyField(label="Price", minimum=100, maximum=1_000_000)
    starts_on = DayField(label="First day")
    who = forms.ChoiceField(label="Who", choices=[("me", "I do"), ("other", "Someone else")], widget=CardSelect)
    activity = forms.ChoiceField(label="Activity", choices=[("gd", "Design")], widget=SearchSelect)
    agrees = forms.BooleanField(label="Agreed")


GOOD = {"client": "Lumen", "price": "1.250", "starts_on": "9/3/2026", "who": "me", "activity": "gd", "agrees": "on"}


class Page(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def ids(self) -> set[str | None]:
        return {attributes["id"] for _, attributes in self.elements if "id" in attributes}

    def one(self, identifier: str) -> dict[str, str | None]:
        return next(attributes for _, attributes in self.elements if attributes.get("id") == identifier)


def test_it_works() -> None:
    """A filled form gives cents and a day."""
    form = OrderForm(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["price"] == 125_000
    assert form.cleaned_data["starts_on"] == dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("price", "0,50", "Enter €1.00 or more."),
        ("price", "10.000,01", "Enter €10,000.00 or less."),
        ("price", "-5", "Enter €1.00 or more."),
        ("price", "much", "Write an amount such as 1.234,50."),
        ("starts_on", "31/2/2026", "This day does not exist in the calendar."),
        ("starts_on", "9/3/26", "Write the year in four digits, such as 2026."),
    ],
)
def test_each_refusal_says_how_to_fix_it(field: str, typed: str, message: str) -> None:
    assert OrderForm(GOOD | {field: typed}).errors[field] == [message]


def test_an_error_stands_in_the_summary_and_beside_its_field_in_the_same_words() -> None:
    html = str(OrderForm(GOOD | {"price": "much"}))
    assert html.count("Write an amount such as 1.234,50.") == 2
    assert 'href="#id_price"' in html


def test_every_link_of_the_summary_leads_to_a_field() -> None:
    """Also for a choice between radio buttons, where the group takes the focus."""
    page = Page(str(OrderForm({})))
    links = {attributes["href"] for tag, attributes in page.elements if tag == "a"}
    assert len(links) == len(GOOD)
    assert {str(link).removeprefix("#") for link in links} <= page.ids()


def test_hint_and_error_are_tied_to_the_field() -> None:
    page = Page(str(OrderForm(GOOD | {"client": ""})))
    client = page.one("id_client")
    assert client["aria-describedby"] == "id_client_hint id_client_error"
    assert client["aria-invalid"] == "true"
    assert {"id_client_hint", "id_client_error"} <= page.ids()


def test_what_was_typed_stays() -> None:
    page = Page(str(OrderForm(GOOD | {"price": "12,345"})))
    assert page.one("id_price")["value"] == "12,345"


def test_a_stored_amount_is_shown_in_the_readers_own_form_and_survives_a_round_trip() -> None:
    """Opening and saving a form without touching it changes nothing."""
    for language in ("nl", "fr", "en"):
        with translation.override(language):
            shown = Page(str(OrderForm(initial={"price": -123_450})["price"])).one("id_price")["value"]
            assert MoneyField(minimum=None).clean(shown) == -123_450
            assert not MoneyField().has_changed(-123_450, shown)


def test_a_stored_day_is_shown_as_people_type_it() -> None:
    assert Page(str(OrderForm(initial={"starts_on": dt.date(2026, 3, 9)})["starts_on"])).one("id_starts_on")[
        "value"
    ] == ("9/03/2026")


@pytest.mark.parametrize("hostile", ['"><script>alert(1)</script>', "' onmouseover='x"])
def test_hostile_input_comes_back_as_text(hostile: str) -> None:
    html = str(OrderForm(GOOD | {"price": hostile, "client": hostile}))
    page = Page(html)
    assert "<script>" not in html
    assert page.one("id_price")["value"] == hostile
    assert not any("onmouseover" in attributes for _, attributes in page.elements)


def test_a_choice_that_was_not_offered_is_refused() -> None:
    assert "who" in OrderForm(GOOD | {"who": "admin"}).errors
    assert "activity" in OrderForm(GOOD | {"activity": "<b>"}).errors
