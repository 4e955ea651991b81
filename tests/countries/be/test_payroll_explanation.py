"""Every Belgian line can be explained, and a change names its cause: the law, the facts, or the base."""

from __future__ import annotations

import datetime as dt

import pytest

from marke.countries.be.payroll.inputs import Family, Garnishment, Scheme, Transport, Worker, WorkTime
from marke.rules.payroll.change import Cause, changes, why_changed
from marke.rules.payroll.rule import Side


def rich_payslips(engine, contract):
    """Payslips that together show every line a payslip can have."""
    june_2024 = {"start": dt.date(2024, 6, 1), "end": dt.date(2024, 6, 30)}
    return [
        engine.payslip(each)
        for each in (
            contract(
                **june_2024,
                pay=2_500_00,
                ends=True,
                double_holiday_on=2_500_00,
                year_end_premium=500_00,
                benefits_in_kind=100_00,
                commuting=80_00,
                transport=Transport.OWN,
                kilometres=120,
                bicycle_kilometres=40,
                garnishment=Garnishment(children=1),
            ),
            contract(),
            contract(worker=Worker.ARTIST, pay=700_00, time=WorkTime(3, 22)),
            contract(worker=Worker.ARTIST, pay=700_00, time=WorkTime(3, 22), piece_work=True),
            contract(scheme=Scheme.STUDENT, time=WorkTime(hours=100, full_time_hours=164), student_hours_before=600),
            contract(scheme=Scheme.FLEXI_JOB),
        )
    ]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_line_of_a_payslip_has_its_sentence(engine, contract, language: str) -> None:
    """Whatever stands on a payslip is explained in the reader's language, without a hole in the sentence."""
    for payslip in rich_payslips(engine, contract):
        for line in payslip.lines:
            sentence = engine.messages.line(line, language)
            assert sentence.text
            assert "None" not in sentence.text


def test_the_payslips_above_show_every_line(engine, contract) -> None:
    """No line that moves money is left untested by the sentences above."""
    shown = {line.code for payslip in rich_payslips(engine, contract) for line in payslip.lines}
    moving = {rule.text.line for rule in engine.book if rule.text.side is not Side.INFORMATION}
    outside_the_payslip = {
        "guaranteed_pay",
        "copyright_withholding",
        "amateur_arts_allowance",
        "termination_withholding",
    }
    assert moving - shown == outside_the_payslip


def test_each_language_writes_money_in_its_own_way(engine, contract) -> None:
    """Dutch, French and English each write amounts as their readers do."""
    line = engine.payslip(contract()).line("gross_pay")
    texts = {language: engine.messages.line(line, language).text for language in ("nl", "fr", "en")}
    assert "2.800,00" in texts["nl"]
    assert "2\u202f800,00" in texts["fr"] or "2 800,00" in texts["fr"]
    assert "2,800.00" in texts["en"]


def test_a_line_names_the_version_of_its_figures(engine, contract) -> None:
    """A line says which value of which figure it used, so that it can be checked in the law years later."""
    line = engine.payslip(contract()).line("work_bonus_total")
    assert line.rule.reference == "Law of 20 December 1999; royal decree of 17 January 2000"
    assert ("work_bonus.employee", dt.date(2026, 9, 1)) in [(v.key, v.valid_from) for v in line.figures]


def test_a_new_law_is_named_as_the_cause(engine, contract) -> None:
    """The same pay in August and September 2026 differs only by the work bonus, whose law changed on 1 September."""
    pay = 3_100_00
    august = engine.payslip(contract(pay=pay, start=dt.date(2026, 8, 1), end=dt.date(2026, 8, 31)))
    september = engine.payslip(contract(pay=pay))
    bonus = next(change for change in changes(august, september) if change.code == "work_bonus_total")
    assert [reason.cause for reason in bonus.reasons] == [Cause.LAW]
    assert "1 September 2026" in " ".join(why_changed(engine.messages, august, september, "en"))


def test_a_child_is_named_as_the_cause(engine, contract) -> None:
    """With a first child the tax falls, and the explanation says that the facts changed."""
    before = engine.payslip(contract())
    after = engine.payslip(contract(family=Family(children=1)))
    tax = next(change for change in changes(before, after) if change.code == "withholding_before_bonus")
    assert tax.difference < 0
    assert {reason.name for reason in tax.reasons if reason.cause is Cause.FACTS} == {"children", "reduction_year"}


def test_a_line_that_appears_and_one_that_goes_are_named(engine, contract) -> None:
    """A premium that is new, and exit pay that is gone, are said to be so."""
    before = engine.payslip(contract(ends=True))
    after = engine.payslip(contract(year_end_premium=100_00))
    causes = {change.code: change.reasons[0].cause for change in changes(before, after)}
    assert causes["year_end_premium"] is Cause.NEW
    assert causes["exit_holiday_single"] is Cause.GONE


def test_a_default_is_said_to_be_one(engine, contract) -> None:
    """While a figure is a default, the payslip says so in the reader's language."""
    payslip = engine.payslip(contract(worker=Worker.ARTIST))
    assert any("tarief verzekering en beheer" in text for text in engine.messages.notice_texts(payslip, "nl"))


def test_a_stored_payslip_keeps_the_law_it_used(engine, contract) -> None:
    """The stored payslip carries the fingerprint of every figure in force."""
    stored = engine.payslip(contract()).as_json()
    assert stored["parameters"] == engine.law_on(dt.date(2026, 9, 30)).parameters.fingerprint
    assert len(stored["parameters"]) == 64


def test_an_amount_of_another_line_is_not_called_a_fact(engine, contract) -> None:
    """Taxable pay that moves with the work bonus follows from the other lines; only a child is a fact."""
    pay = 3_100_00
    august = engine.payslip(contract(pay=pay, start=dt.date(2026, 8, 1), end=dt.date(2026, 8, 31)))
    september = engine.payslip(contract(pay=pay, family=Family(children=1)))
    sentences = why_changed(engine.messages, august, september, "en")
    taxable = next(text for text in sentences if text.startswith("Taxable pay"))
    tax = next(text for text in sentences if text.startswith("Withholding tax"))
    assert taxable.endswith("It follows from the other lines.")
    assert "The facts changed: number of children." in tax


def test_no_payslip_shows_a_technical_key(engine, contract) -> None:
    """Every figure that any line of any payslip can use has a name in the reader's language."""
    used = {v.key for payslip in rich_payslips(engine, contract) for line in payslip.lines for v in line.figures}
    assert used <= set(engine.messages.figures)
