"""``./marke selfcheck`` proves the books, and its exit status says whether they hold."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from tests.domain.ledger import scene

from marke.cli.selfcheck import selfcheck
from marke.domain.foundation.transactions import SYSTEM

ALLOCATION = (("budget.control", None, 65_00), ("pot.contribution", None, -65_00))
"""An entry that no document stands behind, so that books and documents agree without any."""


@pytest.fixture
def checked(at_hand, monkeypatch: pytest.MonkeyPatch):
    """Run the self-check on books of one entry, after these statements of a superuser."""
    monkeypatch.setattr("marke.cli.selfcheck.auditor_address", lambda: at_hand.dsn("marke_auditor"))
    monkeypatch.setenv("COLUMNS", "200")
    with at_hand.connect() as connection, connection.transaction():
        connection.execute("set local role marke_staff")
        connection.execute("select ledger.open_year(2026, %s)", [SYSTEM])
        connection.execute(scene.post_call("allocation", ALLOCATION).replace(scene.ACTOR, str(SYSTEM)))

    def run(*damage: str) -> Result:
        with at_hand.connect("postgres") as connection:
            for statement in damage:
                connection.execute(statement)
        return CliRunner().invoke(selfcheck)

    return run


def test_honest_books_end_with_status_0(checked):
    """Where everything adds up each proof has its tick and nothing else is said."""
    shown = checked()
    assert shown.exit_code == 0, shown.output
    assert "✓" in shown.output
    assert "✗" not in shown.output


def test_planted_damage_ends_with_status_1_and_is_named(checked):
    """An amount changed behind the guards is found: the proof that fails is shown with an example."""
    shown = checked(
        "alter table ledger.line disable trigger all",
        "update ledger.line set amount = amount + 1 where entry_id = 1 and line_no = 1",
    )
    assert shown.exit_code == 1
    assert "✗ │ Every entry balances" in shown.output


def test_on_an_external_server_the_auditor_has_its_own_login(at_hand, monkeypatch: pytest.MonkeyPatch):
    """Without the auditor's address the check does not quietly run as somebody else."""
    monkeypatch.setenv("MARKE_DATABASE_URL", "postgresql://marke_app@db.example/marke")
    monkeypatch.delenv("MARKE_AUDITOR_DATABASE_URL", raising=False)
    refused = CliRunner().invoke(selfcheck)
    assert refused.exit_code == 1
    assert "MARKE_AUDITOR_DATABASE_URL" in refused.output
