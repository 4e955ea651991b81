"""Documents of a year and of a contract's end: what they hold, and that their columns add up."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.support.social import contract, nora, payroll, stored, student

from marke.countries.be.documents.account import account_paper
from marke.countries.be.documents.holidays import holiday_paper
from marke.countries.be.documents.leaving import leaving_paper
from marke.countries.be.documents.tax_slip import tax_slip_paper
from marke.countries.be.payroll.inputs import Worker
from marke.kernel.refusal import Refusal
from marke.ops.typesetting import TypstTypesetter
from marke.rules.social.papers import Paper
from marke.rules.social.records import Payroll

JULY, AUGUST = dt.date(2026, 7, 6), dt.date(2026, 8, 3)
LANGUAGES = pytest.mark.parametrize("language", ["nl", "fr", "en"])


def the_payroll(*contracts) -> Payroll:
    return payroll(*stored(contracts or [contract(JULY, pay=400_00), contract(AUGUST, days=3, pay=450_00)]))


def text_of(paper: Paper) -> str:
    content = TypstTypesetter().typeset(template=paper.template, data=paper.data)
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def cents(text: str) -> int:
    return int(text.replace(".", "").replace(",", ""))


def columns(paper: Paper, first: int) -> list[tuple[list[int], int]]:
    """The amounts of each column from one on, with its total."""
    found = range(first, len(paper.data["heads"]))
    return [([cents(row[at]) for row in paper.data["rows"]], cents(paper.data["totals"][at])) for at in found]


@LANGUAGES
def test_each_document_is_set_in_each_language(language: str) -> None:
    """Account, certificate, slip and sheet name the worker in Dutch, French and English."""
    stock = the_payroll()
    papers = [make(stock, person="nora", year=2026, language=language) for make in (account_paper, holiday_paper)]
    papers.append(tax_slip_paper(stock, person="nora", year=2026, language=language))
    papers.append(leaving_paper(stock, person="nora", contract=str(JULY), language=language))
    assert all("Nora Janssens" in text_of(paper) for paper in papers)


def test_the_account_has_a_row_for_each_payslip_and_adds_up() -> None:
    """Each column of amounts is the sum of its rows, and gross less contribution, tax and special is net."""
    paper = account_paper(the_payroll(), person="nora", year=2026)
    assert [row[0] for row in paper.data["rows"]] == ["06/07 – 07/07", "03/08 – 05/08"]
    assert all(sum(amounts) == total for amounts, total in columns(paper, 3))
    gross, social, taxable, tax, special, net, _ = (total for _, total in columns(paper, 3))
    assert (gross - social, taxable - tax - special) == (taxable, net)


def test_the_account_leaves_other_years_out() -> None:
    """The account of 2025 is empty for somebody who began in 2026."""
    assert account_paper(the_payroll(), person="nora", year=2025).data["rows"] == []


def test_the_certificate_tells_pay_and_both_parts_of_holiday_pay() -> None:
    """On 400.00 and 450.00 each part is 7.67 %: 30.68 and 34.52."""
    paper = holiday_paper(the_payroll(), person="nora", year=2026)
    pay, single, double, *_ = (amounts for amounts, _ in columns(paper, 2))
    assert (pay, single, double) == ([400_00, 450_00], [30_68, 34_52], [30_68, 34_52])


def test_an_artist_has_no_certificate() -> None:
    """The fund pays the holidays of artists, so that the employer certifies nothing."""
    with pytest.raises(Refusal) as refusal:
        holiday_paper(the_payroll(contract(JULY, worker=Worker.ARTIST)), person="nora", year=2026)
    assert refusal.value.rule == "holidays.none"


def test_the_slip_on_paper_is_the_slip_of_the_file() -> None:
    """The amounts and zones are those that the tax office receives."""
    paper = tax_slip_paper(the_payroll(contract(JULY, pay=400_00)), person="nora", year=2026)
    assert [row[1:] for row in paper.data["rows"]][:2] == [["2.060", "347,72"], ["2.063", "53,79"]]
    assert paper.data["totals"][-1] == "401,51"


def test_the_sheet_answers_what_form_c4_asks() -> None:
    """Start, end, reason, worker code, committee, hours a week, days and pay of the contract."""
    paper = leaving_paper(the_payroll(), person="nora", contract=str(AUGUST))
    answers = [row[1] for row in paper.data["rows"]]
    assert answers[:5] == [
        "3 augustus 2026",
        "5 augustus 2026",
        "Einde van een overeenkomst voor bepaalde tijd",
        "495",
        "200",
    ]
    assert answers[6:] == ["38", "38", "3", "450,00", "69,04"]


def test_a_student_gets_no_sheet() -> None:
    """Work within the student's quota gives no right to the form."""
    with pytest.raises(Refusal) as refusal:
        leaving_paper(payroll(*stored([student(JULY)]), people=[nora()]), person="nora", contract=str(JULY))
    assert refusal.value.rule == "leaving.no-end"
