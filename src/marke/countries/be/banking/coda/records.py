"""The lines of a CODA file: where each field stands. Positions count from 1, as in Febelfin's guide (version 2.6)."""

from __future__ import annotations

from dataclasses import dataclass

LENGTH = 128
ENCODING = "windows-1252"
"""Banks of the older systems still write it; plain letters are the same in every encoding."""


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch of a line, first and last position included."""

    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    def of(self, line: str) -> str:
        """What stands there, without the blanks at the end."""
        return line[self.first - 1 : self.last].rstrip()


HEADER = {
    "zeros": Field(1, 5),
    "created": Field(6, 11),
    "bank": Field(12, 14),
    "application": Field(15, 16),
    "duplicate": Field(17, 17),
    "reference": Field(25, 34),
    "addressee": Field(35, 60),
    "bic": Field(61, 71),
    "enterprise": Field(72, 82),
    "version": Field(128, 128),
}
OPENING = {
    "structure": Field(2, 2),
    "sequence": Field(3, 5),
    "account": Field(6, 42),
    "sign": Field(43, 43),
    "balance": Field(44, 58),
    "day": Field(59, 64),
    "holder": Field(65, 90),
    "description": Field(91, 125),
    "coda_sequence": Field(126, 128),
}
MOVEMENT_1 = {
    "sequence": Field(3, 6),
    "detail": Field(7, 10),
    "reference": Field(11, 31),
    "sign": Field(32, 32),
    "amount": Field(33, 47),
    "value_day": Field(48, 53),
    "code": Field(54, 61),
    "structured": Field(62, 62),
    "communication": Field(63, 115),
    "entry_day": Field(116, 121),
    "statement": Field(122, 124),
    "globalisation": Field(125, 125),
    "next": Field(126, 126),
    "link": Field(128, 128),
}
MOVEMENT_2 = {
    "sequence": Field(3, 6),
    "detail": Field(7, 10),
    "communication": Field(11, 63),
    "end_to_end": Field(64, 98),
    "bic": Field(99, 109),
    "return_type": Field(113, 113),
    "return_reason": Field(114, 117),
    "category_purpose": Field(118, 121),
    "purpose": Field(122, 125),
    "next": Field(126, 126),
    "link": Field(128, 128),
}
MOVEMENT_3 = {
    "sequence": Field(3, 6),
    "detail": Field(7, 10),
    "account": Field(11, 47),
    "name": Field(48, 82),
    "communication": Field(83, 125),
    "next": Field(126, 126),
    "link": Field(128, 128),
}
INFORMATION_1 = {
    "sequence": Field(3, 6),
    "detail": Field(7, 10),
    "reference": Field(11, 31),
    "code": Field(32, 39),
    "structured": Field(40, 40),
    "communication": Field(41, 113),
    "next": Field(126, 126),
    "link": Field(128, 128),
}
INFORMATION_2 = {"communication": Field(11, 115), "next": Field(126, 126), "link": Field(128, 128)}
INFORMATION_3 = {"communication": Field(11, 100), "next": Field(126, 126), "link": Field(128, 128)}
CLOSING = {
    "sequence": Field(2, 4),
    "account": Field(5, 41),
    "sign": Field(42, 42),
    "balance": Field(43, 57),
    "day": Field(58, 63),
    "link": Field(128, 128),
}
FREE_TEXT = {"sequence": Field(3, 6), "detail": Field(7, 10), "text": Field(33, 112), "link": Field(128, 128)}
TRAILER = {
    "records": Field(17, 22),
    "debit": Field(23, 37),
    "credit": Field(38, 52),
    "another": Field(128, 128),
}

LINES = {
    "0": HEADER,
    "1": OPENING,
    "21": MOVEMENT_1,
    "22": MOVEMENT_2,
    "23": MOVEMENT_3,
    "31": INFORMATION_1,
    "32": INFORMATION_2,
    "33": INFORMATION_3,
    "4": FREE_TEXT,
    "8": CLOSING,
    "9": TRAILER,
}
"""The layout of each kind of line by its first character, or its first two for movements and information."""

COUNTED = frozenset({"1", "21", "22", "23", "31", "32", "33", "8"})
"""The lines that the trailer counts."""


def kind_of(line: str) -> str:
    """Which layout a line has; an unknown one answers its first characters."""
    return line[:2] if line[:1] in ("2", "3") else line[:1]


def compose(kind: str, **values: str) -> str:
    """A line of a kind with these fields, blank elsewhere: numbers come padded, texts are cut to their field."""
    line = list(kind.ljust(LENGTH))
    for name, value in values.items():
        field = LINES[kind][name]
        line[field.first - 1 : field.last] = value[: field.width].ljust(field.width)
    return "".join(line)
