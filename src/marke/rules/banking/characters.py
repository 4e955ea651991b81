"""The letters that every bank of the payment area takes, and how other letters are written with them."""

from __future__ import annotations

import re
import unicodedata

ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
"""EPC217-08: the basic Latin set of credit transfers."""

ORDINARY = re.compile(r"[A-Za-z0-9]+(?:[ ,.'-][A-Za-z0-9]+)*")
"""Most names and texts, which stay as they are."""

SPELLED = str.maketrans(
    {
        "ß": "ss",
        "Æ": "AE",
        "æ": "ae",
        "Œ": "OE",
        "œ": "oe",
        "Ø": "O",
        "ø": "o",
        "Ł": "L",
        "ł": "l",
        "Đ": "D",
        "đ": "d",
        "&": "+",
        "@": "(at)",
        "_": "-",
        "€": "EUR",
        "’": "'",
        "–": "-",
        "—": "-",
    }
)


def plain(text: str, *, longest: int) -> str:
    """A text in the letters of the payment area, cut to what its field takes.

    Accents go, ligatures are spelled out, what has no equivalent becomes a dot; a slash neither begins nor ends it and
    never stands twice, because banks refuse that.
    """
    if len(text) <= longest and ORDINARY.fullmatch(text):
        return text
    spelled = unicodedata.normalize("NFKD", text.translate(SPELLED))
    without_accents = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    kept = ALLOWED.sub(".", " ".join(without_accents.split()))
    return re.sub("/{2,}", "/", kept).strip("/ ")[:longest].strip("/ ")
