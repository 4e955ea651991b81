"""Judging a document: gate, schema, rules of the day, own checks, in one report."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.support.einvoices import (
    EXEMPT,
    EXPORTED,
    PEPPOL,
    REDUCED,
    credit_note,
    examples,
    invented,
    invoice,
    line,
    needs_peppol,
    party,
)

from marke.countries.registry import country
from marke.ops.einvoice.check import UnknownTable, check_table
from marke.ops.einvoice.validation import Report, Validator
from marke.rules.einvoice import Invoice, Severity, read_invoice, write_invoice
from marke.rules.einvoice.model import BILLING, EN_16931

LAW = country("be").vat_law()


@pytest.fixture(scope="module")
def bare() -> Validator:
    """A fresh installation: the European rules only."""
    return Validator(law=LAW)


@pytest.fixture(scope="module")
def peppol() -> Validator:
    return Validator(home=PEPPOL, law=LAW, needs_peppol=True)


@pytest.fixture(scope="module")
def newest() -> Validator:
    """The official rules of May 2026 for documents of any date, without own checks."""
    return Validator(home=PEPPOL, pack="2026.5")


def fatal(report: Report) -> set[str]:
    return {each.rule for each in report.fatal}


def changed(made: Invoice, old: str, new: str) -> bytes:
    content = write_invoice(made)
    assert old.encode() in content
    return content.replace(old.encode(), new.encode())


@pytest.mark.parametrize("make", [invoice, credit_note])
def test_a_good_document_is_valid_on_a_fresh_installation(bare: Validator, make) -> None:
    """European rules and schema come with the product; the missing Peppol rules are said, not passed over."""
    report = bare.validate(write_invoice(make()))
    assert report.is_valid
    assert report.layers == ("en16931 1.3.16",)
    assert [(each.rule, each.severity) for each in report.findings] == [("rule-pack.missing", Severity.WARNING)]


def test_before_sending_missing_peppol_rules_are_fatal() -> None:
    """Nothing leaves for the network that the rules of the network did not judge."""
    report = Validator(law=LAW, needs_peppol=True).validate(write_invoice(invoice()))
    assert fatal(report) == {"rule-pack.missing"}


def test_a_document_of_the_european_standard_alone_needs_no_peppol_rules() -> None:
    """A client without an address on the network gets one: it is valid although the network's rules are missing."""
    plain = write_invoice(replace(invoice(), specification=EN_16931))
    report = Validator(law=LAW, needs_peppol=True).validate(plain, ours=True)
    assert (report.is_valid, report.findings) == (True, ())


@needs_peppol
@pytest.mark.parametrize(
    ("specification", "layers"),
    [(BILLING, ("en16931 1.3.16", "peppol-billing 3.0.21")), (EN_16931, ("en16931 1.3.16",))],
)
def test_the_rules_of_the_network_judge_what_is_for_the_network(
    peppol: Validator, specification: str, layers: tuple[str, ...]
) -> None:
    """What our own document says it follows (BT-24) decides: Peppol on top, or the European standard alone."""
    report = peppol.validate(write_invoice(replace(invoice(), specification=specification)), ours=True)
    assert (report.layers, report.fatal) == (layers, ())


@needs_peppol
def test_a_plain_document_from_outside_is_judged_by_the_network_too(peppol: Validator) -> None:
    """What came over the network must follow its rules: the European standard alone is not enough there (R004)."""
    report = peppol.validate(write_invoice(replace(invoice(), specification=EN_16931)), incoming=True)
    assert "PEPPOL-EN16931-R004" in fatal(report)


def test_the_report_says_where_and_why(bare: Validator) -> None:
    """Layer, rule, severity, place and sentence, with the number and day of the document."""
    facts = bare.validate(changed(invoice(), ">21<", ">7<")).as_json()
    assert (facts["document"], facts["number"], facts["issued_on"]) == ("Invoice", "2026-0001", "2026-11-23")
    assert facts["valid"] is False
    (rate,) = [each for each in facts["findings"] if each["rule"] == "einvoice.vat-rate"]
    assert (rate["layer"], rate["severity"], rate["location"]) == ("marke", "fatal", "VAT S 7 %")
    assert rate["sentence"] == "VAT of 7 % does not exist on 2026-11-23. The rates are 6, 12, 21 %."


WRONG = {
    "a total": (">121.00<", ">122.00<", {"BR-CO-15", "einvoice.totals-exact"}),
    "half a cent": (">121.00<", ">121.005<", {"UBL-DT-01", "BR-DEC-14", "einvoice.value"}),
    "an unknown currency": ("EUR", "XXQ", {"BR-CL-03", "BR-CL-04", "einvoice.currency"}),
    "an unknown element": ("<cbc:Name>Performance", "<cbc:Nickname/><cbc:Name>Performance", {"xsd"}),
    "elements in another order": ("cbc:DueDate", "cbc:TaxPointDate", {"xsd"}),
    "a word as amount": (">121.00<", ">much<", {"xsd", "not-applicable", "einvoice.value"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_document_is_refused(bare: Validator, case: str) -> None:
    old, new, expected = WRONG[case]
    assert expected <= fatal(bare.validate(changed(invoice(), old, new)))


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"<!DOCTYPE x><x/>", "xml.doctype"), (b"<x", "xml.not-well-formed"), (b"<x/>", "rule-pack.none")],
)
def test_what_cannot_be_opened_or_judged_is_never_valid(bare: Validator, content: bytes, rule: str) -> None:
    assert fatal(bare.validate(content)) == {rule}


def test_schema_errors_name_elements_as_people_do(bare: Validator) -> None:
    report = bare.validate(changed(invoice(), "<cbc:Name>Performance", "<cbc:Nickname/><cbc:Name>Performance"))
    (error,) = [each for each in report.findings if each.layer == "xsd"]
    assert "{urn:" not in error.sentence
    assert "Nickname" in error.sentence


def test_own_checks_only_warn_about_what_others_sent(bare: Validator) -> None:
    """A supplier's invoice with VAT of 7 % is in the books of the supplier: we ask, we do not refuse."""
    report = bare.validate(changed(invoice(), ">21<", ">7<"), incoming=True)
    assert "einvoice.vat-rate" in {each.rule for each in report.findings if each.severity is Severity.WARNING}
    assert "einvoice.vat-rate" not in fatal(report)


def test_own_checks_leave_foreign_sellers_alone(bare: Validator) -> None:
    dutch = party(1, "A supplier")
    dutch = replace(dutch, address=replace(dutch.address, country="NL"))
    report = bare.validate(changed(invoice(seller=dutch), ">21<", ">7<"))
    assert [each for each in report.findings if each.layer == "marke"] == []


@needs_peppol
@pytest.mark.parametrize("file", examples("examples/cen-cii-examples")[2:4])
def test_a_cii_invoice_is_judged_by_the_european_rules(bare: Validator, file: Path) -> None:
    report = bare.validate(file.read_bytes(), incoming=True)
    assert report.is_valid
    assert report.issued_on is not None
    assert report.layers[0].startswith("en16931")


@needs_peppol
@pytest.mark.parametrize(
    "make",
    [
        invoice,
        credit_note,
        lambda: invoice(line(1), line(2, category=REDUCED), line(3, category=EXEMPT)),
        lambda: invoice(line(category=EXPORTED)),
    ],
)
def test_what_marke_writes_passes_every_layer(peppol: Validator, make) -> None:
    """Schema, European rules, Peppol rules and own checks."""
    report = peppol.validate(write_invoice(make()))
    assert fatal(report) == set()
    assert report.layers == ("en16931 1.3.16", "peppol-billing 3.0.21")


@needs_peppol
@settings(max_examples=40, deadline=None)
@given(made=invented())
def test_invented_documents_pass_every_layer(peppol: Validator, made: Invoice) -> None:
    """Every VAT ground, allowances, charges, prepayments, both kinds: zero fatal findings."""
    assert fatal(peppol.validate(write_invoice(made))) == set()


@needs_peppol
def test_the_rules_of_the_day_judge(peppol: Validator) -> None:
    """The process with a response exists since May 2026: the same invoice is refused earlier and accepted later."""
    later = invoice(process="urn:peppol:bis:billing_with_response")
    earlier = replace(later, issued_on=dt.date(2026, 3, 2))
    assert fatal(peppol.validate(write_invoice(later))) == set()
    assert fatal(peppol.validate(write_invoice(earlier))) == {"PEPPOL-EN16931-R007"}


@needs_peppol
def test_rules_that_are_coming_warn_in_time() -> None:
    """Between publication and the day they hold, what the next rules refuse is a warning for what we send."""
    validator = Validator(home=PEPPOL)
    made = replace(invoice(process="urn:peppol:france:billing:regulated"), issued_on=dt.date(2026, 6, 1))
    now = validator.validate(write_invoice(made))
    known = {each.layer for each in now.findings if each.severity is Severity.WARNING}
    assert now.pack == "peppol-2025.11"
    assert all(layer.endswith("(peppol-2026.5)") for layer in known)


OFFICIAL = ("billing-examples", "selfbilling-examples", "cen-ubl-examples", "cen-ubl-testfiles")


@needs_peppol
@pytest.mark.parametrize("file", examples(*(f"examples/{folder}" for folder in OFFICIAL)))
def test_an_official_example_is_judged_alike_when_it_is_written_again(newest: Validator, file: Path) -> None:
    """Valid ones stay valid; in the others only empty elements go, which the writer never makes."""
    before = fatal(newest.validate(file.read_bytes()))
    after = fatal(newest.validate(write_invoice(read_invoice(file.read_bytes()))))
    assert after == before - {"PEPPOL-EN16931-R008"}


@needs_peppol
@pytest.mark.parametrize("table", ["belgian", "examples"])
def test_the_official_tables_are_reproduced(newest: Validator, table: str) -> None:
    """Root, schema and the exact set of fatal and warning rules of each example; the unit tests run by command."""
    compared = list(check_table(PEPPOL / table / "EXPECTED.tsv", root=PEPPOL, validator=newest))
    assert len(compared) > 20
    assert [each for each in compared if not each.agrees] == []


@needs_peppol
def test_official_unit_tests_are_reproduced(newest: Validator, tmp_path: Path) -> None:
    """One in ten of the official unit tests; all of them run with «einvoice check»."""
    header, *rows = (PEPPOL / "units/EXPECTED.tsv").read_text(encoding="utf-8").splitlines()
    table = tmp_path / "some.tsv"
    table.write_text("\n".join([header, *rows[::10]]) + "\n", encoding="utf-8")
    compared = list(check_table(table, root=PEPPOL / "units", validator=newest))
    assert len(compared) == len(rows[::10])
    assert [each for each in compared if not each.agrees] == []


def test_a_wrong_expectation_and_a_missing_document_are_reported(tmp_path: Path, bare: Validator) -> None:
    """A table that agrees with everything proves nothing."""
    (tmp_path / "good.xml").write_bytes(write_invoice(invoice()))
    table = tmp_path / "EXPECTED.tsv"
    table.write_text("file\txsd\tfatal_rules\ngood.xml\tok\tBR-01\nlost.xml\tok\t-\n")
    compared = list(check_table(table, root=tmp_path, validator=bare))
    assert [(each.what, each.agrees) for each in compared] == [
        ("xsd", True),
        ("fatal rules", False),
        ("reading", False),
    ]


def test_a_table_with_other_columns_is_refused(tmp_path: Path, bare: Validator) -> None:
    table = tmp_path / "EXPECTED.tsv"
    table.write_text("name\tverdict\n")
    with pytest.raises(UnknownTable, match="columns are not known"):
        list(check_table(table, root=tmp_path, validator=bare))
