"""The embedded server starts, stops, refuses to start twice and survives its own death."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.crash.ending import kill

from marke.ops.database import SUPERUSER, AlreadyRunning, Server, unprivileged_account


def rows(server: Server) -> str:
    return server.psql("select count(*) from kept").strip()


def test_a_stopped_server_keeps_its_data(launch):
    """After a clean stop and a new start everything is there."""
    server = launch()
    server.psql("create table kept as select 1")
    server.stop()
    assert not server.is_running
    server.start()
    assert rows(server) == "1"


def test_starting_twice_on_one_folder_is_refused(launch):
    """The second start says that a server runs already, on which folder, and what to do."""
    server = launch()
    with pytest.raises(AlreadyRunning, match=f"already runs on {server.data}.*MARKE_VAR"):
        server.start()
    assert server.is_running


def test_a_killed_server_keeps_what_was_committed(launch):
    """After kill -9 a new start brings back every committed row and no other."""
    server = launch()
    server.psql("create table kept as select 1")
    with psycopg.connect(server.dsn("postgres", SUPERUSER)) as unfinished:
        unfinished.execute("insert into kept values (2)")
        kill(server)
        assert not server.is_running
        server.start()
        unfinished.close()
    assert rows(server) == "1"


def test_a_pid_file_that_names_another_program_does_not_hinder(launch):
    """After a power cut the number in the pid file may belong to another program; the server starts all the same."""
    server = launch()
    account = unprivileged_account()
    kill(server)
    with subprocess.Popen(["sleep", "60"], user=account.pw_uid if account else None) as other:
        noted = server.data / "postmaster.pid"
        noted.write_text("\n".join([str(other.pid), *noted.read_text().splitlines()[1:]]) + "\n")
        assert not server.is_running
        server.start()
        other.terminate()
    assert server.is_running


def test_two_commands_that_start_together_take_turns(launch, place):
    """Both find a running server; one of them started it."""
    servers = [Server.in_folder(place / "postgresql") for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        started = list(pool.map(Server.ensure_running, servers))
    assert sorted(started) == [False, True]
    servers[0].destroy()


def test_a_stopped_server_can_be_stopped_again(launch):
    """Stopping is about the state, not about the act."""
    server = launch()
    server.stop()
    server.stop()
    assert not server.is_running
