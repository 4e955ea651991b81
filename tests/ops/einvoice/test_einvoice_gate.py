"""The gate: what leaves is judged by the rules of its day, and where rules are missing nothing is guessed."""

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from tests.support.einvoices import DAY, PEPPOL, invoice, needs_peppol

from marke.countries.registry import country
from marke.ops.einvoice.gate import Gate
from marke.rules.einvoice import write_invoice


def gate(home: Path, *, peppol: bool = True) -> Gate:
    return Gate(home=home, law=country("be").vat_law, needs_peppol=peppol)


def test_without_peppol_rules_an_invoice_is_not_judged(tmp_path: Path) -> None:
    """A good invoice that cannot be judged is neither refused nor let through: rules are missing."""
    judged = gate(tmp_path).judge(write_invoice(invoice()))
    assert not judged.valid
    assert not judged.could_judge
    assert [each["rule"] for each in judged.fatal] == ["rule-pack.missing"]


def test_the_demo_judges_by_the_european_rules_that_come_with_the_product(tmp_path: Path) -> None:
    """Without network and without a pack, the demo still refuses what the European standard refuses."""
    demo = gate(tmp_path, peppol=False)
    assert demo.judge(write_invoice(invoice())).valid
    assert not demo.judge(write_invoice(invoice(buyer_reference=None, currency="EURO"))).valid


def test_wrong_money_is_refused_even_where_rules_are_missing(tmp_path: Path) -> None:
    """What Marke's own checks refuse is the document's fault, not that of missing rules."""
    wrong = write_invoice(invoice()).replace(b">21.00<", b">21.01<")
    judged = gate(tmp_path).judge(wrong)
    assert judged.could_judge
    assert not judged.valid


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE x [<!ENTITY a "boom">]><Invoice>&a;</Invoice>',
        b'<!DOCTYPE Invoice SYSTEM "http://example.org/evil.dtd"><Invoice/>',
        b"<a>" * 5_000 + b"</a>" * 5_000,
        b"",
        b"\x00\xff not xml",
    ],
    ids=["entity", "external", "deep", "empty", "binary"],
)
def test_hostile_xml_gets_a_sentence_and_nothing_else(tmp_path: Path, hostile: bytes) -> None:
    """What could harm the reader is refused before any tree is built."""
    judged = gate(tmp_path, peppol=False).judge(hostile, incoming=True)
    assert not judged.valid
    assert judged.could_judge
    assert judged.fatal[0]["layer"] == "xml"
    assert judged.fatal[0]["sentence"]


@needs_peppol
def test_a_pack_that_is_installed_while_the_gate_stands_counts_at_once(tmp_path: Path) -> None:
    """Nobody has to start anything again: the next document is judged by the new rules."""
    standing = gate(tmp_path)
    assert not standing.judge(write_invoice(invoice())).could_judge
    shutil.copytree(PEPPOL / "rulepacks/2026.5", tmp_path / "rulepacks/2026.5")
    judged = standing.judge(write_invoice(invoice()))
    assert judged.valid
    assert judged.pack
    assert standing.standing(today=DAY).lets_through


@needs_peppol
def test_a_broken_pack_judges_nothing_and_says_so(tmp_path: Path) -> None:
    """A changed file of rules is no rule: the gate closes with a clear sentence."""
    shutil.copytree(PEPPOL / "rulepacks/2026.5", tmp_path / "rulepacks/2026.5")
    facts = tmp_path / "rulepacks/2026.5/pack.json"
    facts.write_text(re.sub(r'"sha256": "[0-9a-f]{8}', '"sha256": "00000000', facts.read_text()))
    judged = gate(tmp_path).judge(write_invoice(invoice()))
    assert not judged.could_judge
    assert "SHA-256" in judged.fatal[0]["sentence"]


def test_a_pack_that_cannot_be_read_is_told_on_the_status(tmp_path: Path) -> None:
    """The desk sees why nothing leaves."""
    (tmp_path / "rulepacks/odd").mkdir(parents=True)
    (tmp_path / "rulepacks/odd/pack.json").write_text("{}")
    standing = gate(tmp_path).standing(today=DAY)
    assert not standing.lets_through
    assert "pack.json" in standing.problem


@needs_peppol
def test_an_old_pack_is_told_in_time(tmp_path: Path) -> None:
    """The network publishes twice a year: seven months after publication the newest pack is likely another one."""
    shutil.copytree(PEPPOL / "rulepacks/2026.5", tmp_path / "rulepacks/2026.5")
    facts = json.loads((tmp_path / "rulepacks/2026.5/pack.json").read_text())
    facts["published"] = "2026-05-20"
    (tmp_path / "rulepacks/2026.5/pack.json").write_text(json.dumps(facts))
    assert not gate(tmp_path).standing(today=dt.date(2026, 11, 24)).is_old
    assert gate(tmp_path).standing(today=dt.date(2027, 1, 24)).is_old
