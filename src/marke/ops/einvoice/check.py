"""Compare the engine with tables of expected verdicts, such as those of the official examples and unit tests.

Three tables are understood, told apart by their columns: verdicts per rule file (``rules_1``, ``rules_2``), one rule
per unit test (``test_index``, ``expectation``, ``rule``), and the fatal rules of a document (``fatal_rules``).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from marke.kernel.refusal import Refusal, gettext_noop
from marke.ops.einvoice.validation import Validator
from marke.rules.einvoice import Finding, Severity, UnableToReadXml, open_xml
from marke.rules.xml_gate import read_file

TEST = "{http://difi.no/xsd/vefa/validator/1.0}test"
"""One case of an official unit test: what is asserted, and a fragment of a document."""

NOTHING = "-"

Row = Mapping[str, str]


class UnknownTable(Refusal):
    """The table is none of those that can be checked."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One expected verdict beside the one found."""

    file: str
    what: str
    expected: str
    found: str

    @property
    def agrees(self) -> bool:
        return self.expected == self.found


def check_table(table: Path, *, root: Path, validator: Validator) -> Iterator[Comparison]:
    """Judge every document of a table, found below ``root`` or beside the table. Raises `UnknownTable`."""
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        rows = list(reader)
        columns = set(reader.fieldnames or ())
    compare = _comparer(columns, table)
    opened = _Opened(root, table.parent)
    for row in rows:
        try:
            yield from compare(row, opened.document(row["file"]), validator)
        except (UnableToReadXml, FileNotFoundError) as trouble:
            yield Comparison(row["file"], "reading", "a document", str(trouble))


class _Opened:
    """The documents of a table; the cases of one unit-test file follow each other, so the last one is kept."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._name = ""
        self._document: Any = None

    def document(self, name: str) -> Any:
        if name != self._name:
            found = next((folder / name for folder in self._folders if (folder / name).is_file()), None)
            if found is None:
                raise FileNotFoundError(f"{name} is not there")
            self._name, self._document = name, open_xml(read_file(found))
        return self._document


def _comparer(columns: set[str], table: Path) -> Callable[[Row, Any, Validator], Iterator[Comparison]]:
    if {"test_index", "expectation", "rule"} <= columns:
        return _unit_test
    if "fatal_rules" in columns:
        return _fatal_rules
    if {"root", "xsd"} <= columns:
        return _rule_files
    raise UnknownTable(
        "einvoice.table",
        gettext_noop("«%(table)s» is no table of expected verdicts: its columns are not known."),
        params={"table": table.name},
    )


def _rule_files(row: Row, document: Any, validator: Validator) -> Iterator[Comparison]:
    """The root, the schema's verdict, and what each rule file finds."""
    file = row["file"]
    yield Comparison(file, "root", row["root"], str(etree.QName(document).localname))
    yield _schema(row, document, validator)
    expected = [cell for name in ("rules_1", "rules_2") if (cell := row[name])]
    if not expected:
        return
    verdict = validator.official(document)
    found = [
        f"{layer.file.name}={_rules(verdict.findings, layer.name, Severity.FATAL)}"
        f"|warn:{_rules(verdict.findings, layer.name, Severity.WARNING)}"
        for layer in verdict.layers
    ]
    yield Comparison(file, "rules", " ".join(expected), " ".join(found))


def _fatal_rules(row: Row, document: Any, validator: Validator) -> Iterator[Comparison]:
    """The schema's verdict and the fatal rules of all layers."""
    yield _schema(row, document, validator)
    findings = validator.official(document).findings
    yield Comparison(row["file"], "fatal rules", row["fatal_rules"], _rules(findings, None, Severity.FATAL))


def _unit_test(row: Row, document: Any, validator: Validator) -> Iterator[Comparison]:
    """One rule on one fragment: it must not fire, or fire with the severity that is named."""
    case = list(document.iter(TEST))[int(row["test_index"])]
    fragment = etree.fromstring(etree.tostring(case[-1], with_tail=False))
    fired = {
        each.severity
        for each in validator.official(fragment).findings
        if each.rule == row["rule"] or each.rule == "not-applicable"
    }
    found = "error" if Severity.FATAL in fired else "warning" if fired else "success"
    yield Comparison(row["file"], f"test {row['test_index']} of {row['rule']}", row["expectation"], found)


def _schema(row: Row, document: Any, validator: Validator) -> Comparison:
    """Only whether the schema accepts the document: each processor words its errors in its own way."""
    expected = row["xsd"].partition(":")[0]
    return Comparison(row["file"], "xsd", expected, "FAIL" if validator.schema(document) else "ok")


def _rules(findings: tuple[Finding, ...], layer: str | None, severity: Severity) -> str:
    fired = {each.rule for each in findings if each.severity is severity and layer in {None, each.layer}}
    return ",".join(sorted(fired)) or NOTHING
