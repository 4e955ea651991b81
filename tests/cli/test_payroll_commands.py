"""Payroll on the command line: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from marke.cli.payroll import payroll

FACTS = {
    "person": "p",
    "contract": "c",
    "start": "2026-09-01",
    "end": "2026-09-30",
    "worker": "employee",
    "pay": 223_361,
    "family": {},
}
HEADER = (
    "id,source_url,year,month,worker_type,gross_month,hours_regime,marital_spouse_income,children,other_inputs,"
    "expected_field,expected_value,tolerance,note"
)
RIGHT = "VIC-1,,2026,9,employee,2233.61,full-time,isolated,0,,net_month,2084.45,0.00,"
WRONG = "VIC-2,,2026,9,employee,2233.61,full-time,isolated,0,,net_month,2084.46,0.00,"
UNKNOWN = 'GAR-1,,2023,6,"any (garnishment, earned income)",,n/a,n/a,0,net_month=1500,garnishable_amount,1.00,0.00,'


def run(*arguments: str, given: str | None = None):
    return CliRunner().invoke(payroll, arguments, input=given)


def cases_file(folder: Path, *rows: str) -> str:
    path = folder / "cases.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_compute_prints_a_payslip_as_json() -> None:
    """Facts in, payslip out, with lines and the fingerprint of the law."""
    result = run("compute", "--format", "json", given=json.dumps(FACTS))
    (payslip,) = json.loads(result.output)
    assert result.exit_code == 0
    assert payslip["net"] == 2_084_45
    assert len(payslip["parameters"]) == 64


def test_compute_prints_a_table_with_explanations() -> None:
    """A person reads a table, and sentences when asked."""
    result = run("compute", "--explain", "fr", given=json.dumps([FACTS]))
    assert result.exit_code == 0
    assert "Salaire net" in result.output
    assert "2,084.45" in result.output


def test_compute_refuses_with_the_reason() -> None:
    """A refused payslip says why, names the rule, and ends with status 2."""
    result = run("compute", given=json.dumps({**FACTS, "worker": "wizard"}))
    assert result.exit_code == 2
    assert "payroll.unknown-choice" in result.output


@pytest.mark.parametrize("hostile", ["NaN", "1e400", "2500.5", "-1", "1" * 40])
def test_compute_refuses_hostile_numbers(hostile: str) -> None:
    """Numbers that are no money end with status 2, not with a crash."""
    text = json.dumps(FACTS).replace("223361", hostile)
    result = run("compute", given=text)
    assert result.exit_code == 2


def test_compute_refuses_what_is_not_json() -> None:
    """A text that is no JSON is said to be so."""
    result = run("compute", given="{")
    assert result.exit_code == 1
    assert "not JSON" in result.output


def test_check_is_content_with_exact_fields(tmp_path: Path) -> None:
    """When every field is exact the check ends well."""
    result = run("check", cases_file(tmp_path, RIGHT))
    assert result.exit_code == 0
    assert "VIC" in result.output


def test_check_fails_on_a_wrong_field_and_lists_it(tmp_path: Path) -> None:
    """One wrong cent ends with status 1 and is listed with both amounts."""
    result = run("check", cases_file(tmp_path, RIGHT, WRONG))
    assert result.exit_code == 1
    assert "VIC-2" in result.output
    assert "2084.46" in result.output


def test_check_lists_what_the_law_leaves_open(tmp_path: Path) -> None:
    """A case of a year without a figure is unsupported, with the reason, and is not wrong."""
    result = run("check", cases_file(tmp_path, UNKNOWN))
    assert result.exit_code == 0
    assert "Unsupported: GAR-1" in result.output
    assert "garnishment.limits" in result.output
