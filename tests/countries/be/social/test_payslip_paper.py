"""The payslip on paper: the mentions of the decree, amounts that add up, the worker's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.support.social import EMPLOYER, ENGINE, contract, nora, stored

from marke.countries.be.documents.payslip import payslip_paper
from marke.countries.be.payroll.inputs import Garnishment, Worker
from marke.ops.typesetting import TypstTypesetter
from marke.rules.social.papers import Slip

MONDAY = dt.date(2026, 7, 6)
DUE = dt.date(2026, 7, 16)


def the_slip(*, language: str = "nl", version: int = 1, **facts) -> Slip:
    asked = contract(MONDAY, **facts)
    (slip,) = ENGINE.person_month([asked])
    (month,) = stored([asked])
    return Slip(EMPLOYER, nora(language=language), month, slip.lines, DUE, version)


def text_of(slip: Slip) -> str:
    paper = payslip_paper(slip)
    content = TypstTypesetter().typeset(template=paper.template, data=paper.data)
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_mentions_of_the_decree_are_there() -> None:
    """Employer, worker, staff number, period, quantity of work, base pay, gross, contributions, tax and net."""
    text = text_of(the_slip(days=3, pay=600_00))
    for mention in (
        *("De Marke CV", "0417.497.106", "Nora Janssens", "1042", "juli 2026", "06/07 – 08/07/2026", "200,00"),
        *("Bediende", "Gewerkte dagen", "Brutoloon", "RSZ-bijdrage", "Belastbaar", "Bedrijfsvoorheffing", "Netto"),
    ):
        assert mention in text


@pytest.mark.parametrize(("language", "title"), [("nl", "Loonfiche"), ("fr", "Fiche de paie"), ("en", "Payslip")])
def test_the_paper_speaks_the_language_of_the_worker(language: str, title: str) -> None:
    """Dutch, French and English each have their own words, titles of lines included."""
    assert title in text_of(the_slip(language=language, worker=Worker.ARTIST))


def test_a_language_without_words_reads_dutch() -> None:
    """Whoever speaks a language that these documents do not know gets them in Dutch."""
    assert "Loonfiche" in text_of(the_slip(language="de"))


def test_the_parts_add_up_to_the_net() -> None:
    """Earned less contributions is taxable; less tax, with allowances, less creditors is what is paid."""
    slip = the_slip(
        days=22, pay=3_000_00, commuting=20_00, garnishment=Garnishment(maintenance=True, claim=100_00), ends=False
    )
    parts = payslip_paper(slip).data["parts"]
    amounts = [_cents(row["amount"]) for part in parts for row in part["rows"]]
    assert sum(amounts) == _cents(parts[-1]["total"][1]) == slip.month.net
    assert _cents(parts[0]["total"][1]) == slip.month.gross
    assert len(parts) == 4


def test_taxable_counts_holiday_pay_that_is_taxed_apart() -> None:
    """Gross less what goes to social security is what the tax is computed on, in two parts."""
    parts = payslip_paper(the_slip(days=3, pay=600_00)).data["parts"]
    earned, social, _ = parts
    kept = sum(_cents(row["amount"]) for row in social["rows"])
    assert _cents(social["total"][1]) == _cents(earned["total"][1]) + kept


def test_before_it_is_paid_the_paper_promises_the_day() -> None:
    """A payslip that is not paid yet says until when it will be."""
    slip = the_slip()
    unpaid = Slip(slip.employer, slip.person, _without_payment(slip), slip.lines, DUE)
    assert payslip_paper(unpaid).data["paid"] == "Uiterlijk op 16 juli 2026"


def test_a_correction_says_that_it_is_one() -> None:
    """The second payslip of a month names itself the first correction."""
    assert payslip_paper(the_slip(version=2)).data["notices"] == ["Verbetering 1 van deze maand"]


def _without_payment(slip: Slip):

    return replace(slip.month, paid_on=None)


def _cents(text: str) -> int:
    return int(text.replace(".", "").replace(",", "").replace("−", "-"))
