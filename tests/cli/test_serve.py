"""``./marke serve`` answers, and stops cleanly: site and embedded database together."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from marke.ops.database import Server
from marke.ops.installation import PROJECT


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="marke-serve-"))
    folder.chmod(0o755)
    yield folder
    Server.in_folder(folder / "postgresql").destroy()
    shutil.rmtree(folder, ignore_errors=True)


def test_it_answers_and_stops_with_its_database(folder: Path) -> None:
    """The first use makes the database; Ctrl-C ends workers and server, and the folder can be used again."""
    port = free_port()
    with serving(folder, port) as site:
        assert status(f"http://127.0.0.1:{port}/") == 200
        site.send_signal(signal.SIGINT)
        assert site.wait(timeout=30) == 0
    assert not Server.in_folder(folder / "postgresql").is_running


def test_interrupted_while_it_starts_it_leaves_nothing_running(folder: Path) -> None:
    """A stop in the middle of the first start takes the half-started database with it."""
    server = Server.in_folder(folder / "postgresql")
    with serving(folder, free_port()) as site:
        deadline = time.monotonic() + 60
        while not server.is_running:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        site.send_signal(signal.SIGTERM)
        assert site.wait(timeout=30) != 0
    assert not server.is_running


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site as a process of its own, which Ctrl-C reaches as it does in a terminal."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MARKE", "DJANGO"))}
    with subprocess.Popen(
        [sys.executable, "-m", "marke.cli.main", "serve", "--port", str(port), "--workers", "1"],
        cwd=PROJECT,
        env={**environment, "MARKE_VAR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as site:
        try:
            yield site
        finally:
            site.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(address: str) -> int:
    """The status of a page, once the site answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
