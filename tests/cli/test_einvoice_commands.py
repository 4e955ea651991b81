"""Structured invoices on the command line: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.einvoices import PEPPOL, invoice, needs_peppol

from marke.cli.einvoice import einvoice
from marke.rules.einvoice import write_invoice


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rule packs of this test only."""
    monkeypatch.setenv("MARKE_EINVOICE", str(tmp_path / "installed"))
    return tmp_path / "installed/rulepacks"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.xml"
    file.write_bytes(write_invoice(invoice()))
    return file


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    file = tmp_path / "bad.xml"
    file.write_bytes(write_invoice(invoice()).replace(b">21.00<", b">21.01<"))
    return file


def run(*arguments: object):
    return CliRunner().invoke(einvoice, [str(each) for each in arguments])


def test_it_reports_each_file_in_json(good: Path, bad: Path) -> None:
    """One bad file is enough for status 1; the report tells them apart."""
    result = run("validate", good, bad)
    reports = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(each["file"], each["valid"]) for each in reports] == [(str(good), True), (str(bad), False)]
    (first, *_) = [each for each in reports[1]["findings"] if each["severity"] == "fatal"]
    assert set(first) == {"layer", "rule", "severity", "location", "sentence"}


def test_a_good_file_ends_well(good: Path) -> None:
    assert run("validate", good).exit_code == 0


def test_a_hostile_file_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    hostile, huge = tmp_path / "hostile.xml", tmp_path / "huge.xml"
    hostile.write_text('<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>')
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    result = run("validate", hostile, huge)
    assert result.exit_code == 1
    assert [each["findings"][0]["rule"] for each in json.loads(result.stdout)] == ["xml.doctype", "xml.size"]


def test_a_release_that_is_not_there_is_said(good: Path) -> None:
    """Nothing is judged, and the reason is one sentence."""
    result = run("validate", good, "--pack", "2019.1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no rule pack «2019.1»" in result.stderr


def test_a_broken_pack_is_said(good: Path, installed: Path) -> None:
    (installed / "2026.11").mkdir(parents=True)
    result = run("validate", good)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "«2026.11» is not used: it has no pack.json" in result.stderr


@needs_peppol
def test_an_installed_pack_judges(good: Path, installed: Path) -> None:
    """The operator downloads the rules, installs them, and they hold from their day."""
    result = run("install", PEPPOL / "rulepacks/2026.5")
    assert (result.exit_code, result.stdout.strip()) == (
        0,
        "Installed peppol-2026.5: 10 layers, in force from 2026-08-24.",
    )
    (report,) = json.loads(run("validate", good).stdout)
    assert report["layers"] == ["en16931 1.3.16", "peppol-billing 3.0.21"]
    assert [each.name for each in installed.iterdir()] == ["2026.5"]


def test_a_folder_that_is_no_pack_is_not_installed(tmp_path: Path, installed: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("install", tmp_path / "empty")
    assert result.exit_code == 2
    assert not installed.exists()


@needs_peppol
def test_a_table_is_checked(tmp_path: Path) -> None:
    """The rules are found beside the documents; a wrong expectation ends with status 1."""
    table = PEPPOL / "belgian/EXPECTED.tsv"
    right = run("check", table, "--root", PEPPOL)
    assert (right.exit_code, right.stdout) == (0, "11 documents, 22 verdicts, 0 not as expected.\n")
    wrong = tmp_path / "EXPECTED.tsv"
    wrong.write_text(table.read_text().replace("BR-CO-17,BR-S-09", "BR-CO-17"))
    result = run("check", wrong, "--root", PEPPOL / "belgian")
    assert result.exit_code == 1
    assert "expected BR-CO-17, found BR-CO-17,BR-S-09" in result.stdout


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.tsv").write_text("a\tb\n")
    result = run("check", tmp_path / "table.tsv")
    assert result.exit_code == 2
    assert "its columns are not known" in result.stderr
