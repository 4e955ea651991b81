"""Bank files on the command line: what they say, or why they are not read."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from tests.support.banking import file

from marke.cli.bank import REFUSED, bank


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
