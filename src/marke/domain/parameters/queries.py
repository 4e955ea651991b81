"""Read the choice that was in force on a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from marke.domain.parameters.defaults import DEFINITIONS
from marke.domain.parameters.models import Choice, Cooperative
from marke.kernel.refusal import Refusal, gettext_noop


def cooperative() -> Cooperative:
    """The cooperative of this installation. Raises `Refusal` before `./marke init` or `./marke demo` made one."""
    found = Cooperative.objects.first()
    if found is None:
        raise Refusal("cooperative.missing", gettext_noop("No cooperative has been opened here yet."))
    return found


def choice(name: str, *, as_of: dt.date) -> Decimal:
    """The value of a choice on a day: cents, a rate, or a number of days, as its definition says.

    Raises ``KeyError`` for a name Marke does not know and `Refusal` when nothing was in force on that day.
    """
    DEFINITIONS[name]
    row = Choice.objects.filter(name=name, valid_from__lte=as_of).order_by("-valid_from").first()
    if row is None:
        raise Refusal(
            "choice.not-in-force",
            gettext_noop("The cooperative has not decided «%(name)s» for %(day)s."),
            params={"name": name, "day": as_of},
        )
    return Decimal(row.value)


def choices_in_force(*, as_of: dt.date) -> dict[str, Choice]:
    """Every choice in force on a day, by name; one query."""
    rows = Choice.objects.filter(valid_from__lte=as_of).order_by("name", "-valid_from").distinct("name")
    return {row.name: row for row in rows}


def history(*, name: str) -> list[Choice]:
    """All values one choice has had and will have, latest first."""
    return list(Choice.objects.filter(name=name).order_by("-valid_from"))
