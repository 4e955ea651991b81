"""A worker is killed between any two steps of a declaration of work: it is declared once, and the work may begin."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import OwnDatabase
from tests.crash.dying_declarer import MOMENTS
from tests.support.declaring import key, office
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit
from tests.support.wages import NOW, a_worker, with_number
from tests.support.work import engagement, planned

from marke.domain.declarations.enums import DeclarationState
from marke.domain.declarations.models import Declaration, Receipt
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.enums import State
from marke.domain.outbox.models import Message
from marke.domain.work.enums import ContractState, Party
from marke.domain.work.models import Contract
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.ops.declarations.simulator import Simulator
from marke.ops.installation import PROJECT
from marke.usecases.declare_work import declare
from marke.usecases.hire import hire, sign_as_worker
from marke.usecases.issue_invoice import issue_invoice

LATER = 11
"""Minutes after which a claim of ten has ended."""

Run = Callable[..., int]


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    with office(tmp_path) as running:
        yield running


@pytest.fixture
def run(own_database: OwnDatabase, simulator: Simulator, tmp_path: Path) -> Run:
    """One signed contract waits to be declared; run a worker as a process of its own and answer how it ended."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        agreed = engagement(days=planned(dt.date(2026, 9, 14)), amount=150_00)
        nora = with_number(a_worker())
        (contract,) = hire(contracts=[ContractInput(1001, nora.pk, agreed)], actor=SYSTEM, now=NOW)
        mine = SignatureInput(contract.pk, Party.WORKER, "Nora Janssens", "0" * 64)
        assert sign_as_worker(signatures=[mine], house_name="De Marke", actor=SYSTEM, now=NOW)
        declare(contract_ids=[contract.pk], now=NOW, actor=SYSTEM)
    (tmp_path / "key.pem").write_bytes(key().as_pem(private=True))

    def child(*, moment: str = "", minutes_later: int = 0) -> int:
        command = [sys.executable, "-m", "tests.crash.dying_declarer", str(own_database.server.socket_folder)]
        address = [simulator.url, simulator.log_in_url, str(tmp_path / "key.pem")]
        return subprocess.run(
            [*command, own_database.name, *address, str(minutes_later), moment],
            cwd=PROJECT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "marke.config.settings.test"},
            check=False,
        ).returncode

    return child


def assert_declared_once(simulator: Simulator) -> None:
    """One declaration, one period, one receipt of each kind; the contract runs and the queue knows."""
    assert len(simulator.book.declarations()) == 1
    assert len(simulator.book.periods()) == 1
    with acting_as_system():
        assert Declaration.objects.get().state == DeclarationState.ACCEPTED
        assert sorted(Receipt.objects.values_list("what", flat=True)) == ["number", "ruling"]
        assert Contract.objects.get().state == ContractState.DECLARED
        assert Message.objects.get(channel="dimona").state == State.SENT


def test_a_worker_that_lives_declares_once(run: Run, simulator: Simulator) -> None:
    """The control: without a kill the work is declared."""
    assert run() == 0
    assert_declared_once(simulator)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_the_work_is_declared_exactly_once(run: Run, simulator: Simulator, moment: str) -> None:
    """The next worker asks the office before it says anything again."""
    assert run(moment=moment) == -signal.SIGKILL
    assert len(simulator.book.declarations()) <= 1
    assert run(minutes_later=LATER) == 0
    assert_declared_once(simulator)
