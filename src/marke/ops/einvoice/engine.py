"""The engine of the official rules: XSLT in this process, compiled once, run on each document.

Saxon-HE is bound to the process that made it: every worker compiles for itself (half a second for both billing layers)
and keeps the rules; a lock keeps threads of one worker apart.
"""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import Any

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from marke.kernel.refusal import gettext_noop
from marke.ops.einvoice.packs import BrokenRulePack, Layer
from marke.ops.einvoice.schematron import SVRL, UnknownSchematron, compile_to_xslt
from marke.rules.einvoice import Finding, Severity

NAMESPACE_IN_PATH = re.compile(r"Q\{[^}]*\}|\*:|\[namespace-uri\(\)='[^']*'\]")
"""How the two ways of writing a place name namespaces; people need only the names."""

ONLY_ONE = re.compile(r"\[1\]")

MILD = frozenset({"warning", "info", "information"})

UNFLAGGED = {"failed-assert": "fatal", "successful-report": "warning"}
"""What a rule without a flag amounts to: an assert must hold, a report points something out (ISO/IEC 19757-3)."""

NO_NAME = "unnamed"


class RuleEngine:
    """Compiled rules of one process."""

    def __init__(self) -> None:
        self._processor = PySaxonProcessor(license=False)
        self._compiled: dict[str, Any] = {}
        self._lock = Lock()

    def compile(self, layer: Layer) -> Any:
        """The rules of a layer, ready to run. Raises `BrokenRulePack` with what is wrong with them."""
        if layer.sha256 not in self._compiled:
            content = layer.content()
            try:
                self._compiled[layer.sha256] = self._compile(layer, content)
            except (UnknownSchematron, etree.XMLSyntaxError, PySaxonApiError, ValueError) as error:
                raise BrokenRulePack(
                    "rule-pack.not-compiled",
                    gettext_noop("The rules «%(file)s» of pack «%(pack)s» cannot be used: %(reason)s."),
                    params={
                        "file": layer.file.name,
                        "pack": layer.file.parent.name,
                        "reason": str(error).strip().partition("\n")[0],
                    },
                ) from None
        return self._compiled[layer.sha256]

    def _compile(self, layer: Layer, content: bytes) -> Any:
        """XSLT is compiled where it lies, for it may look up code lists beside it."""
        compiler = self._processor.new_xslt30_processor()
        if layer.is_compiled:
            return compiler.compile_stylesheet(stylesheet_file=str(layer.file))
        sheet = compile_to_xslt(etree.fromstring(content))
        return compiler.compile_stylesheet(stylesheet_text=sheet.decode())

    def run(self, layers: tuple[Layer, ...], root: Any) -> tuple[Finding, ...]:
        """What the layers find in a document that passed the gate."""
        with self._lock:
            compiled = [(layer, self.compile(layer)) for layer in layers]
            node = self._processor.parse_xml(xml_text=etree.tostring(root, encoding="unicode", with_tail=False))
            return tuple(finding for layer, rules in compiled for finding in _findings(layer, rules, node))


@cache
def shared_engine() -> RuleEngine:
    """The engine of this process. Made when first needed, so that a worker that was forked makes its own."""
    return RuleEngine()


def _findings(layer: Layer, rules: Any, node: Any) -> tuple[Finding, ...]:
    try:
        report = etree.fromstring(rules.transform_to_string(xdm_node=node).encode())
    except PySaxonApiError as error:
        return (_not_applicable(layer, error),)
    failed = report.iter(f"{{{SVRL}}}failed-assert", f"{{{SVRL}}}successful-report")
    return tuple(_finding(layer, each) for each in failed)


def _finding(layer: Layer, failed: Any) -> Finding:
    text = " ".join("".join(failed.find(f"{{{SVRL}}}text").itertext()).split())
    rule = failed.get("id") or NO_NAME
    flag = failed.get("flag") or UNFLAGGED[etree.QName(failed).localname]
    severity = Severity.WARNING if flag in MILD else Severity.FATAL
    return Finding(layer.name, rule, severity, _place(failed.get("location")), _without_id(text, rule))


def _without_id(text: str, rule: str) -> str:
    """The sentence without the rule's name in brackets, which stands beside it anyway."""
    return text.removeprefix(f"[{rule}]").lstrip(" -")


def _place(path: str) -> str:
    return ONLY_ONE.sub("", NAMESPACE_IN_PATH.sub("", path or "")) or "/"


def _not_applicable(layer: Layer, error: Exception) -> Finding:
    """A value that the rules cannot even compare, such as a word where an amount belongs."""
    return Finding(
        layer.name,
        "not-applicable",
        Severity.FATAL,
        "/",
        gettext_noop("The rules cannot be applied to this document: %(reason)s"),
        {"reason": str(error).strip().partition("\n")[0]},
    )
