"""Servers to start, kill and move, each in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.place import reachable_folder

from marke.ops.database import Server
from marke.ops.installation import PROJECT


@pytest.fixture
def place() -> Iterator[Path]:
    with reachable_folder("marke-ops") as path:
        yield path


@pytest.fixture
def launch(place: Path) -> Iterator[Callable[..., Server]]:
    """A started server in a folder of this test; it and its data are gone afterwards."""
    servers: list[Server] = []

    def started(folder: Path | None = None) -> Server:
        servers.append(Server.in_folder(folder or place / "postgresql"))
        servers[-1].start()
        return servers[-1]

    yield started
    for server in servers:
        server.destroy()


@pytest.fixture
def marke(place: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line in a process of its own, far from this checkout's ``var/``."""

    def run(*arguments: str, code: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MARKE_", "DJANGO_"))}
        program = ["-c", code] if code else ["-m", "marke.cli.main"]
        return subprocess.run(
            [sys.executable, *program, *arguments],
            cwd=place,
            env={**inherited, "PYTHONPATH": str(PROJECT / "src"), "MARKE_VAR": str(place / "var"), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
