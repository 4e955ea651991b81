"""VAT on the command line: boxes beside the books, and the files of the tax office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import OwnDatabase
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit

from marke.cli import environment
from marke.cli.vat import vat
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import post
from marke.kernel.ids import uuid7
from marke.rules.posting.recipes.costs import structure_cost
from marke.usecases.issue_invoice import issue_invoice

MONTH = f"{TODAY:%Y-%m}"


@pytest.fixture
def asked(own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch):
    """One invoice of EUR 1,000 at 21 %; runs the command on it."""
    from contextlib import nullcontext

    monkeypatch.setattr(environment, "ready", lambda settings: nullcontext())
    with acting_as_system():
        open_house()
        open_unit(1001)
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(vat, list(arguments))

    return run


def test_the_boxes_of_a_month_stand_beside_the_books(asked, tmp_path: Path) -> None:
    """The file is written when they agree; a month without clients abroad has no European list."""
    file, european = tmp_path / "return.xml", tmp_path / "european.xml"
    answer = asked("return", "--month", MONTH, "--out", str(file), "--european", str(european))
    told = json.loads(answer.output)
    assert (answer.exit_code, told["boxes"]["71"]["amount"], told["agrees"]) == (0, 21_000, True)
    assert b'GridNumber="54">210.00<' in file.read_bytes()
    assert not european.exists()


def test_where_books_and_documents_differ_no_file_is_written(asked, tmp_path: Path) -> None:
    """Exit status 1, and the amounts of both."""
    with acting_as_system():
        stray = structure_cost(on=TODAY, cost=100_00, deductible_vat=21_00)
        post(entry=stray, source=("test", uuid7()), step="stray", actor=SYSTEM)
    file = tmp_path / "return.xml"
    answer = asked("return", "--month", MONTH, "--out", str(file))
    told = json.loads(answer.output)
    assert (answer.exit_code, told["deductible"], told["deductible_in_books"]) == (1, 0, 2_100)
    assert not file.exists()


def test_the_yearly_list_is_written_as_the_tax_office_takes_it(asked, tmp_path: Path) -> None:
    file = tmp_path / "clients.xml"
    answer = asked("clients", "--year", str(TODAY.year), "--out", str(file))
    assert json.loads(answer.output) == {"year": TODAY.year, "clients": 1, "base": 100_000, "vat": 21_000}
    assert b":TurnOver>1000.00<" in file.read_bytes()


def test_a_month_that_is_none_is_refused(asked) -> None:
    answer = asked("return", "--month", "2026/9")
    assert (answer.exit_code, "write 2026-09" in answer.output) == (2, True)
