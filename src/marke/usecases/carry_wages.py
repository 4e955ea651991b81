"""Carry a wage run as far as it goes without a person: each piece is a transaction, several hands work at once.

Stopped anywhere, it is taken up where it was: whatever a transaction did not finish is still to be done, and what it
finished is never done twice. Python computes with one hand while the database writes for the other.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import connections

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip, Run
from marke.domain.wages.queries import run_under_way
from marke.usecases.pay_wages import order_wages
from marke.usecases.run_wages import PIECE, Share, advance, start_run

Clock = Callable[[], dt.datetime]
REASON = "wage run"


def carry_run(*, run_id: uuid.UUID, actor: uuid.UUID, clock: Clock, hands: int = 1, piece: int = PIECE) -> Run:
    """Do every step that waits for nobody: compute until approval is asked, then book and order the payments."""
    steps = {
        RunState.COLLECTED: partial(_advance, run_id, actor, piece),
        RunState.APPROVED: partial(_advance, run_id, actor, piece),
        RunState.POSTED: partial(_order, run_id, clock, piece),
    }
    while (run := run_as_it_is(run_id=run_id)).state in steps:
        _with_hands(steps[RunState(run.state)], hands)
    return run


def open_todays_run(*, on: dt.date, now: dt.datetime) -> Run | None:
    """The run of the day, in the name of the enterprise; None when nothing is ready or another run is on its way."""
    with acting_as_system(reason=REASON):
        return None if run_under_way() else start_run(on=on, actor=SYSTEM, now=now)


def carry_what_is_under_way(*, clock: Clock, hands: int = 2) -> Run | None:
    """Carry the run that is on its way; None when there is none, or it waits for somebody to approve it."""
    with acting_as_system(reason=REASON):
        run = run_under_way()
    if run is None or run.state == RunState.COMPUTED:
        return None
    return carry_run(run_id=run.pk, actor=SYSTEM, clock=clock, hands=hands)


def run_as_it_is(*, run_id: uuid.UUID) -> Run:
    """The run in a transaction of its own."""
    with acting_as_system(reason=REASON):
        return Run.objects.get(pk=run_id)


def _with_hands(work: Callable[[Share], bool], hands: int) -> None:
    """Let each hand work at its share until nothing of it is left; an error of one is raised when all have stopped."""
    if hands == 1:
        _until_done(work, Share())
        return
    with ThreadPoolExecutor(hands, thread_name_prefix="wages") as pool:
        done = [pool.submit(_in_a_thread, work, Share(number, hands)) for number in range(hands)]
    for each in done:
        each.result()


def _in_a_thread(work: Callable[[Share], bool], share: Share) -> None:
    try:
        _until_done(work, share)
    finally:
        connections.close_all()


def _until_done(work: Callable[[Share], bool], share: Share) -> None:
    while work(share):
        pass


def _advance(run_id: uuid.UUID, actor: uuid.UUID, piece: int, share: Share) -> bool:
    """Compute or book a piece; answers whether there was one."""
    with acting_as_system(reason=REASON):
        return advance(run_id=run_id, actor=actor, piece=piece, share=share).did > 0


def _order(run_id: uuid.UUID, clock: Clock, piece: int, share: Share) -> bool:
    """Order the payments of a piece; answers whether there was one."""
    with acting_as_system(reason=REASON):
        mine = share.by_person(Payslip.objects.filter(run_id=run_id, state=PayslipState.POSTED)).exists()
        order_wages(run_id=run_id, now=clock(), piece=piece, share=share)
        return mine
