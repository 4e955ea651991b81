"""Every published case, recomputed: official scales and simulators, the trade union's calculator, real payslips."""

from __future__ import annotations

from importlib.resources import files

from marke.rules.payroll.golden import Verdict, check_cases, read_cases


def test_every_published_field_is_met(engine) -> None:
    """All 302 published fields are exact, or within the tolerance the source states; none is unsupported."""
    path = files("marke.countries.be").joinpath("law_tests", "published_cases.csv")
    fields = check_cases(read_cases(path.read_text(encoding="utf-8").splitlines()), engine.golden_fields)
    assert len(fields) == 302
    assert [field for field in fields if field.verdict in (Verdict.WRONG, Verdict.UNSUPPORTED)] == []
