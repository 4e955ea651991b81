"""``./marke social``: what a period declares, whether it agrees with the books, and its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import OwnDatabase
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit
from tests.support.wages import a_worker, run_to, with_number, worked

from marke.cli.social import social
from marke.countries.be.social.dmfa.files import owed_in
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import NationalNumber, NationalNumberReveal
from marke.domain.wages.enums import RunState
from marke.reporting.declared_pay_findings import prove_declared_pay
from marke.usecases.issue_invoice import issue_invoice


@pytest.fixture
def booked(at_hand: OwnDatabase) -> OwnDatabase:
    """Nora worked in September and her payslip is booked."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        worked(with_number(a_worker()))
        run_to(RunState.POSTED)
    return at_hand


def run(*arguments: object) -> Result:
    return CliRunner().invoke(social, list(map(str, arguments)))


def damage(database: OwnDatabase, table: str, statement: str) -> None:
    """Change something behind the guards."""
    with database.connect("postgres") as connection:
        connection.execute(f"alter table {table} disable trigger all")
        connection.execute(statement)


def test_a_quarter_is_told_and_agrees(booked: OwnDatabase) -> None:
    """The report says what the payslips owe, each difference, and that the books say the same; no number is read."""
    result = run("dmfa", "--quarter", "2026/3")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["agrees"]
    assert report["declared"] == report["on_payslips"] + sum(report["differences"].values())
    with acting_as_system():
        assert not NationalNumberReveal.objects.exists()


def test_a_settled_quarter_owes_what_it_declares(booked: OwnDatabase) -> None:
    """Before, something is to be settled; after, books and declaration are the same, and the self-check agrees."""
    before = json.loads(run("dmfa", "--quarter", "2026/3").stdout)
    after = json.loads(run("dmfa", "--quarter", "2026/3", "--settle").stdout)
    assert (
        before["to_settle"] == after["settled"] == sum(after["differences"].values()) - after["differences"]["special"]
    )
    assert after["to_settle"] == 0
    assert all(finding.holds for finding in prove_declared_pay())


def test_the_file_is_written_where_it_is_asked(booked: OwnDatabase, tmp_path: Path) -> None:
    """The file owes what the report says."""
    out = tmp_path / "dmfa.xml"
    report = json.loads(run("dmfa", "--quarter", "2026/3", "--out", out).stdout)
    assert owed_in(out.read_bytes()) == report["declared"]


def test_a_quarter_that_cannot_be_declared_ends_with_status_1(booked: OwnDatabase) -> None:
    """The sentence names who is missing, with the rule."""
    damage(booked, "people_nationalnumber", "delete from people_nationalnumber")
    result = run("dmfa", "--quarter", "2026/3")
    assert result.exit_code == 1
    assert "Nora Janssens" in result.output
    assert "[dmfa.no-national-number]" in result.output


@pytest.mark.parametrize("arguments", [("dmfa", "--quarter", "2026-3"), ("withholding", "--month", "2026-13")])
def test_a_period_that_does_not_exist_is_refused(arguments: tuple[str, ...]) -> None:
    """The command says how a period is written."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert "write 2026" in result.output


def test_a_month_without_wages_ends_with_status_1(booked: OwnDatabase) -> None:
    """The payslip is booked and has not arrived: there is no statement yet."""
    result = run("withholding", "--month", "2026-09")
    assert (result.exit_code, result.output.strip()) == (1, "No wage arrived in this month.")


def test_a_year_without_wages_has_no_file(booked: OwnDatabase, tmp_path: Path) -> None:
    """Nothing is written and no number is read."""
    out = tmp_path / "slips.xml"
    result = run("belcotax", "--year", 2026, "--out", out)
    assert result.exit_code == 1
    assert not out.exists()
    with acting_as_system():
        assert NationalNumber.objects.exists()
        assert not NationalNumberReveal.objects.exists()


def test_the_self_check_finds_a_payslip_that_differs_from_its_entry(booked: OwnDatabase) -> None:
    """A cent on a payslip that its entry does not have is found, with quarter and amounts."""
    assert all(finding.holds for finding in prove_declared_pay())
    damage(
        booked,
        "wages_payslip",
        "update wages_payslip set net = net - 1, amounts = jsonb_set(amounts, '{onss_employee}',"
        " to_jsonb((amounts->>'onss_employee')::int + 1))",
    )
    quarters, _ = prove_declared_pay()
    ((name, on_payslips, in_books),) = quarters.examples
    assert (name, on_payslips) == ("2026/3", in_books + 1)


def test_the_social_balance_counts_work_of_a_year(booked: OwnDatabase) -> None:
    """One contract of two full days: 15.2 hours, begun and ended; a year without work says so."""
    found = json.loads(run("balance", "--year", 2026).stdout)
    assert (found["hours"], found["begun"], found["ended"]) == ("15.20", 1, 1)
    assert run("balance", "--year", 2025).exit_code == 1
