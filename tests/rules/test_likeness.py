"""Two clients that are perhaps the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.rules.likeness import Known, Reason, bare_name, likeness, mail_domain, most_alike, name_likeness

NAMES = st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=40)
KNOWN = st.builds(
    Known, name=NAMES, numbers=st.frozensets(st.sampled_from(["0403019261", "FR40303265045"]), max_size=1)
)


@pytest.mark.parametrize("other", ["BV Studio Zoe", "studio zoë", "Zoë Studio BVBA", "Studio, Zoë (bv)"])
def test_a_name_is_the_same_without_its_legal_form_and_in_any_order(other: str) -> None:
    assert likeness(Known("Studio Zoë bv"), Known(other)) is Reason.NAME


def test_a_typing_error_makes_names_alike() -> None:
    assert likeness(Known("Festival Lumen vzw"), Known("Festival Lummen")) is Reason.ALIKE


def test_the_same_number_is_the_same_client_whatever_its_name() -> None:
    number = frozenset({"0403019261"})
    assert likeness(Known("Lumen", number), Known("Something else", number)) is Reason.NUMBER


def test_different_numbers_are_different_clients_whatever_their_names() -> None:
    """Two establishments of one name with a number each are two legal persons."""
    one, other = Known("Lumen", frozenset({"0403019261"})), Known("Lumen", frozenset({"0200000142"}))
    assert likeness(one, other) is None


def test_the_same_house_of_mail_with_a_related_name_is_a_reason() -> None:
    one = Known("Lumen Producties Antwerpen", email="zoe@lumen.example")
    assert likeness(one, Known("Lumen Producties", email="info@lumen.example")) is Reason.MAIL
    assert likeness(one, Known("Lumen Producties", email="info@other.example")) is None


def test_a_mail_address_of_everybody_says_nothing() -> None:
    assert mail_domain("Zoe@Gmail.com") == ""
    assert mail_domain("no address") == ""


def test_a_name_that_is_only_a_legal_form_is_kept() -> None:
    """«AG» may be the whole name of somebody."""
    assert bare_name("AG") == "ag"


def test_clients_without_anything_in_common_are_not_alike() -> None:
    assert likeness(Known("Festival Lumen"), Known("Bakkerij Janssens")) is None
    assert likeness(Known(""), Known("")) is None


def test_the_strongest_reason_comes_first() -> None:
    number = frozenset({"0403019261"})
    others = [("alike", Known("Festival Lummen")), ("same", Known("Other", number)), ("none", Known("Janssens"))]
    assert most_alike(Known("Festival Lumen", number), others, most=5) == [
        ("same", Reason.NUMBER),
        ("alike", Reason.ALIKE),
    ]


@given(KNOWN, KNOWN)
def test_likeness_does_not_depend_on_the_order(one: Known, other: Known) -> None:
    assert likeness(one, other) is likeness(other, one)


@given(NAMES, NAMES)
def test_likeness_of_names_is_a_percentage(one: str, other: str) -> None:
    assert 0 <= name_likeness(one, other) <= 100
