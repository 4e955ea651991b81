"""``./marke nightly`` does what the enterprise does each night, and may be repeated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.domain.ledger import scene

from marke.cli.nightly import nightly
from marke.countries.be.identifiers import make_enterprise_number
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.parameters.operations import open_cooperative


@pytest.fixture
def night(at_hand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the night of a cooperative whose books have one entry."""
    monkeypatch.setenv("MARKE_VAR", str(tmp_path))
    monkeypatch.setattr("marke.cli.selfcheck.auditor_address", lambda: at_hand.dsn("marke_auditor"))
    with at_hand.connect() as connection, connection.transaction():
        connection.execute("set local role marke_staff")
        connection.execute("select ledger.open_year(2026, %s)", [SYSTEM])
        lines = (("budget.control", None, 65_00), ("pot.contribution", None, -65_00))
        connection.execute(scene.post_call("allocation", lines).replace(scene.ACTOR, str(SYSTEM)))
    with acting_as_system():
        open_cooperative(
            actor=SYSTEM,
            valid_from=dt.date(2018, 1, 1),
            choices={},
            name="De Marke",
            legal_name="De Marke cv",
            enterprise_number=make_enterprise_number(0),
            seller_name="De Marke Producties",
            seller_enterprise_number=make_enterprise_number(1),
            iban="BE71096123456769",
        )
    return lambda: CliRunner().invoke(nightly)


def test_it_works(night, tmp_path: Path):
    """The night numbers and chains what was posted, says so, tells the root outside, and proves everything."""
    shown = night()
    assert shown.exit_code == 0, shown.output
    assert "Entries numbered and chained: 1." in shown.output
    assert "proofs hold" in shown.output
    assert "entries 1 root" in (tmp_path / "roots.txt").read_text()


def test_a_second_night_finds_nothing_to_do(night):
    """Repeated, the night harms nothing."""
    night()
    shown = night()
    assert shown.exit_code == 0, shown.output
    assert "Entries numbered and chained: 0." in shown.output
