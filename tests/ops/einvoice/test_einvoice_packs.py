"""Rule packs: dated folders that are used whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from marke.ops.einvoice.engine import RuleEngine
from marke.ops.einvoice.packs import BrokenRulePack, RulePacks, install, read_pack, shipped_layer, shipped_schema

RULES = '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="/*"/></pattern></schema>'
BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SELF_BILLING = BILLING.replace(":billing:", ":selfbilling:")


def pack(
    folder: Path,
    name: str,
    *,
    layer: str = "peppol-billing",
    rules: str = RULES,
    roots: Any = ("Invoice",),
    **dates: Any,
) -> Path:
    """A pack of one layer in a folder of its own."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "rules.sch").write_text(rules, encoding="utf-8")
    digest = hashlib.sha256(rules.encode()).hexdigest()
    layers = [{"layer": layer, "file": "rules.sch", "version": "1", "document_roots": ["Invoice"], "sha256": digest}]
    (place / "pack.json").write_text(json.dumps({"pack": f"peppol-{name}", "layers": layers, **dates}))
    return place


@pytest.fixture
def packs(tmp_path: Path) -> RulePacks:
    pack(tmp_path, "2025.11", published="2025-11")
    pack(tmp_path, "2026.5", published="2026-05", mandatory_from="2026-08-24")
    pack(tmp_path, "self", layer="peppol-selfbilling", published="2026-05")
    return RulePacks.in_folder(tmp_path)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2020-01-01", "2025.11"),
        ("2025-11-01", "2025.11"),
        ("2026-08-23", "2025.11"),
        ("2026-08-24", "2026.5"),
        ("2030-01-01", "2026.5"),
    ],
)
def test_the_day_of_issue_chooses_the_pack(packs: RulePacks, day: str, name: str) -> None:
    """An old invoice is judged by the rules of its time, one before all packs by the first."""
    chosen = packs.in_force("Invoice", BILLING, on=dt.date.fromisoformat(day))
    assert chosen is not None
    assert chosen.folder.name == name


def test_a_document_without_a_day_is_judged_by_the_newest_rules(packs: RulePacks) -> None:
    chosen = packs.in_force("Invoice", BILLING, on=None)
    assert chosen is not None
    assert chosen.folder.name == "2026.5"


def test_the_next_rules_are_known_once_they_are_published(packs: RulePacks) -> None:
    """Between May and August 2026 the coming pack warns; before, nobody knew it; after, it is in force."""
    days = [dt.date(2026, 4, 30), dt.date(2026, 5, 1), dt.date(2026, 8, 23), dt.date(2026, 8, 24)]
    coming = [packs.upcoming("Invoice", BILLING, on=day) for day in days]
    assert [each and each.folder.name for each in coming] == [None, "2026.5", "2026.5", None]


def test_what_the_document_follows_chooses_the_layer(packs: RulePacks) -> None:
    """Self-billing has rules of its own; other documents have none here."""
    chosen = packs.in_force("Invoice", SELF_BILLING, on=dt.date(2026, 11, 23))
    assert chosen is not None
    assert chosen.folder.name == "self"
    assert packs.in_force("Order", BILLING, on=None) is None


def test_one_release_can_be_asked_for(packs: RulePacks) -> None:
    chosen = packs.only("2025.11").in_force("Invoice", BILLING, on=dt.date(2030, 1, 1))
    assert chosen is not None
    assert chosen.name == "peppol-2025.11"
    with pytest.raises(BrokenRulePack, match=r"no rule pack «2019\.1»"):
        packs.only("2019.1")


def test_no_folder_holds_no_packs(tmp_path: Path) -> None:
    assert RulePacks.in_folder(tmp_path / "nowhere").packs == ()


BROKEN = {
    "has no pack.json": lambda place: (place / "pack.json").unlink(),
    "cannot be understood": lambda place: (place / "pack.json").write_text("{"),
    "lies outside the pack": lambda place: _change(place, lambda text: text.replace("rules.sch", "../rules.sch")),
    "KeyError": lambda place: _change(place, lambda text: text.replace('"layers"', '"sheets"')),
    "Invalid isoformat": lambda place: _change(
        place, lambda text: text.replace('{"pack"', '{"published": "May", "pack"')
    ),
}


def _change(place: Path, how: Any) -> None:
    file = place / "pack.json"
    file.write_text(how(file.read_text()))


@pytest.mark.parametrize("reason", BROKEN)
def test_a_pack_that_cannot_be_understood_is_named_with_the_reason(tmp_path: Path, reason: str) -> None:
    place = pack(tmp_path, "2026.11")
    BROKEN[reason](place)
    with pytest.raises(BrokenRulePack, match=rf"«2026\.11» is not used.*{reason}"):
        RulePacks.in_folder(tmp_path)


def test_a_rule_file_that_was_changed_or_lost_is_not_used(tmp_path: Path) -> None:
    """The hash says whether these are the published rules."""
    (layer,) = read_pack(pack(tmp_path, "2026.11")).layers
    layer.file.write_text(RULES.replace("/*", "/nothing"))
    with pytest.raises(BrokenRulePack, match="SHA-256"):
        RuleEngine().compile(layer)
    layer.file.unlink()
    with pytest.raises(BrokenRulePack, match="is missing"):
        RuleEngine().compile(layer)


@pytest.mark.parametrize("rules", ["<schema", RULES.replace('"/*"', '"/["'), "<x/>"])
def test_rules_that_do_not_compile_are_refused(tmp_path: Path, rules: str) -> None:
    """Broken XML, a broken expression, another kind of file: the pack is named, nothing is judged by it."""
    (layer,) = read_pack(pack(tmp_path, "2026.11", rules=rules)).layers
    with pytest.raises(BrokenRulePack, match=r"rules\.sch"):
        RuleEngine().compile(layer)


def test_installing_copies_the_whole_pack_and_replaces_an_older_copy(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    install(pack(tmp_path / "first", "2026.11"), installed)
    newer = install(pack(tmp_path / "second", "2026.11", published="2026-11"), installed)
    assert newer.published == dt.date(2026, 11, 1)
    assert [each.name for each in installed.iterdir()] == ["2026.11"]


def test_a_broken_pack_leaves_the_installed_ones_as_they_are(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    install(pack(tmp_path / "good", "2026.11"), installed)
    bad = pack(tmp_path / "bad", "2026.11")
    (bad / "rules.sch").write_text("changed")
    with pytest.raises(BrokenRulePack):
        install(bad, installed)
    assert (installed / "2026.11/rules.sch").read_text() == RULES
    assert [each.name for each in installed.iterdir()] == ["2026.11"]


@pytest.mark.parametrize("root", ["Invoice", "CreditNote", "CrossIndustryInvoice"])
def test_the_european_rules_and_the_schema_come_with_the_product(root: str) -> None:
    """A fresh installation judges invoices before any pack is installed."""
    layer, schema = shipped_layer(root), shipped_schema(root)
    assert layer is not None
    assert schema is not None
    assert layer.version[0].isdigit()
    assert schema.is_file()
    assert shipped_layer("Order") is None
