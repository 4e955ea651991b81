"""The yearly file under the schema of its income year, and what a file says was kept back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from marke.countries.be.social import blocks
from marke.countries.be.social.belcotax import y2024
from marke.countries.be.social.belcotax.slips import CannotFile, TaxYear
from marke.kernel.money import Cents
from marke.kernel.refusal import gettext_noop

SCHEMAS: tuple[tuple[int, Callable[..., blocks.Block]], ...] = ((2024, y2024.form),)
"""From which income year each form holds, oldest first. A new schema is a new folder and a line here."""


def belcotax_file(found: TaxYear, *, made_on: dt.date) -> bytes:
    """The XML of a year. Raises `CannotFile` for a year before the oldest known schema."""
    known = [form for first, form in SCHEMAS if first <= found.year]
    if not known:
        raise CannotFile(
            "belcotax.no-schema",
            gettext_noop("No form of the yearly slips is known for %(year)s."),
            params={"year": str(found.year)},
        )
    return blocks.write(known[-1](found, made_on=made_on))


def withheld_in(content: bytes) -> Cents:
    """The tax kept back, added up slip by slip as the file says it."""
    root = blocks.read(content)
    return sum(int(slip.field("f10_2074_bedrijfsvoorheffing") or 0) for slip in root.all("Fiche28110"))
