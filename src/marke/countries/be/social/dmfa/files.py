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
from marke.rules.xml_gate import open_xml

SCHEMAS: tuple[tuple[Quarter, str, Callable[..., blocks.Block]], ...] = (
    (Quarter(2022, 3), q2022_3.SCHEMA, q2022_3.form),
)
"""From which quarter each form holds, oldest first. A new schema is a new folder and a line here."""

PLUS = ("ContributionAmount", "StudentContributionAmount", "UnrelatedAmount")
MINUS = "DeductionAmount"
"""The fields of a file that say what is owed more and what is owed less."""


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
    root = open_xml(content, limits=blocks.LIMITS)
    return sum(int(field.text) for field in root.iter(*PLUS)) - sum(int(field.text) for field in root.iter(MINUS))
