"""Text as people search it and as it is kept: the same on every server."""

from __future__ import annotations

import re
import unicodedata

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """The form in which texts are compared and sorted: «  Zoë  D'Hóndt » becomes «zoe d'hondt»."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain.translate(_LETTERS_WITHOUT_DECOMPOSITION)).strip()


_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


def one_line(text: str) -> str:
    """A text on one line: what no keyboard types and no XML carries (control characters) becomes a space."""
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(" " if unicodedata.category(sign) in _UNPRINTABLE else sign for sign in text).split())
