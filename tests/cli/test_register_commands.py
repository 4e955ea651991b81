"""``./marke register``: the open data of the register of enterprises, loaded and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import OwnDatabase
from tests.ops.registers.test_kbo import extract

from marke.cli.register import register


@pytest.fixture(autouse=True)
def here(own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of this test."""
    from contextlib import nullcontext

    monkeypatch.setattr("marke.cli.environment.ready", nullcontext)


def test_an_extract_is_loaded_and_told(tmp_path: Path) -> None:
    run = CliRunner()
    assert "No extract is loaded" in run.invoke(register, ["status"]).output
    loaded = run.invoke(register, ["load", str(extract(tmp_path))])
    assert (loaded.exit_code, loaded.output) == (0, "3 organisations of the extract of 2026-09-01 are loaded.\n")
    assert "BE: 3 organisations" in run.invoke(register, ["status"]).output


def test_what_is_no_extract_is_refused_in_words(tmp_path: Path) -> None:
    """Hostile twin: exit status 1, and nothing is here."""
    refused = CliRunner().invoke(register, ["load", str(extract(tmp_path, address=None))])
    assert refused.exit_code == 1
    assert "has no file address.csv" in refused.output
    assert "No extract" in CliRunner().invoke(register, ["status"]).output
