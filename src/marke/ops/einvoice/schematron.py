"""Compile a published Schematron file (ISO/IEC 19757-3) to XSLT 3, unchanged in meaning.

Each pattern becomes a mode in which nodes without a rule are passed through; each rule a template, the earlier the
stronger, so that only the first rule of a pattern that fits a node fires; each assert an ``xsl:if`` on its negation
that reports in SVRL. Published Peppol and EN 16931 files are pre-processed: abstract patterns and inclusions do not
occur, and a file that holds something else than what is understood here is refused rather than run in part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

SCH = "http://purl.oclc.org/dsdl/schematron"
SVRL = "http://purl.oclc.org/dsdl/svrl"
XSL = "http://www.w3.org/1999/XSL/Transform"

SILENT = frozenset({"title", "p", "ns", "phase", "active", "pattern", "let"})
"""What stands at the top of a schema and needs no translation of its own, or gets it elsewhere."""


class UnknownSchematron(Exception):
    """The file uses a part of Schematron that this compiler does not know."""


def compile_to_xslt(schema: Any) -> bytes:
    """The XSLT that finds what a document breaks. Raises `UnknownSchematron`."""
    if schema.tag != _sch("schema"):
        raise UnknownSchematron(f"the root is «{schema.tag}», not a Schematron schema")
    sheet: bytes = etree.tostring(_Compiler(schema).sheet, encoding="UTF-8")
    return sheet


class _Compiler:
    """Builds one stylesheet."""

    def __init__(self, schema: Any) -> None:
        self.sheet = etree.Element(f"{{{XSL}}}stylesheet", nsmap=_prefixes(schema), version="3.0")
        etree.SubElement(self.sheet, _xsl("output"), method="xml", indent="no")
        patterns = list(schema.iterchildren(_sch("pattern")))
        self._top_level(schema, patterns)
        self._entrance(len(patterns))
        for number, pattern in enumerate(patterns):
            self._pattern(f"pattern-{number}", pattern)

    def _top_level(self, schema: Any, patterns: list[Any]) -> None:
        """Variables, also those of patterns, are computed once per document; functions and keys are XSLT already."""
        for child in _elements(schema):
            name = etree.QName(child)
            if name.namespace == XSL:
                self.sheet.append(_copy(child))
            elif name.namespace == SCH and name.localname not in SILENT:
                raise UnknownSchematron(f"«{name.localname}» in the schema")
        for parent in (schema, *patterns):
            for let in parent.iterchildren(_sch("let")):
                self._variable(let, self.sheet)

    def _entrance(self, patterns: int) -> None:
        template = etree.SubElement(self.sheet, _xsl("template"), match="/")
        report = etree.SubElement(template, f"{{{SVRL}}}schematron-output")
        for number in range(patterns):
            etree.SubElement(report, _xsl("apply-templates"), select="/", mode=f"pattern-{number}")

    def _pattern(self, mode: str, pattern: Any) -> None:
        if pattern.get("abstract") or pattern.get("is-a"):
            raise UnknownSchematron("an abstract pattern")
        mode_declaration = etree.SubElement(self.sheet, _xsl("mode"), name=mode)
        mode_declaration.set("on-no-match", "shallow-skip")
        mode_declaration.set("on-multiple-match", "use-last")
        rules = [child for child in _elements(pattern) if child.tag not in {_sch("let"), _sch("title"), _sch("p")}]
        for position, rule in enumerate(rules):
            if rule.tag != _sch("rule") or rule.get("abstract"):
                raise UnknownSchematron(f"«{etree.QName(rule).localname}» in a pattern")
            self._rule(mode, rule, priority=len(rules) - position)

    def _rule(self, mode: str, rule: Any, *, priority: int) -> None:
        template = etree.SubElement(
            self.sheet, _xsl("template"), match=rule.get("context"), mode=mode, priority=str(priority)
        )
        for child in _elements(rule):
            if child.tag == _sch("let"):
                self._variable(child, template)
            elif child.tag == _sch("assert"):
                self._check(child, template, test=f"not({child.get('test')})", kind="failed-assert")
            elif child.tag == _sch("report"):
                self._check(child, template, test=child.get("test"), kind="successful-report")
            else:
                raise UnknownSchematron(f"«{etree.QName(child).localname}» in a rule")
        etree.SubElement(template, _xsl("apply-templates"), select="@*|node()", mode=mode)

    def _variable(self, let: Any, parent: Any) -> None:
        variable = etree.SubElement(parent, _xsl("variable"), name=let.get("name"))
        if let.get("value") is None:
            raise UnknownSchematron("a variable without a value")
        variable.set("select", let.get("value"))

    def _check(self, check: Any, template: Any, *, test: str, kind: str) -> None:
        condition = etree.SubElement(template, _xsl("if"), test=test)
        finding = etree.SubElement(condition, f"{{{SVRL}}}{kind}", location="{path()}")
        for name in ("id", "flag"):
            if check.get(name):
                finding.set(name, check.get(name).replace("{", "{{").replace("}", "}}"))
        self._sentence(check, etree.SubElement(finding, f"{{{SVRL}}}text"))

    def _sentence(self, check: Any, target: Any) -> None:
        _say(target, check.text)
        for part in check:
            if part.tag == _sch("value-of"):
                etree.SubElement(target, _xsl("value-of"), select=part.get("select"))
            elif part.tag == _sch("name"):
                etree.SubElement(target, _xsl("value-of"), select=f"name({part.get('path', '.')})")
            elif isinstance(part.tag, str):
                _say(target, "".join(part.itertext()))
            _say(target, part.tail)


def _say(target: Any, text: str | None) -> None:
    if text:
        etree.SubElement(target, _xsl("text")).text = text


def _prefixes(schema: Any) -> dict[str, str]:
    """The prefixes that expressions use: declared by ``ns``, or on the schema itself."""
    declared = {prefix: uri for prefix, uri in schema.nsmap.items() if prefix}
    declared |= {ns.get("prefix"): ns.get("uri") for ns in schema.iterchildren(_sch("ns"))}
    return {**declared, "xsl": XSL, "svrl": SVRL}


def _elements(parent: Any) -> Iterator[Any]:
    return (child for child in parent if isinstance(child.tag, str))


def _copy(element: Any) -> Any:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _sch(name: str) -> str:
    return f"{{{SCH}}}{name}"


def _xsl(name: str) -> str:
    return f"{{{XSL}}}{name}"
