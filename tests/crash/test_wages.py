"""A worker is killed again and again while it carries a wage run: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys

import pytest
from django.db.models import Sum
from tests.conftest import OwnDatabase
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit
from tests.support.wages import a_worker, worked

from marke.domain.foundation.proofs import prove
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.models import Entry
from marke.domain.payouts.models import PaymentOrder
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip, Run
from marke.ops.database import AUDITOR
from marke.ops.installation import PROJECT
from marke.usecases.issue_invoice import issue_invoice

WORKERS = 6
KILLS = 30
SEED = 20_260_921
"""The places to die are drawn by chance, the same in each run of the test."""


def payer(own: OwnDatabase, statements: int) -> subprocess.CompletedProcess[str]:
    """A process that carries the run and dies before its nth statement (0: it lives)."""
    command = [sys.executable, "-m", "tests.crash.dying_payer", str(own.server.socket_folder), own.name]
    return subprocess.run(
        [*command, str(statements)],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "marke.config.settings.test"},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def worked_days(own_database: OwnDatabase) -> OwnDatabase:
    """Six people worked for two units, which are owed enough."""
    with acting_as_system():
        open_house()
        for unit in (1001, 1002):
            open_unit(unit)
            for _ in range(2):
                issue_invoice(invoice=invoice_of(unit, client_of(unit)), on=TODAY, actor=SYSTEM)
        for number in range(WORKERS):
            worked(a_worker(f"Worker {number}"), count=1, unit=1001 + number % 2)
    return own_database


def assert_paid_once() -> None:
    """Every payslip has one entry and one payment of its net pay, and the run is at the bank."""
    with acting_as_system():
        assert Run.objects.get().state == RunState.ORDERED
        slips = Payslip.objects.all()
        assert [slip.state for slip in slips] == [PayslipState.ORDERED] * WORKERS
        assert Entry.objects.filter(kind="pay.payslip").count() == WORKERS
        orders = PaymentOrder.objects.all()
        assert {order.source_id for order in orders} == {slip.pk for slip in slips}
        assert orders.count() == WORKERS
        assert orders.aggregate(Sum("amount")) == {"amount__sum": sum(slip.net for slip in slips)}


def test_a_run_that_is_left_alone_pays_everybody(worked_days: OwnDatabase) -> None:
    """The control: without a kill everybody is paid, and a second look finds nothing to do."""
    assert payer(worked_days, 0).returncode == 0
    assert_paid_once()
    assert payer(worked_days, 0).returncode == 0
    assert_paid_once()


def test_killed_at_thirty_random_places_everybody_is_paid_once(worked_days: OwnDatabase) -> None:
    """Each worker dies somewhere and the next takes over; at the end the books, payslips and payments agree."""
    chance = random.Random(SEED)
    died = sum(payer(worked_days, chance.randint(2, 40)).returncode == -signal.SIGKILL for _ in range(KILLS))
    assert payer(worked_days, 0).returncode == 0
    assert died > 0
    assert_paid_once()
    found = prove(worked_days.server.dsn(worked_days.name, AUDITOR))
    assert [each.name for each in found if not each.holds and each.name.startswith(("wages.", "ledger."))] == []
