"""A quarter is declared from its booked payslips: file, payslips and books tell the same amount."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import a_worker, run_to, with_number, worked

from marke.countries.be.social.dmfa.files import owed_in
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.people.models import NationalNumberReveal
from marke.domain.wages.enums import RunState
from marke.kernel.dates import Quarter
from marke.kernel.refusal import Refusal
from marke.reporting.declared_pay import quarter_of_pay, quarters_with_pay
from marke.reporting.declared_pay_findings import prove_declared_pay
from marke.usecases.file_social import file_quarter
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")
THIRD = Quarter(2026, 3)
NOW = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)


@pytest.fixture
def paid(selling: None) -> None:
    """Two people with a national number are booked in one run of September."""
    issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    for serial, name in enumerate(("Nora", "Bo"), start=1):
        worked(with_number(a_worker(name), serial=serial), count=serial)
    run_to(RunState.POSTED)


def test_file_payslips_and_books_tell_the_same_amount(paid: None) -> None:
    """What the file owes is what the payslips booked and the books owe, with each difference named."""
    filing = file_quarter(quarter=THIRD, now=NOW, actor=SYSTEM)
    found = quarter_of_pay(quarter=THIRD)
    assert (filing.people, filing.payslips) == (2, 2)
    assert filing.declared == owed_in(filing.content) == filing.on_payslips + sum(filing.differences.values())
    assert filing.on_payslips == found.in_books > 0
    assert found.agrees
    (period,) = quarters_with_pay()
    assert (period.name, period.people, period.social) == ("2026/3", 2, found.in_books)
    assert all(finding.holds for finding in prove_declared_pay())


def test_each_reading_of_a_national_number_is_recorded(paid: None) -> None:
    """Both people can see that payroll read their number, and for which declaration."""
    file_quarter(quarter=THIRD, now=NOW, actor=SYSTEM)
    assert set(NationalNumberReveal.objects.values_list("reason", flat=True)) == {"DmfA 2026/3"}
    assert NationalNumberReveal.objects.count() == 2


def test_looking_reads_no_national_number(paid: None) -> None:
    """The page that shows whether all agrees opens nobody's number."""
    quarter_of_pay(quarter=THIRD)
    assert not NationalNumberReveal.objects.exists()


def test_a_worker_without_a_number_stops_the_declaration_with_the_name(selling: None) -> None:
    """Nothing leaves, and the sentence says who is missing; the overview says the same."""
    issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    worked(a_worker("Ida"), count=1)
    run_to(RunState.POSTED)
    with pytest.raises(Refusal) as refusal:
        file_quarter(quarter=THIRD, now=NOW, actor=SYSTEM)
    assert refusal.value.params == {"person": "Ida Janssens"}
    found = quarter_of_pay(quarter=THIRD)
    assert not found.agrees
    assert found.refusal is not None
    assert found.refusal.rule == "dmfa.no-national-number"


def test_a_quarter_without_pay_is_not_declared(selling: None) -> None:
    """There is nothing to tell where nobody was paid."""
    assert quarters_with_pay() == []
    with pytest.raises(Refusal) as refusal:
        file_quarter(quarter=THIRD, now=NOW, actor=SYSTEM)
    assert refusal.value.rule == "social.nothing-paid"
