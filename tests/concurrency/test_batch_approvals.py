"""Approvers press at the same moment: each approval counts once, nobody exceeds a limit, and a batch leaves once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from tests.conftest import OwnDatabase
from tests.support.banking import INVENTED
from tests.support.selling import open_house

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import post
from marke.domain.ledger.queries import role_balance
from marke.domain.payouts import operations
from marke.domain.payouts.enums import BatchState, Purpose
from marke.domain.payouts.models import Approval, Batch
from marke.domain.payouts.operations import OrderInput
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.rules.posting.entry import credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.usecases.pay_out import export_batch, propose_batch

NOW = dt.datetime(2026, 9, 21, 10, tzinfo=dt.UTC)
CLERK, FIRST, SECOND = (uuid.UUID(int=number) for number in (1, 2, 3))


def a_batch(key: str, amount: int) -> Batch:
    payment = OrderInput(
        key=key,
        purpose=Purpose.WAGES,
        owed="payable.net_pay",
        source=("wages.payslip", uuid7()),
        name="Nora Janssens",
        iban=INVENTED.iban(1),
        amount=amount,
        due_on=NOW.date(),
    )
    wages = entry(
        "test.wages", Journal.PAY, NOW.date(), debit("cost.structure", amount), credit("payable.net_pay", amount)
    )
    post(entry=wages, source=("test.wages", uuid7()), step="post", actor=SYSTEM)
    operations.order(orders=[payment])
    return propose_batch(purpose=Purpose.WAGES, actor=CLERK, now=NOW)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each in its own transaction; answers «done» or the rule that refused, sorted."""
    together = Barrier(len(deeds))

    def attempt(deed: Callable[[], object]) -> str:
        together.wait()
        try:
            with acting_as_system():
                deed()
        except Refusal as refusal:
            return refusal.rule
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as people:
        return sorted(people.map(attempt, deeds))


def approve(batch: Batch, person: uuid.UUID) -> Callable[[], object]:
    return lambda: operations.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=person, now=NOW)


def test_two_approvers_at_once_approve_and_one_twice_counts_once(own_database: OwnDatabase) -> None:
    """Two people with two windows each: two approvals, and the batch may leave; it then leaves once."""
    with acting_as_system():
        open_house()
        batch = a_batch("wage/1", 40_000)
    said = at_once(*(approve(batch, person) for person in (FIRST, SECOND, FIRST, SECOND)))
    assert said.count("done") == 2
    assert set(said) <= {"done", "payouts.approved-before", "payouts.not-waiting"}
    with acting_as_system():
        assert (Batch.objects.get().state, Approval.objects.count()) == (BatchState.APPROVED, 2)
    left = at_once(*(lambda: export_batch(batch_id=batch.pk, actor=CLERK, now=NOW) for _ in range(4)))
    assert left == ["done", *["payouts.not-approved"] * 3]
    with acting_as_system():
        assert role_balance(role="bank.outgoing") == 40_000


def test_two_windows_do_not_get_around_the_limit_of_a_day(own_database: OwnDatabase) -> None:
    """Two batches of EUR 2,000,000 each, one person, one moment: the limit of EUR 3,000,000 holds."""
    with acting_as_system():
        open_house()
        batches = [a_batch(key, 200_000_000) for key in ("wage/1", "wage/2")]
    assert at_once(*(approve(batch, FIRST) for batch in batches)) == ["done", "payouts.day-limit"]
