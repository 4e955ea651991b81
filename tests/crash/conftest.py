"""A seeded data folder that crash tests copy, and the ways to end a server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests.conftest import migrate_database
from tests.crash import clients
from tests.crash.ending import strike, wait_for_the_end
from tests.support.place import reachable_folder

from marke.ops.database import APP, Server

SMALL = "shared_buffers = 32MB\nmax_connections = 30\nautovacuum = off\n"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.crash)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the database's account can reach, which pytest's own are not."""
    with reachable_folder("marke-crash") as path:
        yield path


@pytest.fixture(scope="session")
def seed(django_db_blocker: pytest.Function) -> Iterator[Path]:
    """A data folder at rest: the schema, an open year, forty units with a budget."""
    with reachable_folder("marke-crash") as path:
        server = Server.in_folder(path / "seed")
        server.start()
        server.create_database(clients.DATABASE)
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            migrate_database(server, clients.DATABASE)
        with psycopg.connect(server.dsn(clients.DATABASE, APP), autocommit=True) as connection:
            clients.fund(connection)
        server.stop()
        set_up(server.data, SMALL)
        yield server.data
        server.destroy()


def set_up(data: Path, lines: str) -> None:
    """Add settings to a server at rest."""
    with (data / "postgresql.conf").open("a") as file:
        file.write(lines)


def copy_of(seed: Path, target: Path, settings: str = "") -> Path:
    """The seeded folder once more, with its owners and modes."""
    subprocess.run(["cp", "-a", str(seed), str(target)], check=True)
    set_up(target, settings)
    return target


@pytest.fixture
def copied(seed: Path, place: Path) -> Iterator[Callable[[str], Server]]:
    """A server of one's own on a copy of the seed, with these settings."""
    servers: list[Server] = []

    def make(settings: str = "") -> Server:
        data = copy_of(seed, place / f"copy-{len(servers)}", settings)
        servers.append(Server.in_folder(data))
        return servers[-1]

    yield make
    for server in servers:
        server.destroy()


@dataclass(frozen=True)
class LossyMachine:
    """A server on a disk that forgets what was not synced."""

    server: Server
    durable: Server
    disk: subprocess.Popen[bytes]
    mount: Path

    def cut_power(self) -> Server:
        """Everything stops at once; what comes back is the server on what the disk still holds."""
        self.disk.send_signal(signal.SIGSTOP)  # nothing more becomes durable
        struck = strike(self.mount.with_name("live") / "data" / "postmaster.pid")
        self.remove_disk()  # only now can processes end that were waiting for it
        wait_for_the_end(struck)
        return self.durable

    def remove_disk(self) -> None:
        self.disk.kill()
        self.disk.wait()
        unmount(self.mount)


def unmount(mount: Path) -> None:
    subprocess.run(["umount", "-l", str(mount)], check=False, capture_output=True)


@pytest.fixture(scope="session")
def fuse_works() -> None:
    """Skip, loudly, where this machine does not let us mount a file system of our own."""
    if os.geteuid() != 0:
        pytest.skip("NOT RUN: mounting the lossy disk needs root")
    if not Path("/dev/fuse").exists():
        pytest.skip("NOT RUN: there is no /dev/fuse on this machine")
    try:
        import mfusepy  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"NOT RUN: libfuse cannot be used here ({error})")
    with reachable_folder("marke-crash") as path:
        for name in ("live", "durable", "mount"):
            (path / name).mkdir()
        disk = mounted_disk(path)
        disk.terminate()
        disk.wait()


def mounted_disk(place: Path) -> subprocess.Popen[bytes]:
    """The lossy disk over ``live`` and ``durable``, mounted on ``mount``; skips where mounting is not permitted."""
    program = Path(__file__).with_name("lossy_disk.py")
    arguments = [str(place / name) for name in ("live", "durable", "mount")]
    with (place / "disk.log").open("w+") as log:
        disk = subprocess.Popen([sys.executable, str(program), *arguments], stderr=log)
        while not os.path.ismount(place / "mount"):
            if disk.poll() is not None:
                log.seek(0)
                pytest.skip(f"NOT RUN: mounting is not permitted here ({log.read().strip().splitlines()[-1:]})")
            time.sleep(0.02)
    return disk


@pytest.fixture
def lossy_machine(fuse_works: None, seed: Path, place: Path) -> Iterator[Callable[[str], LossyMachine]]:
    """A running server on a lossy disk, with these settings; one at a time."""
    machines: list[LossyMachine] = []

    def boot(settings: str = "") -> LossyMachine:
        here = place / f"machine-{len(machines)}"
        for name in ("live", "durable", "mount"):
            (here / name).mkdir(parents=True)
        durable = copy_of(seed, here / "durable" / "data", settings)
        copy_of(seed, here / "live" / "data", settings)
        disk = mounted_disk(here)
        programs = Server.in_folder(seed).bin
        machine = LossyMachine(
            Server(here / "mount" / "data", programs), Server(durable, programs), disk, here / "mount"
        )
        machines.append(machine)
        machine.server.start()
        return machine

    yield boot
    for machine in machines:
        if machine.disk.poll() is None:
            machine.cut_power()
        machine.durable.destroy()
        shutil.rmtree(machine.server.socket_folder, ignore_errors=True)
