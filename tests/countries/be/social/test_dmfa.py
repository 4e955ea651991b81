"""The quarterly declaration: what it holds, its file, and payslips plus true-up to the cent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.social import ENGINE, LAW, QUARTER, contract, nora, payroll, stored, student

from marke.countries.be.payroll.inputs import Family, Partner, Scheme, Worker
from marke.countries.be.social import blocks
from marke.countries.be.social.dmfa.building import CannotDeclare, declaration
from marke.countries.be.social.dmfa.codes import NoCode
from marke.countries.be.social.dmfa.files import dmfa_file, owed_in
from marke.countries.be.social.dmfa.true_up import on_payslips, true_up
from marke.countries.be.social.filing import quarter_filing
from marke.kernel.dates import Quarter
from marke.kernel.parameters import MissingFigure

OFFICIAL = Path("/work/shared/testdata/social/dmfa-2022-3")
NOW = dt.datetime(2026, 10, 12, 9, 30, tzinfo=dt.UTC)
JULY, AUGUST = dt.date(2026, 7, 6), dt.date(2026, 8, 3)


def declared(*contracts, people=()):
    return declaration(LAW, payroll(*stored(contracts), people=people), quarter=QUARTER)


def the_line(*contracts):
    return declared(*contracts).people[0].lines[0]


def test_two_contracts_are_two_occupations_of_one_worker_line() -> None:
    """An employee with two short contracts has one worker line 495 with two occupations and their own days."""
    line = the_line(contract(JULY), contract(AUGUST, days=3, pay=450_00))
    assert line.code == "495"
    assert [(each.starts_on, each.ends_on) for each in line.occupations] == [
        (JULY, JULY + dt.timedelta(days=1)),
        (AUGUST, AUGUST + dt.timedelta(days=2)),
    ]
    assert [each.services[0].days for each in line.occupations] == [2, 3]


def test_the_contribution_is_the_rate_of_the_quarter_on_the_base_of_the_payslips() -> None:
    """300.00 and 450.00 with single exit holiday pay make the basis; 38.07 % of it is owed."""
    line = the_line(contract(JULY), contract(AUGUST, days=3, pay=450_00))
    # 7.67 % of 300.00 is 23.01, of 450.00 is 34.52 (34.515 half-up)
    ordinary = line.contributions[0]
    assert (ordinary.code, ordinary.basis) == ("495", 750_00 + 23_01 + 34_52)
    # 38.07 % of 807.53 is 307.426671
    assert ordinary.amount == 307_43


def test_an_artist_pays_on_108_percent_with_the_holiday_contribution() -> None:
    """Of 300.00 an artist's basis is 324.00, and 43.64 % of it is owed in the quarter."""
    line = the_line(contract(JULY, worker=Worker.ARTIST))
    # 13.07 + 25.00 + 5.57 = 43.64 %; of 324.00 it is 141.3936
    assert (line.code, line.contributions[0].basis, line.contributions[0].amount) == ("046", 324_00, 141_39)


def test_small_contributions_stand_under_their_own_codes() -> None:
    """Closure funds, work accidents, asbestos and unemployment have a code each, on the same basis."""
    line = the_line(contract(JULY, ends=False))
    small = {each.code: each.amount for each in line.contributions[1:]}
    # on 300.00: 0.02 %, 0.01 %, 0.39 %, 0.10 %, 1.69 % and 0.10 %
    assert small == {"255": 6, "256": 3, "809": 1_17, "810": 30, "855": 5_07, "859": 30}


def test_single_exit_holiday_pay_has_a_code_of_its_own() -> None:
    """Pay stands under code 1, single exit holiday pay that bears contributions under code 7."""
    (occupation,) = the_line(contract(JULY)).occupations
    assert [(each.code, each.amount) for each in occupation.remunerations] == [("001", 300_00), ("007", 23_01)]


def test_double_exit_holiday_pay_is_declared_for_no_person_in_particular() -> None:
    """13.07 % of the part that bears it goes under code 870 of the employer."""
    (apart,) = declared(contract(JULY)).apart
    # 6.80 % of 300.00 is 20.40, and 13.07 % of that 2.66628
    assert (apart.code, apart.basis, apart.amount) == ("870", 20_40, 2_67)


def test_the_work_bonus_is_deducted_under_its_code() -> None:
    """What the worker did not pay because of low pay, the enterprise does not owe."""
    slips = stored([contract(JULY, pay=200_00)])
    line = declaration(LAW, payroll(*slips), quarter=QUARTER).people[0].lines[0]
    assert [(each.code, each.amount) for each in line.deductions] == [("0001", slips[0].amounts["work_bonus_total"])]


def test_a_student_within_the_quota_has_a_line_of_hours() -> None:
    """A student pays and costs 8.14 % together, declared by hours."""
    line = the_line(student(JULY))
    assert line.code == "841"
    assert line.student is not None
    # 8.14 % of 300.00
    assert (line.student.pay, line.student.amount, line.student.hours) == (300_00, 24_42, Decimal("15.2"))


def test_a_student_beyond_the_quota_has_both_lines() -> None:
    """Hours beyond the quota are ordinary work, and nothing is declared twice."""
    (person,) = declared(student(JULY, student_hours_before=640)).people
    assert [line.code for line in person.lines] == ["841", "495"]
    inside = person.lines[0].student.pay
    assert inside + person.lines[1].occupations[0].remunerations[0].amount == 300_00


def test_flexi_pay_bears_28_percent_of_the_employer_alone() -> None:
    """A flexi wage stands under code 22, and only the employer owes on it."""
    line = the_line(contract(JULY, scheme=Scheme.FLEXI_JOB, ends=False))
    assert (line.code, line.contributions[0].amount) == ("450", 84_00)
    assert line.occupations[0].remunerations[0].code == "022"


def test_payslips_of_other_quarters_do_not_count() -> None:
    """Work in October belongs to the fourth quarter."""
    slips = stored([contract(JULY), contract(dt.date(2026, 10, 5))])
    assert len(declaration(LAW, payroll(*slips), quarter=QUARTER).people[0].lines[0].occupations) == 1


def test_nobody_is_declared_without_a_national_number() -> None:
    """A person whose number is not known is named, and nothing is filed."""
    with pytest.raises(CannotDeclare) as refusal:
        declared(contract(JULY), people=[nora(national_number="")])
    assert refusal.value.rule == "dmfa.no-national-number"


def test_a_contract_without_joint_committee_is_named() -> None:
    """The committee decides scales and funds: the declaration does not go without it."""
    (slip,) = stored([contract(JULY)])
    with pytest.raises(CannotDeclare) as refusal:
        declaration(LAW, payroll(replace(slip, contract=replace(slip.contract, committee=""))), quarter=QUARTER)
    assert refusal.value.rule == "dmfa.no-committee"


def test_work_without_a_known_code_is_refused_by_name() -> None:
    """The code of a pupil depends on what is not known of the contract: it is not guessed."""
    with pytest.raises(NoCode) as refusal:
        declared(contract(JULY, worker=Worker.PUPIL))
    assert refusal.value.params == {"worker": "pupil"}


def test_a_rate_that_is_not_known_for_the_quarter_is_refused_by_name() -> None:
    """The small contributions of the second quarter of 2026 are not known, so nothing is filed for it."""
    law = ENGINE.law_on(dt.date(2026, 6, 30))
    slips = stored([contract(dt.date(2026, 5, 4))])
    with pytest.raises(MissingFigure) as refusal:
        declaration(law, payroll(*slips), quarter=Quarter(2026, 2))
    assert "onss.small_contributions" in str(refusal.value)


def test_more_contracts_than_a_worker_line_holds_are_refused() -> None:
    """A worker line has places for 99 contracts."""
    (slip,) = stored([contract(JULY)])
    many = [replace(slip, contract=replace(slip.contract, key=f"{number}")) for number in range(100)]
    with pytest.raises(CannotDeclare) as refusal:
        declaration(LAW, payroll(*many), quarter=QUARTER)
    assert refusal.value.params == {"most": 99, "count": 100}


def test_the_file_says_what_it_adds_up_to() -> None:
    """The amount at the head of the file is the sum of its contributions less its deductions."""
    found = declared(contract(JULY, pay=200_00), contract(AUGUST, worker=Worker.ARTIST), student(dt.date(2026, 9, 7)))
    content = dmfa_file(found, made_at=NOW)
    (head,) = blocks.read(content).all("EmployerDeclaration")
    assert int(head.field("NetOwedAmount")) == owed_in(content) == found.owed


def test_a_quarter_before_the_oldest_schema_has_no_file() -> None:
    """Each schema holds from its quarter: an older one is not guessed."""
    found = replace(declared(contract(JULY)), quarter=Quarter(2022, 2))
    with pytest.raises(CannotDeclare) as refusal:
        dmfa_file(found, made_at=NOW)
    assert refusal.value.rule == "dmfa.no-schema"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    file = OFFICIAL / "DmfAOriginal_20223.xsd"
    if not file.exists():
        pytest.skip("the official schema is not on this machine")
    return etree.XMLSchema(etree.parse(str(file)))


def test_the_file_follows_the_official_schema(schema) -> None:
    """Employees, artists, students, flexi-jobs and part-time work are valid under schema 2022/3."""
    found = declared(
        contract(JULY, pay=200_00, hours="8", year_end_premium=50_00),
        contract(AUGUST, worker=Worker.ARTIST),
        contract(dt.date(2026, 8, 10), scheme=Scheme.FLEXI_JOB, ends=False),
        student(dt.date(2026, 9, 7)),
    )
    schema.assertValid(etree.fromstring(dmfa_file(found, made_at=NOW)))


@pytest.mark.parametrize("name", ["DmfAOriginal_20222_1.xml", "DmfAOriginal_2Quarters.xml"])
def test_the_official_examples_are_read_and_written_without_loss(schema, name: str) -> None:
    """Whatever an example holds, also what this enterprise never declares, comes out as it went in."""
    content = (OFFICIAL / "examples" / name).read_bytes()
    (schema_name,) = etree.fromstring(content).attrib.values()
    again = blocks.write(blocks.read(content), schema=schema_name)
    schema.assertValid(etree.fromstring(again))
    assert _plain(again) == _plain(content)


def _plain(content: bytes) -> str:
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    return etree.canonicalize(etree.fromstring(content, parser), strip_text=True)


def test_each_contract_has_its_part_of_the_true_up() -> None:
    """Reductions belong to the contract that earned them, the rest goes by gross pay; together they are the whole."""
    slips = stored([contract(JULY), contract(AUGUST, days=3, pay=450_00)])
    filing = quarter_filing(ENGINE, payroll(*slips), quarter=QUARTER, made_at=None)
    assert filing.reductions == {str(JULY): 9_85, str(AUGUST): 14_76}
    # 0.09 of small contributions, by 346.02 and 519.04 of gross pay
    assert filing.higher == {str(JULY): 4, str(AUGUST): 5}
    assert sum(filing.higher.values()) - sum(filing.reductions.values()) == sum(filing.differences.values())


def test_the_special_contribution_is_settled_with_the_workers() -> None:
    """What was advanced too much in a quarter belongs to the worker and to no contract's cost."""
    slips = stored([contract(dt.date(2026, month, 6), days=10, pay=3_000_00, ends=False) for month in (7, 8, 9)])
    filing = quarter_filing(ENGINE, payroll(*slips), quarter=QUARTER, made_at=None)
    # three advances of 19.24 and 57.71 for the quarter
    assert filing.with_workers == filing.differences["special"] == -1
    enterprise = sum(filing.higher.values()) - sum(filing.reductions.values())
    assert enterprise == sum(filing.differences.values()) - filing.with_workers


KINDS = st.sampled_from([Worker.EMPLOYEE, Worker.MANUAL, Worker.ARTIST])
WORK = st.tuples(st.integers(7, 9), st.integers(1, 4), st.integers(80_00, 400_00), KINDS, st.booleans())
FAMILIES = st.sampled_from([Family(), Family(children=2), Family(partner=Partner.EARNED_INCOME)])


@given(work=st.lists(WORK, min_size=1, max_size=6), family=FAMILIES)
def test_the_declaration_is_the_payslips_plus_the_true_up(work, family) -> None:
    """Whatever was worked, the file owes what the payslips booked plus four named differences, to the cent."""
    contracts = [
        contract(
            dt.date(2026, month, 1 + 4 * place),
            days,
            days * pay,
            worker=worker,
            family=family,
            ends=ends,
            contract=f"{place}",
        )
        for place, (month, days, pay, worker, ends) in enumerate(work)
    ]
    slips = stored(contracts)
    person = nora(family={"children": family.children, "partner": family.partner.value})
    found = declaration(LAW, payroll(*slips, people=[person]), quarter=QUARTER)
    difference = true_up(found, slips)
    assert owed_in(dmfa_file(found, made_at=NOW)) == on_payslips(slips) + difference.total
    assert abs(difference.rounding) <= 5 * len(slips)
    assert difference.structural <= 0
