"""The embedded server works wherever somebody unpacks Marke."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from marke.ops.database import (
    SUPERUSER,
    DatabaseError,
    Server,
    bundled_bin,
    reachable_by_all,
    unprivileged_account,
)
from marke.ops.installation import PROJECT

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="NOT RUN: only root can make what another account cannot enter")


@pytest.mark.parametrize(
    "name",
    ["Mijn coöperatie «De Marke» & 'zo'", "-".join(["een-heel-lange-naam"] * 10), "a" * 200],
    ids=["spaces and quotes", "long", "one long name"],
)
def test_any_folder_name_will_do(launch, place, name):
    """A path with spaces, quotes or accents, or a very long one, holds a server like any other."""
    server = launch(place / name / "postgresql")
    with psycopg.connect(server.dsn("postgres", SUPERUSER)) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@as_root
def test_a_checkout_that_the_database_account_cannot_enter(launch, place):
    """Under a private folder of root the data lives in /var/lib/marke, in the same place each time."""
    private = place / "private"
    private.mkdir(mode=0o700)
    server = launch(private / "var" / "postgresql")
    assert server.data.parent == Path("/var/lib/marke")
    assert Server.in_folder(private / "var" / "postgresql") == server


@as_root
def test_a_strict_umask_does_not_move_the_data(launch, place):
    """With umask 077 the folder is private from the start; the second command looks in the same place as the first."""
    before = os.umask(0o077)
    try:
        server = launch(place / "new" / "var" / "postgresql")
        assert Server.in_folder(place / "new" / "var" / "postgresql") == server
    finally:
        os.umask(before)


@as_root
def test_programs_that_the_database_account_cannot_reach_are_copied(place, monkeypatch):
    """When the virtual environment is private, PostgreSQL runs from a copy that its account can read."""
    from marke.ops import database

    private = place / "private"
    private.mkdir(mode=0o700)
    (private / "pg").symlink_to(database.bundled_bin().parent)
    monkeypatch.setattr(database, "bundled_bin", lambda: private / "pg" / "bin")
    monkeypatch.setattr(database, "shared_place", lambda: place)
    programs = Server.in_folder(place / "postgresql").bin
    assert reachable_by_all(programs / "postgres")
    assert (programs / "postgres").stat().st_size == (database.bundled_bin() / "postgres").stat().st_size


def test_a_folder_of_somebody_else_in_the_place_of_the_socket_is_refused(place):
    """Everybody may write in /tmp: behind a folder or link of a stranger could be the stranger's server."""
    server = Server.in_folder(place / "postgresql")
    server.socket_folder.symlink_to(place)
    try:
        with pytest.raises(DatabaseError, match="belongs to somebody else"):
            server.start()
    finally:
        server.socket_folder.unlink()


def test_an_ordinary_user_can_run_it(place):
    """Somebody who is not root starts, uses and stops the server in a folder of their own."""
    account = unprivileged_account()
    if account is None:
        pytest.skip("NOT RUN as another user: we are an ordinary user already, so every other test here proves it")
    python = python_for_all()
    if python is None or not reachable_by_all(bundled_bin()):
        pytest.skip("NOT RUN: an ordinary user cannot reach this checkout or any suitable Python")
    os.chown(place, account.pw_uid, account.pw_gid)
    code = (
        "import sys; from pathlib import Path; from marke.ops.database import Server\n"
        "server = Server.in_folder(Path(sys.argv[1]) / 'postgresql'); server.start()\n"
        "print(server.psql('select 42').strip(), server.data.owner()); server.destroy()"
    )
    done = subprocess.run(
        [python, "-c", code, str(place)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PYTHONPATH": f"{PROJECT / 'src'}:{bundled_bin().parents[2]}", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["42", account.pw_name], done.stderr


def python_for_all() -> str | None:
    """A Python of the same version that every account may run: this one, or one in the usual folders."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [sys.executable, shutil.which(name, path="/usr/local/bin:/usr/bin")]
    return next((each for each in candidates if each and reachable_by_all(Path(each).resolve())), None)
