"""What the tax office is told: the statement of a month, the slips of a year, and the file with its totals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.social import contract, nora, payroll, stored, student

from marke.countries.be.payroll.inputs import Garnishment, Scheme, Worker
from marke.countries.be.social import blocks
from marke.countries.be.social.belcotax.files import belcotax_file, withheld_in
from marke.countries.be.social.belcotax.slips import CannotFile, tax_year
from marke.countries.be.social.filing import year_filing
from marke.countries.be.social.tax import taxed, withheld
from marke.countries.be.social.withholding import withholding_statement
from marke.kernel.dates import Month
from marke.rules.social.records import Address

SCHEMA = Path("/work/shared/testdata/tax/belcotax-2024/Belcotax-2024.xsd")
JULY, AUGUST = dt.date(2026, 7, 6), dt.date(2026, 8, 3)
MADE = dt.date(2027, 2, 1)


def the_year(*contracts, people=()):
    return tax_year(payroll(*stored(contracts), people=people), year=2026)


def test_exit_holiday_pay_is_anticipated_holiday_pay() -> None:
    """Pay is ordinary, the holiday pay at the end of a contract stands apart; both after contributions."""
    (slip,) = stored([contract(JULY, pay=400_00)])
    found = taxed(slip)
    # 400.00 less 52.28; twice 30.68 less 13.07 % of the single part (4.01) and of 27.20 (3.56)
    assert (found.ordinary, found.anticipated) == (347_72, 53_79)


def test_student_pay_within_the_quota_is_ordinary_pay_and_named() -> None:
    """A student's pay less the solidarity contribution stands in ordinary pay and once more as student pay."""
    (slip,) = stored([student(JULY)])
    found = taxed(slip)
    # 300.00 less 2.71 %
    assert (found.ordinary, found.student, found.withheld) == (291_87, 291_87, 0)


def test_a_flexi_wage_is_not_taxed() -> None:
    """Flexi pay is told apart and taxed nowhere."""
    (slip,) = stored([contract(JULY, scheme=Scheme.FLEXI_JOB, ends=False)])
    assert (taxed(slip).flexi, taxed(slip).taxable) == (300_00, 0)


MONEY = st.integers(60_00, 400_00)


@given(pay=MONEY, days=st.integers(1, 10), ends=st.booleans(), premium=st.integers(0, 100_00), debt=st.booleans())
def test_taxable_pay_less_tax_is_what_the_worker_receives(pay, days, ends, premium, debt) -> None:
    """Whatever is paid: taxable less tax and special contribution, less creditors, is the net pay to the cent."""
    order = Garnishment(maintenance=True, claim=20_00) if debt else None
    asked = contract(JULY, days, days * pay, ends=ends, year_end_premium=premium, garnishment=order)
    (slip,) = stored([asked])
    found = taxed(slip)
    assert found.taxable - found.withheld - found.special - slip.total("garnishment") == slip.net


def test_the_statement_counts_the_month_of_payment() -> None:
    """Work of the end of July that is paid in August belongs to August."""
    late, early = stored([contract(JULY), contract(dt.date(2026, 7, 30))])
    late, early = replace(late, paid_on=dt.date(2026, 8, 4)), replace(early, paid_on=dt.date(2026, 7, 15))
    statement = withholding_statement(payroll(late, early), month=Month(2026, 8))
    assert (statement.payslips, statement.withheld) == (1, withheld(late))
    assert statement.taxable == taxed(late).taxable


def test_pay_that_has_not_arrived_is_not_in_the_statement() -> None:
    """A payslip without a day of payment counts in no month."""
    (slip,) = stored([contract(JULY)])
    statement = withholding_statement(payroll(replace(slip, paid_on=None)), month=Month(2026, 7))
    assert (statement.people, statement.rows, statement.withheld) == (0, (), 0)


def test_a_worker_has_one_slip_for_the_year() -> None:
    """Two contracts make one slip, from the first day to the last."""
    (slip,) = the_year(contract(JULY), contract(AUGUST, days=3, pay=450_00)).slips
    assert (slip.number, slip.first, slip.last) == (1, JULY, AUGUST + dt.timedelta(days=2))
    assert slip.amounts.ordinary > 0


def test_a_contract_that_began_before_the_year_is_told_from_its_first_day() -> None:
    """The slip stays within its year."""
    (month,) = stored([contract(JULY)])
    open_ended = replace(month, contract=replace(month.contract, starts_on=dt.date(2024, 3, 1), ends_on=None))
    (slip,) = tax_year(payroll(open_ended), year=2026).slips
    assert (slip.first, slip.last) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_pay_of_december_that_arrives_in_january_is_of_the_new_year() -> None:
    """The tax office counts when pay is paid."""
    (slip,) = stored([contract(dt.date(2026, 12, 29))])
    assert tax_year(payroll(slip), year=2026).slips == ()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"address": Address("", "9000", "Gent")}, "belcotax.no-address"),
        ({"national_number": "", "birth_date": None}, "belcotax.no-identity"),
    ],
)
def test_a_worker_who_is_not_known_enough_is_named(changes, rule: str) -> None:
    """A slip without address, or without number and birth date, does not leave."""
    with pytest.raises(CannotFile) as refusal:
        the_year(contract(JULY), people=[nora(**changes)])
    assert (refusal.value.rule, refusal.value.params) == (rule, {"person": "Nora Janssens"})


def test_a_year_before_the_oldest_schema_has_no_file() -> None:
    """The form of 2023 is not known here."""
    with pytest.raises(CannotFile) as refusal:
        belcotax_file(replace(the_year(contract(JULY)), year=2023), made_on=MADE)
    assert refusal.value.rule == "belcotax.no-schema"


def test_the_file_adds_up_to_its_totals() -> None:
    """Records, slip numbers, control totals and tax agree from slip to statement to sending."""
    slips = stored([contract(JULY, pay=900_00)]) + stored(
        [contract(AUGUST, pay=800_00, person="bo", worker=Worker.MANUAL)]
    )
    filing = year_filing(payroll(*slips, people=[nora(), nora("bo", given_name="Bo")]), year=2026, made_on=MADE)
    root = blocks.read(filing.content)
    (statement,), (sending,) = root.all("Aangifte"), root.all("Verzending")
    controls = sum(int(slip.field("f10_2059_totaalcontrole")) for slip in root.all("Fiche28110"))
    assert statement.field("r8010_aantalrecords") == "4"
    assert statement.field("r8011_controletotaal") == "3"
    assert int(statement.field("r8012_controletotaal")) == int(sending.field("r9013_controletotaal")) == controls
    assert int(statement.field("r8013_totaalvoorheffingen")) == withheld_in(filing.content) == filing.on_payslips
    assert (filing.unexplained, filing.people) == (0, 2)


def test_the_file_follows_the_official_schema() -> None:
    """Employees, students and flexi-jobs are valid under the schema of income year 2024."""
    if not SCHEMA.exists():
        pytest.skip("the official schema is not on this machine")
    found = the_year(
        contract(JULY), student(AUGUST), contract(dt.date(2026, 9, 7), scheme=Scheme.FLEXI_JOB, ends=False)
    )
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(etree.fromstring(belcotax_file(found, made_on=MADE)))
