"""Attributed transactions: every write happens in one transaction, in somebody's name.

Who acts, which units they may see and which request it was are set for the length of the transaction. The audit
trigger raises without an actor, and row-level security shows nothing without units, so forgetting either fails
loudly and closed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

SYSTEM = uuid.UUID("00000000-0000-7000-8000-000000000001")
"""The enterprise's own clockwork (runs, imports, migrations) acts under its own name in the trail."""

STAFF = "marke_staff"
"""The role of the database that sees all units."""

NOBODY = {"marke.actor": "", "marke.units": "", "marke.request": "", "marke.reason": "", "role": "none"}
"""What holds before anybody acts."""

_now: ContextVar[dict[str, str] | None] = ContextVar("marke_attribution", default=None)
"""Who acts and what they may see, as the transaction has it: known here, so that nobody has to ask the database."""


@contextmanager
def acting(
    *,
    actor: uuid.UUID | None,
    units: Iterable[int] = (),
    staff: bool = False,
    read_only: bool = False,
    request_id: str = "",
    reason: str = "",
) -> Iterator[None]:
    """Open a transaction in the name of ``actor``, who sees ``units`` (or, as ``staff``, all units).

    ``read_only`` lets nothing be written. Inside another transaction the block has its own attribution, and the
    outer one's comes back at its end.
    """
    attribution = {
        "marke.actor": str(actor) if actor else "",
        "marke.units": ",".join(str(unit) for unit in units),
        "marke.request": request_id,
        "marke.reason": reason,
        "role": STAFF if staff else NOBODY["role"],
    }
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _now.get() or NOBODY
        if read_only:
            with connection.cursor() as cursor:
                cursor.execute("set transaction read only")
        _attribute(attribution)
        outer = _now.set(attribution)
        try:
            yield
        finally:
            _now.reset(outer)
        if nested:
            _attribute(before)


def _attribute(settings: dict[str, str]) -> None:
    """Set who acts and what they may see, for the length of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select " + ", ".join(["set_config(%s, %s, true)"] * len(settings)),
            [value for pair in settings.items() for value in pair],
        )


def acting_as_system(*, reason: str = "") -> AbstractContextManager[None]:
    """A transaction of the enterprise itself, over all units: runs, imports, the demo world."""
    return acting(actor=SYSTEM, staff=True, reason=reason)


@contextmanager
def enterprise_view() -> Iterator[None]:
    """Look across all units for the length of a block inside a member's transaction.

    For the few journeys in which a member's act touches another unit (a transfer finds the receiving unit, a new unit
    gets its number). The caller shows nothing of what it sees here beyond what the rule needs. A refusal inside the
    block rolls it back, and the wider view with it.
    """
    attribution = _now.get() or dict(NOBODY)
    if attribution["role"] == STAFF:
        yield
        return
    narrow = attribution["role"]
    with transaction.atomic():
        _attribute({"role": STAFF})
        attribution["role"] = STAFF
        try:
            yield
        finally:
            attribution["role"] = narrow
        _attribute({"role": narrow})


def see_units(*unit_ids: int) -> None:
    """Let the current transaction see more units: those it has just opened."""
    attribution = _now.get() or dict(NOBODY)
    known = [attribution["marke.units"]] if attribution["marke.units"] else []
    attribution["marke.units"] = ",".join([*known, *(str(unit_id) for unit_id in unit_ids)])
    _attribute({"marke.units": attribution["marke.units"]})


def one_at_a_time(name: str) -> None:
    """Let one transaction at a time do something of this name; the others wait here until it has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
