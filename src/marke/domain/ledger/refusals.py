"""What the database refuses, said in words a member or an accountant understands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error

from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.posting.entry import Entry
from marke.rules.posting.roles import BY_CODE


class UnableToPost(Refusal):
    """The books do not accept this entry."""


class UnableToSpend(Refusal):
    """The unit's budget does not cover this."""


class KeyReused(Refusal):
    """This step of the document was posted before with other content: never a silent replay (ledger rule R7)."""


class HoldResolved(Refusal):
    """The reservation is unknown, already spent, given back or expired (ledger rule R9)."""


class NeedsTwoPeople(Refusal):
    """Closing, reopening and advances take two different people (ledger.md 7.1)."""


BY_STATE: dict[str, Refusal] = {
    "ML001": UnableToPost(
        "entry.balances", gettext_noop("The books refuse this entry: it is not whole or not balanced.")
    ),
    "ML002": UnableToPost(
        "period.open", gettext_noop("That month of the books is closed or not open yet."), field="effective_on"
    ),
    "ML003": KeyReused(
        "entry.once", gettext_noop("This step was posted before with other content; correct it by a new document.")
    ),
    "ML004": UnableToPost("entry.known-account", gettext_noop("There is no such account or entry in the books.")),
    "ML006": HoldResolved(
        "hold.once", gettext_noop("This reservation is unknown or was already spent, given back or expired.")
    ),
    "ML007": UnableToPost("seal.exists", gettext_noop("Nothing is sealed yet, so there is no root to publish.")),
    "ML008": UnableToPost(
        "ledger.same-server",
        gettext_noop("These books were restored on another server and must first be adopted there."),
    ),
}

BY_CONSTRAINT: dict[str, Refusal] = {
    "entry_reversed_once": UnableToPost("entry.reversed-once", gettext_noop("This entry was already reversed.")),
    "entry_spends_hold_once": BY_STATE["ML006"],
    "entry_has_two_sides": UnableToPost("entry.two-sides", gettext_noop("An entry has at least two lines.")),
    "amount_is_money": UnableToPost(
        "entry.real-amount", gettext_noop("An amount is not zero and at most a trillion euro.")
    ),
    "two_people_close_a_month": NeedsTwoPeople(
        "period.two-people", gettext_noop("Closing or reopening a month takes two different people.")
    ),
    "reopening_has_a_reason": UnableToPost(
        "period.reason", gettext_noop("Say why the month is reopened."), field="reason"
    ),
    "two_people_move_a_floor": NeedsTwoPeople(
        "floor.two-people", gettext_noop("An advance is asked and approved by two different people.")
    ),
}


@contextmanager
def refusals(*entries: Entry) -> Iterator[None]:
    """Turn the database's refusal into ours; what is not a refusal (a lost connection, a deadlock) passes through."""
    try:
        yield
    except Error as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and (refusal := _refusal(cause, entries)):
            raise refusal from error
        raise


def _refusal(error: psycopg.Error, entries: tuple[Entry, ...]) -> Refusal | None:
    constraint = error.diag.constraint_name or ""
    if constraint == "never_below_floor":
        return _unable_to_spend(entries)
    known = BY_CONSTRAINT.get(constraint) or BY_STATE.get(error.sqlstate or "")
    return known and type(known)(known.rule, known.message, field=known.field)


def _unable_to_spend(entries: tuple[Entry, ...]) -> UnableToSpend:
    units = {
        line.account.unit_id
        for entry in entries
        for line in entry.lines
        if BY_CODE[line.account.role].default_floor is not None and line.cents > 0
    }
    if len(units) == 1:
        return UnableToSpend(
            "unit.never-overspends",
            gettext_noop("Unit %(unit)s does not have enough budget for this."),
            params={"unit": units.pop()},
        )
    return UnableToSpend("unit.never-overspends", gettext_noop("There is not enough budget for this."))
