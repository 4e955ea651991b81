"""Every process of the server is killed while clients post (benchmark P10 of the books)."""

from __future__ import annotations

import random
import time

from tests.crash.clients import Acknowledged, posting, verify
from tests.crash.ending import kill

ROUNDS = 12


def test_a_killed_server_comes_back_with_everything_it_acknowledged(copied):
    """Twelve times everything is killed in the middle of the work; nothing acknowledged is lost, nothing is torn."""
    server = copied()
    acknowledged = Acknowledged()
    for number in range(ROUNDS):
        server.start()
        verdict = verify(server, acknowledged)
        assert (verdict.lost, verdict.wrong) == (0, []), f"after {number} kills"
        with posting(server, acknowledged):
            time.sleep(random.uniform(0, 0.6))
            kill(server)
    server.start()
    verdict = verify(server, acknowledged)
    assert (verdict.lost, verdict.wrong) == (0, [])


def test_a_server_that_answers_before_it_writes_is_caught(copied):
    """The control: with synchronous_commit off, acknowledged entries are gone after a kill, and the test sees it."""
    server = copied("synchronous_commit = off\nwal_writer_delay = 10s\n")
    acknowledged = Acknowledged()
    server.start()
    with posting(server, acknowledged):
        kill(server)
    server.start()
    assert verify(server, acknowledged).lost > 0
