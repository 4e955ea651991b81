"""Do one thing to many rows: fix the rows, look at each, and after a yes do each, in a savepoint of its own.

What is done comes from the list (`Act`): it does one row and answers in words, or raises a `Refusal`. Both steps go in
portions, so that a long run shows how far it is and a broken connection loses nothing: it goes on where it stopped.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from marke.domain.foundation.bulk import update_rows
from marke.domain.lists.enums import BulkOutcome, BulkState
from marke.domain.lists.models import BulkItem, BulkRun
from marke.domain.lists.operations.views import Place
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop

MOST_ROWS = 500
"""A person who confirms a list can still have looked at it."""

PORTION = 50
"""Rows done in one request; more go on in the next one, behind a progress bar."""

Act = Callable[[uuid.UUID], str]
"""Do one row and say in words what was done. Raises `Refusal`."""
Say = Callable[[Refusal], str]
"""A refusal in the words of whoever looks."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row as it was chosen: its key, what it is called, its amount in cents if it has one."""

    object_id: uuid.UUID
    label: str
    amount: Cents | None = None


def begin(*, place: Place, deed: str, rows: Sequence[Chosen], owner: uuid.UUID, note: str = "") -> BulkRun:
    """Begin a deed: its rows are fixed here, each once. Raises as `require_rows`."""
    require_rows(rows=rows)
    run = BulkRun(owner_id=owner, page=place.page, unit_id=place.unit_id, deed=deed, note=note)
    run.save(force_insert=True)
    BulkItem.objects.bulk_create(
        BulkItem(
            run=run,
            unit_id=place.unit_id,
            owner_id=owner,
            position=position,
            object_id=row.object_id,
            label=row.label[:200],
            amount=row.amount,
        )
        for position, row in enumerate({row.object_id: row for row in rows}.values(), 1)
    )
    return run


def require_rows(*, rows: Sequence[Chosen]) -> None:
    """Raise `Refusal` without rows, or with more than 500."""
    if not rows:
        raise Refusal("bulk.rows", gettext_noop("Choose at least one row first."))
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "bulk.too-many",
            gettext_noop("At most %(most)s rows are done together. Narrow the list first."),
            params={"most": MOST_ROWS},
        )


def set_note(*, run: BulkRun, note: str) -> BulkRun:
    """Say what goes with every row, such as the reason of a refusal. Raises `Refusal` when it is empty."""
    if not note.strip():
        raise Refusal("bulk.note", gettext_noop("Say it in a few words first."), field="note")
    run.note = note.strip()
    run.save(update_fields=["note"])
    return run


def look(*, run: BulkRun, act: Act, say: Say) -> BulkRun:
    """Look at the next portion: do each row, keep what would happen in words, and undo it at once."""
    return _portion(run, BulkState.LOOKING, act=act, say=say)


def confirm(*, run: BulkRun) -> BulkRun:
    """Say yes to what was looked at. Saying it twice changes nothing."""
    run = _locked(run)
    if run.state == BulkState.LOOKED:
        _enter(run, BulkState.DOING)
    return run


def do(*, run: BulkRun, act: Act, say: Say) -> BulkRun:
    """Do the next portion of the rows that could be done. A row that was changed meanwhile tells why it was not."""
    return _portion(run, BulkState.DOING, act=act, say=say)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a run: which rows it takes, what they become, and where the run is after the last of them."""

    takes: BulkOutcome
    worked: BulkOutcome
    refused: BulkOutcome
    then: BulkState
    lasts: bool


STEPS = {
    BulkState.LOOKING: _Step(BulkOutcome.WAITING, BulkOutcome.READY, BulkOutcome.REFUSED, BulkState.LOOKED, False),
    BulkState.DOING: _Step(BulkOutcome.READY, BulkOutcome.DONE, BulkOutcome.FAILED, BulkState.DONE, True),
}


def _portion(run: BulkRun, state: BulkState, *, act: Act, say: Say) -> BulkRun:
    """The next rows of a step. A run that is not in this step (any more) stays as it is: nothing is done twice."""
    run = _locked(run)
    if run.state != state:
        return run
    step = STEPS[state]
    items = list(run.items.filter(outcome=step.takes).order_by("position")[:PORTION])
    for item in items:
        try:
            item.sentence, item.outcome = _tried(act, item.object_id, lasts=step.lasts)[:500], step.worked
        except Refusal as refusal:
            item.sentence, item.outcome = say(refusal)[:500], step.refused
    update_rows(items, ["sentence", "outcome"])
    if not run.items.filter(outcome=step.takes).exists():
        _enter(run, step.then)
    return run


def _tried(act: Act, object_id: uuid.UUID, *, lasts: bool) -> str:
    """Do a row in a savepoint of its own, which only lasts when it is meant."""
    with transaction.atomic():
        sentence = act(object_id)
        if not lasts:
            transaction.set_rollback(True)
    return sentence


def _locked(run: BulkRun) -> BulkRun:
    """The run as it stands now; whoever presses twice waits for the first."""
    return BulkRun.objects.select_for_update().get(pk=run.pk)


def _enter(run: BulkRun, state: BulkState) -> None:
    run.state = state
    run.save(update_fields=["state"])
