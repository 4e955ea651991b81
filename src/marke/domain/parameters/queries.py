"""Read the choice that was in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of one choice, latest first: a batch of many days asks once."""

    name: str
    values: Sequence[Choice]

    def on(self, day: dt.date) -> Decimal:
        """The value on a day: cents, a rate, or a number of days, as its definition says.

        Raises `Refusal` when nothing was in force on that day.
        """
        for choice in self.values:
            if choice.valid_from <= day:
                return Decimal(choice.value)
        raise Refusal(
            "choice.not-in-force",
            gettext_noop("The cooperative has not decided «%(name)s» for %(day)s."),
            params={"name": self.name, "day": day},
        )


def chosen(name: str) -> Chosen:
    """All values of a choice, to be asked for many days. Raises ``KeyError`` for a name Marke does not know."""
    DEFINITIONS[name]
    return Chosen(name, history(name=name))


def chosen_together(*names: str) -> dict[str, Chosen]:
    """All values of several choices, by name; one query. Raises as `chosen`."""
    rows: dict[str, list[Choice]] = {DEFINITIONS[name].name: [] for name in names}
    for row in Choice.objects.filter(name__in=names).order_by("-valid_from"):
        rows[row.name].append(row)
    return {name: Chosen(name, values) for name, values in rows.items()}


def choice(name: str, *, as_of: dt.date) -> Decimal:
    """The value of a choice on one day. Raises as `chosen` and `Chosen.on`."""
    return chosen(name).on(as_of)


def choices_in_force(*, as_of: dt.date) -> dict[str, Choice]:
    """Every choice in force on a day, by name; one query."""
    rows = Choice.objects.filter(valid_from__lte=as_of).order_by("name", "-valid_from").distinct("name")
    return {row.name: row for row in rows}


def history(*, name: str) -> list[Choice]:
    """All values one choice has had and will have, latest first."""
    return list(Choice.objects.filter(name=name).order_by("-valid_from"))
