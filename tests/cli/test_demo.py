"""``./marke demo`` makes a cooperative once, keeps it, and never touches a real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marke.ops.database import Server
from marke.ops.installation import PROJECT

Marke = Callable[..., subprocess.CompletedProcess[str]]

REAL = """
name: Samen
legal_name: Samen cv
enterprise_number: "0403.019.261"
seller_name: Samen Producties
seller_enterprise_number: "0403.170.701"
administrator_email: administrator@samen.example
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A place of its own for the databases of these tests, with a server that runs throughout."""
    folder = Path(tempfile.mkdtemp(prefix="marke-demo-"))
    folder.chmod(0o755)
    server = Server.in_folder(folder / "postgresql")
    server.start()
    yield folder
    server.destroy()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def marke(folder: Path) -> Marke:
    """Run a command of the product in that place."""

    def run(*arguments: str, database: str = "marke") -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MARKE", "DJANGO"))}
        environment |= {"MARKE_VAR": str(folder), "MARKE_DATABASE_NAME": database, "COLUMNS": "200"}
        command = [sys.executable, "-m", "marke.cli.main", *arguments]
        return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="module")
def first(marke: Marke) -> subprocess.CompletedProcess[str]:
    """The first run, which makes the demo."""
    return marke("demo", "--units", "4", "--no-serve")


def test_it_works(first: subprocess.CompletedProcess[str]) -> None:
    """One command makes the cooperative, says what is in it, and gives a link for each of its people."""
    assert first.returncode == 0, first.stderr
    assert "Production units" in first.stdout
    assert "/demo/" in first.stdout


def test_a_second_run_keeps_what_is_there(first: subprocess.CompletedProcess[str], marke: Marke) -> None:
    """The links stay good, and it takes no time; asking for another size says how to get it."""
    started = time.monotonic()
    again = marke("demo", "--units", "9", "--no-serve")
    assert time.monotonic() - started < 15
    assert "--fresh makes another one" in again.stdout
    assert links(again.stdout) == links(first.stdout)


def test_books_and_documents_of_the_demo_agree(first: subprocess.CompletedProcess[str], marke: Marke) -> None:
    """The self-check proves the demo."""
    proved = marke("selfcheck")
    assert proved.returncode == 0, proved.stdout
    assert "proofs hold" in proved.stdout


def test_declarations_of_pay_are_told_from_the_demo(first: subprocess.CompletedProcess[str], marke: Marke) -> None:
    """The command finds the cooperative by itself; before it began nobody was paid."""
    told = marke("social", "withholding", "--month", "2015-01")
    assert (told.returncode, told.stderr.strip()) == (1, "No wage arrived in this month.")


def test_a_half_made_demo_is_made_again(marke: Marke, folder: Path) -> None:
    """A demo that was being made when the machine stopped is thrown away and made anew."""
    marke("demo", "--units", "4", "--no-serve", database="halfway")
    server = Server.in_folder(folder / "postgresql")
    server.psql(
        "do $$ begin execute format('comment on database halfway is %L', replace("
        "(select shobj_description(oid, 'pg_database') from pg_database where datname = 'halfway'),"
        " '\"finished\": true', '\"finished\": false')); end $$"
    )
    again = marke("demo", "--units", "5", "--no-serve", database="halfway")
    assert again.returncode == 0, again.stderr
    assert server.psql("select count(*) from parameters_cooperative", "halfway").strip() == "1"
    mark = server.psql("select shobj_description(oid, 'pg_database') from pg_database where datname = 'halfway'")
    assert '"units": 5' in mark
    assert '"finished": true' in mark


def test_a_real_cooperative_is_never_touched(marke: Marke, tmp_path: Path) -> None:
    """Where a real cooperative lives the demo is refused, even when asked to start over."""
    answers = tmp_path / "samen.yaml"
    answers.write_text(REAL)
    opened = marke("init", "--file", str(answers), database="real")
    assert opened.returncode == 0, opened.stderr
    for arguments in ([], ["--fresh"]):
        refused = marke("demo", "--no-serve", *arguments, database="real")
        assert refused.returncode == 1
        assert "holds a real cooperative" in refused.stderr


def test_a_taken_port_is_refused_before_anything_starts(marke: Marke) -> None:
    """Another program on the port: one sentence says so, and what to do."""
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = marke("demo", "--port", port, database="never")
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert "--port" in refused.stderr


def links(output: str) -> set[str]:
    return {line.strip() for line in output.splitlines() if "/demo/" in line}
