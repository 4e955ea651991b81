"""The file of a declaration under the schema of its quarter, and what a file says it owes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from marke.countries.be.social import blocks
from marke.countries.be.social.dmfa import q2022_3
from marke.countries.be.social.dmfa.building import CannotDeclare
from marke.countries.be.social.dmfa.model import Declaration
from marke.kernel.dates import Quarter
from marke.kernel.money import Cents
from marke.kernel.refusal import gettext_noop

SCHEMAS: tuple[tuple[Quarter, str, Callable[..., blocks.Block]], ...] = (
    (Quarter(2022, 3), q2022_3.SCHEMA, q2022_3.form),
)
"""From which quarter each form holds, oldest first. A new schema is a new folder and a line here."""


def dmfa_file(declared: Declaration, *, made_at: dt.datetime) -> bytes:
    """The XML of a declaration. Raises `CannotDeclare` for a quarter before the oldest known schema."""
    known = [entry for entry in SCHEMAS if entry[0] <= declared.quarter]
    if not known:
        raise CannotDeclare(
            "dmfa.no-schema",
            gettext_noop("No form of the declaration is known for quarter %(quarter)s."),
            params={"quarter": str(declared.quarter)},
        )
    _, schema, form = known[-1]
    return blocks.write(form(declared, made_at=made_at), schema=schema)


def owed_in(content: bytes) -> Cents:
    """What a file adds up to, contribution by contribution; it must be the amount that the file says it owes."""
    root = blocks.read(content)
    plus = ("WorkerContribution", "ContributionAmount"), ("StudentContribution", "StudentContributionAmount")
    minus = ("WorkerDeduction", "DeductionAmount"), ("OccupationDeduction", "DeductionAmount")
    apart = ("ContributionUnrelatedToNP", "UnrelatedAmount")
    return _sum(root, *plus, apart) - _sum(root, *minus)


def _sum(root: blocks.Block, *fields: tuple[str, str]) -> Cents:
    return sum(int(block.field(field)) for name, field in fields for block in root.all(name))
