"""A worker is killed between any two steps on the way of a structured invoice: it arrives once, and is told of once."""

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
from tests.crash.dying_sender import MOMENTS
from tests.support.network import network
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit

from marke.domain.einvoicing.enums import DeliveryState
from marke.domain.einvoicing.models import Delivery, DeliveryEvent
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.enums import State
from marke.domain.outbox.models import Message
from marke.ops.einvoice.simulator import Simulator
from marke.ops.installation import PROJECT
from marke.usecases.issue_invoice import issue_invoice

LATER = 11
"""Minutes after which a claim of ten has ended."""

Run = Callable[..., int]


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Simulator]:
    with network(tmp_path) as simulator:
        simulator.book.register("0208:0403019261")
        yield simulator


@pytest.fixture
def run(own_database: OwnDatabase, net: Simulator, tmp_path: Path) -> Run:
    """One invoice waits for the network; run a worker as a process of its own and answer how it ended."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        given = invoice_of(1001, client_of(1001, email="books@lumen.example"))
        issue_invoice(invoice=given, on=TODAY, actor=SYSTEM, now=dt.datetime.now(tz=dt.UTC))

    def child(*, moment: str = "", minutes_later: int = 0) -> int:
        command = [sys.executable, "-m", "tests.crash.dying_sender", str(own_database.server.socket_folder)]
        return subprocess.run(
            [*command, own_database.name, net.url, str(tmp_path), str(minutes_later), moment],
            cwd=PROJECT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "marke.config.settings.test"},
            check=False,
        ).returncode

    return child


def assert_sent_once(net: Simulator) -> None:
    """One document left, one mail tells of it, and both queue and books know."""
    with acting_as_system():
        delivery = Delivery.objects.get()
        assert len(net.book.sent(delivery.invoice.number)) == 1
        assert delivery.state == DeliveryState.SENT
        assert DeliveryEvent.objects.filter(delivery=delivery, kind="handed_over").count() == 1
        assert Message.objects.filter(payload__template="invoice_by_peppol").count() == 1
        assert Message.objects.get(channel="peppol").state == State.SENT


def test_a_worker_that_lives_sends_once(run: Run, net: Simulator) -> None:
    """The control: without a kill the invoice arrives."""
    assert run() == 0
    assert_sent_once(net)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_the_invoice_arrives_exactly_once(run: Run, net: Simulator, moment: str) -> None:
    """The next worker asks the access point for the number before it sends anything."""
    assert run(moment=moment) == -signal.SIGKILL
    assert run(minutes_later=LATER) == 0
    assert_sent_once(net)


def test_killed_twice_the_invoice_still_arrives_once(run: Run, net: Simulator) -> None:
    """A second death on the way of the recovery changes nothing."""
    assert run(moment="draft made") == -signal.SIGKILL
    assert run(moment="sent, no answer yet", minutes_later=LATER) == -signal.SIGKILL
    assert run(minutes_later=2 * LATER) == 0
    assert_sent_once(net)
