"""Text as people search it: without accents, capitals or double spaces, the same on every server."""

from __future__ import annotations

import re
import unicodedata

_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """The form in which texts are compared and sorted: «  Zoë  D'Hóndt » becomes «zoe d'hondt»."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain.translate(_LETTERS_WITHOUT_DECOMPOSITION)).strip()
