"""The disk fills up while clients post, and is enlarged afterwards."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.crash.clients import Acknowledged, posting, verify
from tests.crash.conftest import copy_of, unmount
from tests.crash.ending import kill

from marke.ops.database import Server

FREE_AT_FIRST = 8 * 1024 * 1024
"""Clients fill this in seconds."""


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of its own that can be enlarged; skips, loudly, where none may be mounted."""
    disk = place / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("NOT RUN: mounting a small disk needs root")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "marke-small-disk", str(disk)], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"NOT RUN: mounting is not permitted here ({mounted.stderr.strip()})")
    yield disk
    unmount(disk)


def resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def used(disk: Path) -> int:
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def test_a_full_disk_stops_the_books_and_loses_nothing(small_disk, seed):
    """No posting is half accepted when there is no room; on a larger disk everything acknowledged is there."""
    server = Server(copy_of(seed, small_disk / "data"), Server.in_folder(seed).bin)
    acknowledged = Acknowledged()
    server.start()
    try:
        with posting(server, acknowledged):
            resize(small_disk, used(small_disk) + FREE_AT_FIRST)
            wait_until_nothing_is_accepted(acknowledged)
            if server.is_running:
                kill(server)
        resize(small_disk, used(small_disk) + 1024**3)
        server.start()
        verdict = verify(server, acknowledged)
    finally:
        server.destroy()
    assert (verdict.lost, verdict.wrong) == (0, [])


def wait_until_nothing_is_accepted(acknowledged: Acknowledged) -> None:
    """Every posting is refused because tables cannot grow, or the server stopped because its log cannot."""
    deadline = time.monotonic() + 120
    before = -1
    while before < len(acknowledged):
        assert time.monotonic() < deadline, "the disk did not fill up"
        before = len(acknowledged)
        time.sleep(2)
