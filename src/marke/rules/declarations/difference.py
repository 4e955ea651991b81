"""The next declaration of a contract: the difference between what must be declared and what was (rule 17).

A period begins with IN, before the work starts and never backwards; neither does an UPDATE move its start back into
the past. What changes before the end is an UPDATE; the end of a period that had none is an OUT. A period that was
declared and is not wanted any more is cancelled, on its first day at the latest: a contract is taken back only before
its first hour. Once that day is over it ends today, for work that was declared and begun is a fact.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from marke.kernel.declaring import Kind, Said
from marke.kernel.refusal import Refusal, gettext_noop


class TooLate(Refusal):
    """The work would have begun before it was declared."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be declared of a contract. ``starts_at`` is the moment at which the work begins."""

    said: Said
    starts_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Declared:
    """What the office has accepted of a contract, under its name of the period."""

    said: Said
    period_id: str


@dataclass(frozen=True, slots=True)
class Next:
    """The declaration to make now: the period says afterwards what ``said`` says."""

    kind: Kind
    said: Said


def difference(wanted: Wanted | None, declared: Declared | None, *, now: dt.datetime) -> Next | None:
    """The declaration that is missing; None when what is declared is what is wanted.

    ``now`` is on the clock of the place of work. Raises `TooLate` for work that has begun and was not declared.
    """
    if declared is None:
        return _beginning(wanted, now) if wanted else None
    if wanted is None:
        return _ending(declared, now.date())
    if wanted.said == declared.said:
        return None
    if wanted.said.starts_on < declared.said.starts_on:
        _require_to_come(wanted, now)
    only_ends = replace(declared.said, ends_on=wanted.said.ends_on) == wanted.said
    if only_ends and declared.said.ends_on is None:
        return Next(Kind.OUT, wanted.said)
    return Next(Kind.UPDATE, wanted.said)


def _beginning(wanted: Wanted, now: dt.datetime) -> Next:
    _require_to_come(wanted, now)
    return Next(Kind.IN, wanted.said)


def _require_to_come(wanted: Wanted, now: dt.datetime) -> None:
    if wanted.starts_at <= now:
        raise TooLate(
            "declaration.too-late",
            gettext_noop(
                "The work began on %(start)s before it was declared. Nobody declares backwards: move the first day, or "
                "call the office and enter the number it gives."
            ),
            params={"start": wanted.starts_at},
        )


def _ending(declared: Declared, today: dt.date) -> Next | None:
    if declared.said.starts_on >= today:
        return Next(Kind.CANCEL, declared.said)
    if declared.said.ends_on is not None and declared.said.ends_on <= today:
        return None
    return Next(Kind.UPDATE if declared.said.ends_on else Kind.OUT, replace(declared.said, ends_on=today))


def apply(step: Next, declared: Declared | None, *, period_id: str) -> Declared | None:
    """What is declared once the office has accepted a declaration."""
    if step.kind is Kind.CANCEL:
        return None
    return Declared(step.said, declared.period_id if declared else period_id)
