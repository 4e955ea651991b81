"""How the lines of payslips are kept: what they have in common once, the rest with each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from marke.kernel.parameters import FigureVersion, Status
from marke.rules.payroll.frames import Frames, own_values, unframed
from marke.rules.payroll.payslip import Line
from marke.rules.payroll.rule import RuleText, Side

RATE = FigureVersion("office.rate", dt.date(2026, 1, 1), Status.REPRODUCED)


def a_line(amount: int = 13_07, *, case: str = "") -> Line:
    rule = RuleText("office.contribution", "contribution", Side.DEDUCTION, "Everyone contributes.", "Law, art. 1", ())
    return Line("contribution", amount, 100_00, Decimal("0.1307"), rule, (RATE,), {"hours": Decimal("7.6")}, case)


def test_lines_come_back_word_for_word() -> None:
    """What is kept in two parts is told again exactly as it was computed."""
    lines = [a_line(), a_line(5_00, case="student")]
    frame = Frames().of(lines)
    assert unframed(frame.lines, own_values(lines)) == [line.as_json() for line in lines]


def test_payslips_of_the_same_rules_share_their_frame() -> None:
    frames = Frames()
    assert frames.of([a_line(1_00)]) is frames.of([a_line(2_00)])
    assert len(list(frames)) == 1


def test_another_case_is_another_frame() -> None:
    """The case of a rule changes its sentence, so it is part of the frame."""
    frames = Frames()
    assert frames.of([a_line()]).fingerprint != frames.of([a_line(case="student")]).fingerprint


def test_values_of_another_payslip_do_not_fit() -> None:
    with pytest.raises(ValueError, match="shorter"):
        unframed(Frames().of([a_line(), a_line()]).lines, own_values([a_line()]))
