"""The Schematron compiler: a rule file means the same after it was compiled."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from lxml import etree

from marke.ops.einvoice.engine import RuleEngine
from marke.ops.einvoice.packs import Layer
from marke.ops.einvoice.schematron import UnknownSchematron, compile_to_xslt
from marke.rules.einvoice import Finding, Severity

DOCUMENT = '<i:bill xmlns:i="urn:i" total="7"><i:line n="1">3</i:line><i:line n="2">5</i:line></i:bill>'


@pytest.fixture(scope="module")
def engine() -> RuleEngine:
    return RuleEngine()


def schema(body: str) -> str:
    return (
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:u="utils" queryBinding="xslt2"><title>T</title>'
        f'<ns prefix="i" uri="urn:i"/><ns prefix="u" uri="utils"/><ns prefix="xs" '
        f'uri="http://www.w3.org/2001/XMLSchema"/>{body}</schema>'
    )


def find(engine: RuleEngine, folder: Path, body: str, document: str = DOCUMENT) -> list[Finding]:
    """What rules find in a document."""
    file = folder / "rules.sch"
    file.write_text(schema(body), encoding="utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    layer = Layer("t", file, "1", frozenset({"bill"}), digest)
    return list(engine.run((layer,), etree.fromstring(document)))


def rules(*found: Finding) -> list[str]:
    return [each.rule for each in found]


def test_an_assert_that_does_not_hold_is_found_with_its_place(engine: RuleEngine, tmp_path: Path) -> None:
    """Rule, severity, place and sentence come from the published file."""
    body = (
        '<pattern><rule context="i:line"><assert id="R1" flag="fatal" test=". &gt; 4">[R1]-Too little</assert></rule>'
    )
    (found,) = find(engine, tmp_path, f"{body}</pattern>")
    assert found == Finding("t", "R1", Severity.FATAL, "/bill/line", "Too little")


def test_the_place_counts_only_where_there_are_several(engine: RuleEngine, tmp_path: Path) -> None:
    body = '<pattern><rule context="i:line"><assert id="R1" test=". &lt; 4">Too much</assert></rule></pattern>'
    assert [each.location for each in find(engine, tmp_path, body)] == ["/bill/line[2]"]


def test_only_the_first_rule_of_a_pattern_that_fits_a_node_fires(engine: RuleEngine, tmp_path: Path) -> None:
    """A second rule of the same pattern is an «otherwise»; one in another pattern fires too."""
    first = '<rule context="i:line[@n = 1]"><assert id="FIRST" test="false()">-</assert></rule>'
    second = '<rule context="i:line"><assert id="SECOND" test="false()">-</assert></rule>'
    other = '<rule context="i:line"><assert id="OTHER" test="false()">-</assert></rule>'
    found = find(engine, tmp_path, f"<pattern>{first}{second}</pattern><pattern>{other}</pattern>")
    assert rules(*found) == ["FIRST", "SECOND", "OTHER", "OTHER"]


def test_a_rule_fires_inside_what_another_rule_matched(engine: RuleEngine, tmp_path: Path) -> None:
    """Matching a parent does not hide its children and attributes."""
    parent = '<rule context="i:bill"><assert id="BILL" test="false()">-</assert></rule>'
    child = '<rule context="i:line[1]"><assert id="LINE" test="false()">-</assert></rule>'
    attribute = '<rule context="@total"><assert id="TOTAL" test="false()">-</assert></rule>'
    found = find(engine, tmp_path, f"<pattern>{parent}{child}{attribute}</pattern>")
    assert sorted(rules(*found)) == ["BILL", "LINE", "TOTAL"]


def test_variables_of_schema_pattern_and_rule_are_known(engine: RuleEngine, tmp_path: Path) -> None:
    """Each is computed where it stands: on the document, or on the node of the rule."""
    body = (
        '<let name="sum" value="sum(//i:line)"/><pattern><let name="wanted" value="number(/i:bill/@total)"/>'
        '<rule context="i:bill"><let name="gap" value="$sum - $wanted"/>'
        '<assert id="SUM" test="$gap = 0">Off by <value-of select="$gap"/>.</assert></rule></pattern>'
    )
    (found,) = find(engine, tmp_path, body)
    assert found.sentence == "Off by 1."


def test_functions_and_keys_of_the_file_are_used(engine: RuleEngine, tmp_path: Path) -> None:
    """Published rules bring their own functions (check digits) and keys (duplicate lines)."""
    xsl = 'xmlns="http://www.w3.org/1999/XSL/Transform"'
    body = (
        f'<function {xsl} name="u:twice" as="xs:integer"><param name="n"/><sequence select="xs:integer($n) * 2"/>'
        f'</function><key {xsl} name="by-n" match="i:line" use="@n"/><pattern><rule context="i:line">'
        '<assert id="F" test="u:twice(@n) = 2">-</assert><assert id="K" test="count(key(\'by-n\', @n)) = 2">-</assert>'
        "</rule></pattern>"
    )
    assert rules(*find(engine, tmp_path, body)) == ["K", "F", "K"]


@pytest.mark.parametrize(
    ("check", "severity"),
    [
        ('<assert flag="fatal" test="false()">-</assert>', Severity.FATAL),
        ('<assert flag="warning" test="false()">-</assert>', Severity.WARNING),
        ('<assert test="false()">-</assert>', Severity.FATAL),
        ('<report test="true()">-</report>', Severity.WARNING),
        ('<report flag="fatal" test="true()">-</report>', Severity.FATAL),
    ],
)
def test_a_flag_says_how_grave_it_is(engine: RuleEngine, tmp_path: Path, check: str, severity: Severity) -> None:
    """Without a flag an assert must hold, and a report points something out."""
    (found,) = find(engine, tmp_path, f'<pattern><rule context="i:bill">{check}</rule></pattern>')
    assert found.severity is severity


def test_a_value_that_cannot_be_compared_is_found_not_raised(engine: RuleEngine, tmp_path: Path) -> None:
    """A word where an amount belongs stops a rule; the document is refused, the program goes on."""
    body = '<pattern><rule context="i:line"><assert id="R" test="xs:decimal(.) gt 0">-</assert></rule></pattern>'
    (found,) = find(engine, tmp_path, body, DOCUMENT.replace(">3<", ">three<"))
    assert (found.rule, found.severity) == ("not-applicable", Severity.FATAL)
    assert "three" in found.sentence


@pytest.mark.parametrize(
    "body",
    [
        '<include href="other.sch"/>',
        '<pattern abstract="true" id="p"/>',
        '<pattern is-a="p"/>',
        '<pattern><rule abstract="true" id="r"/></pattern>',
        '<pattern><rule context="i:bill"><extends rule="r"/></rule></pattern>',
        '<pattern><let name="empty"/></pattern>',
    ],
)
def test_what_the_compiler_does_not_know_it_refuses(body: str) -> None:
    """Half a rule file would let wrong invoices through in silence."""
    with pytest.raises(UnknownSchematron):
        compile_to_xslt(etree.fromstring(schema(body)))


def test_a_file_that_is_no_schematron_is_refused() -> None:
    with pytest.raises(UnknownSchematron, match="not a Schematron schema"):
        compile_to_xslt(etree.fromstring("<stylesheet/>"))
