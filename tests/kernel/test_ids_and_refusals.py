"""Identifiers and refusals."""

from hypothesis import given
from hypothesis import strategies as st

from marke.kernel.ids import derived_uuid, uuid7
from marke.kernel.refusal import Amount, Refusal


def test_keys_of_business_objects_grow_with_time() -> None:
    """Keys are UUID version 7 (RFC 9562), so that new rows lie together."""
    first, second = uuid7(), uuid7()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first.int >> 80 <= second.int >> 80
    assert first != second


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_the_same_step_of_the_same_document_always_has_the_same_key(one: list[str], two: list[str]) -> None:
    """Repeating a step finds its first outcome; another step or document never does."""
    assert (derived_uuid(*one) == derived_uuid(*two)) == (one == two)


def test_a_refusal_is_a_sentence_with_its_figures() -> None:
    refusal = Refusal("budget.too-small", "Only %(available)s is available.", params={"available": Amount(123_456)})
    assert str(refusal) == "Only EUR 1234.56 is available."
    assert refusal.rule == "budget.too-small"


def test_an_amount_below_zero_keeps_its_sign() -> None:
    assert str(Amount(-5)) == "-EUR 0.05"
