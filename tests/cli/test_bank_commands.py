"""Bank files on the command line: what they say, or why they are not read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from tests.conftest import OwnDatabase
from tests.support.banking import SOLD, file
from tests.support.selling import open_house

from marke.cli.bank import REFUSED, bank
from marke.domain.foundation.transactions import acting_as_system


def test_a_statement_is_described_with_its_proof(tmp_path: Path) -> None:
    """Account, balances in cents and whether they follow from the movements."""
    path = tmp_path / "statement.cod"
    path.write_bytes(file())
    result = CliRunner().invoke(bank, ["read", str(path)])
    assert result.exit_code == 0
    (report,) = json.loads(result.output)
    assert report["format"] == "coda.2"
    (statement,) = report["statements"]
    assert (statement["opening"], statement["movement"], statement["closing"]) == (50_000, 11_750, 61_750)
    assert statement["balances"] == "proven"


def test_a_broken_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    """The others are still described; the exit status says that something was refused."""
    good, bad = tmp_path / "good.cod", tmp_path / "bad.cod"
    good.write_bytes(file())
    bad.write_bytes(file()[:-130])
    result = CliRunner().invoke(bank, ["read", str(good), str(bad)])
    assert result.exit_code == REFUSED
    reports = json.loads(result.output)
    assert "refused" not in reports[0]
    assert reports[1]["refused"] == "coda.incomplete"
    assert "not finished writing it" in reports[1]["reason"]


def test_a_file_is_taken_in_once(at_hand: OwnDatabase, tmp_path: Path) -> None:
    """A file of an account that is not ours is kept in quarantine with the reason; a good one comes in once."""
    with acting_as_system():
        house = open_house()
    ours, foreign = tmp_path / "ours.cod", tmp_path / "foreign.cod"
    ours.write_bytes(file(replace(SOLD, account=house.iban, entries=(), closing=SOLD.opening)))
    foreign.write_bytes(file())
    result = CliRunner().invoke(bank, ["import", str(ours), str(ours), str(foreign)])
    assert result.exit_code == REFUSED, result.output
    assert "ours.cod: 1 new statements, 1 booked." in result.output
    assert "ours.cod: known already; nothing changed." in result.output
    assert "foreign.cod: in quarantine. Account BE68539007547034 is not one of ours." in result.output
