"""A big batch on an empty, never analysed database is not slower than on a known one (ledger rule R21)."""

from __future__ import annotations

import time

import pytest
from django.db import connections
from tests.domain.ledger.conftest import ACTOR, invoice

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger import operations
from marke.domain.ledger.operations import Posting

BATCH = 4_000


def batch(name: str) -> list[Posting]:
    return [Posting(invoice(1001 + n), (name, n), "issue") for n in range(BATCH)]


def seconds_for(postings: list[Posting]) -> float:
    started = time.monotonic()
    with acting_as_system():
        operations.post_many(postings=postings, actor=ACTOR)
    return time.monotonic() - started


@pytest.mark.scale
def test_plans_do_not_decide_time(own_database):
    """Plans cached on the almost empty books do not make the first large batch much slower than a later one."""
    with acting_as_system():
        operations.open_year(year=2026, actor=ACTOR)
    for number in range(8):
        with acting_as_system():
            operations.post(entry=invoice(), source=("warm", number), step="issue", actor=ACTOR)
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze ledger.entry, ledger.line, ledger.account, ledger.balance")
    cold = seconds_for(batch("cold"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze ledger.entry, ledger.line, ledger.account, ledger.balance")
    warm = seconds_for(batch("warm batch"))
    assert cold < 4 * warm
