"""Texts as people search them and as documents keep them."""

import pytest

from marke.kernel.text import fold, one_line


def test_texts_are_compared_without_accents_capitals_and_double_spaces() -> None:
    assert fold("  Zoë  D'Hóndt ") == "zoe d'hondt"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Concert   in Gent ", "Concert in Gent"),
        ("Concert\x00\x0bin\tGent\n", "Concert in Gent"),
        ("Zoë\u2028«à façon» ☺", "Zoë «à façon» ☺"),
        ("half a pair \ud83d", "half a pair"),
        ("", ""),
    ],
)
def test_a_text_is_kept_on_one_line_without_what_nobody_typed(typed: str, kept: str) -> None:
    """Control characters and halves of signs stand in no XML: a paste may bring them, a document never."""
    assert one_line(typed) == kept
