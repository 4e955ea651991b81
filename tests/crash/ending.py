"""How a server ends when nobody asked it to."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from marke.ops.database import Server


def kill(server: Server) -> None:
    """SIGKILL for every process of a server at once: nobody flushes, nobody says goodbye. Waits until they are gone."""
    wait_for_the_end(strike(server.data / "postmaster.pid"))


def strike(pid_file: Path) -> list[int]:
    """Send SIGKILL to the server that this file names and to its children; answers who they were."""
    postmaster = int(pid_file.read_text().split("\n", 1)[0])
    struck = [postmaster]
    with suppress(ProcessLookupError):
        os.kill(postmaster, signal.SIGSTOP)  # it may not start another child meanwhile
        struck += children(postmaster)
    for pid in struck:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return struck


def wait_for_the_end(pids: list[int]) -> None:
    deadline = time.monotonic() + 30
    while any(map(is_alive, pids)):
        assert time.monotonic() < deadline, "a killed process does not end"
        time.sleep(0.01)


def children(parent: int) -> list[int]:
    """The processes that this one started."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if folder.name.isdigit() and parent_of(int(folder.name)) == parent:
                found.append(int(folder.name))
    return found


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False
