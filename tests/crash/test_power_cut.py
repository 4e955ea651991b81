"""The power goes while clients post: only what the database asked the disk to keep is still there."""

from __future__ import annotations

import random
import time

import pytest
from tests.crash.clients import Acknowledged, posting, verify

ROUNDS = 8


def cut_while_posting(machine):
    """Post, cut the power, boot again; answers what was acknowledged and the server as it came back."""
    acknowledged = Acknowledged()
    with posting(machine.server, acknowledged):
        time.sleep(random.uniform(0, 1))
        came_back = machine.cut_power()
    came_back.start()
    return acknowledged, came_back


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_a_power_cut_loses_nothing_that_was_acknowledged(lossy_machine, round_number):
    """After the lights come back every acknowledged entry is there once, whole, and everything adds up."""
    acknowledged, came_back = cut_while_posting(lossy_machine())
    verdict = verify(came_back, acknowledged)
    assert (verdict.lost, verdict.wrong) == (0, [])


@pytest.mark.parametrize("setting", ["synchronous_commit = off\nwal_writer_delay = 10s\n", "fsync = off\n"])
def test_a_server_that_does_not_wait_for_the_disk_is_caught(lossy_machine, setting):
    """The control: with these settings a power cut loses acknowledged entries, and the test sees it."""
    acknowledged, came_back = cut_while_posting(lossy_machine(setting))
    assert verify(came_back, acknowledged).lost > 0
