"""``./marke check``: one line per check, red when one finds something."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from marke.cli import gate
from marke.cli.gate import Check, check


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch):
    """Let the gate consist of checks that find nothing, and of one that does."""

    def these(**found: str) -> None:
        made = [Check(name, lambda text=text: text) for name, text in found.items()]
        monkeypatch.setattr(gate, "checks", lambda: iter(made))

    return these


def test_a_clean_repository_passes(checks):
    """Each check is listed; the exit status is 0."""
    checks(formatting="", lint="")
    shown = CliRunner().invoke(check)
    assert shown.exit_code == 0
    assert shown.output.count("✓") == 2


def test_a_failing_check_is_named_with_what_it_found(checks):
    """The other checks still run; the exit status is 1."""
    checks(formatting="", lint="src/x.py:1: unused import", types="")
    shown = CliRunner().invoke(check)
    assert shown.exit_code == 1
    assert "✗ lint" in shown.output
    assert "src/x.py:1: unused import" in shown.output
    assert "✓ types" in shown.output


def test_one_check_can_be_asked_for(checks):
    """Who repairs one thing runs one check."""
    checks(formatting="", lint="found")
    shown = CliRunner().invoke(check, ["--only", "format"])
    assert shown.exit_code == 0
    assert "lint" not in shown.output


def test_a_program_that_fails_without_a_word_is_still_a_finding():
    """Silence is not consent: a tool that only sets its exit status is reported with it."""
    assert gate._run([sys.executable, "-c", "raise SystemExit(3)"]) == "exit 3"
    assert gate._run([sys.executable, "-c", "print('fine')"]) == ""


def test_long_files_are_found(monkeypatch: pytest.MonkeyPatch):
    """A file that nobody can hold in their head is named with its length."""
    monkeypatch.setattr(gate, "LONGEST_FILE", 5)
    assert "src/marke/cli/gate.py: " in gate.long_files()
