"""Validate an invoice: gate, schema, official rules of its day, and Marke's own checks, as one report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from marke.kernel.refusal import Refusal, gettext_noop
from marke.ops.einvoice.engine import RuleEngine
from marke.ops.einvoice.packs import BILLING_ROOTS, EUROPEAN, Layer, Pack, RulePacks, european_layer
from marke.ops.einvoice.schemas import LAYER as SCHEMA_LAYER
from marke.ops.einvoice.schemas import Schemas
from marke.rules.einvoice import Finding, Severity, UnableToReadXml, open_xml, read_root, strict
from marke.rules.einvoice.ubl import NAMESPACES
from marke.rules.vat import VatLaw


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one document, with the rules it was judged by: kept beside the document."""

    findings: tuple[Finding, ...]
    root: str = ""
    number: str = ""
    issued_on: dt.date | None = None
    pack: str = ""
    layers: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether nothing fatal was found."""
        return not self.fatal

    @property
    def fatal(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.severity is Severity.FATAL)

    def as_json(self) -> dict[str, Any]:
        """As the command line reports it."""
        return {
            "document": self.root,
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "pack": self.pack,
            "layers": list(self.layers),
            "valid": self.is_valid,
            "findings": [each.as_json() for each in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the official rules say of a document: by which pack and layers, and what they found."""

    pack: Pack | None
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]


class Validator:
    """Judges documents by the packs of one installation; keep one per process.

    ``home`` holds ``rulepacks/<release>/`` and, for other documents than invoices, ``xsd/ubl-2.1/``. ``law`` is that of
    the country whose sellers Marke's own checks hold for; without it they do not run. ``pack`` judges every document
    by one release whatever its date. With ``needs_peppol`` an invoice is not valid as long as no Peppol rules are
    installed. Raises `BrokenRulePack` for a pack that cannot be used.
    """

    def __init__(
        self,
        *,
        home: Path | None = None,
        law: VatLaw | None = None,
        pack: str | None = None,
        needs_peppol: bool = False,
    ) -> None:
        packs = RulePacks.in_folder(home / "rulepacks") if home else RulePacks()
        self.packs = packs.only(pack) if pack else packs
        self.schemas = Schemas(home / "xsd/ubl-2.1" if home else None)
        self.engine = RuleEngine()
        self._law = law
        self._needs_peppol = needs_peppol
        self._european = european_layer()

    def validate(self, content: bytes, *, incoming: bool = False) -> Report:
        """Judge a document. For an incoming one Marke's own checks only warn: others follow their own books."""
        try:
            root = open_xml(content)
        except UnableToReadXml as refusal:
            return Report((_refused("xml", refusal),))
        verdict = self.official(root)
        findings = [*self.schema(root), *verdict.findings, *self._gaps(root, verdict)]
        if not incoming:
            findings += self._upcoming(root, verdict)
        findings += self._own(root, incoming=incoming)
        return Report(
            tuple(findings),
            root=_name(root),
            number=_text(root, "cbc:ID"),
            issued_on=_issued_on(root),
            pack=verdict.pack.name if verdict.pack else "",
            layers=tuple(f"{layer.name} {layer.version}" for layer in verdict.layers),
        )

    def schema(self, root: Any) -> tuple[Finding, ...]:
        """Where a document breaks its schema."""
        return self.schemas.check(root)

    def official(self, root: Any) -> Verdict:
        """Judge an opened document by the official rules in force on its day."""
        name, specification = _name(root), _text(root, "cbc:CustomizationID")
        pack = self.packs.in_force(name, specification, on=_issued_on(root))
        layers = self._layers(pack, name, specification)
        return Verdict(pack, layers, self.engine.run(layers, root))

    def _layers(self, pack: Pack | None, name: str, specification: str) -> tuple[Layer, ...]:
        """The layers of a pack; a billing document always has the European one."""
        layers = pack.layers_for(name, specification) if pack else ()
        if name in BILLING_ROOTS and not any(layer.name == EUROPEAN for layer in layers):
            layers = (self._european, *layers)
        return layers

    def _gaps(self, root: Any, verdict: Verdict) -> list[Finding]:
        """What could not be judged for lack of rules is said, never passed over."""
        name = _name(root)
        severity = Severity.FATAL if self._needs_peppol else Severity.WARNING
        gaps = []
        if not any(layer.name != EUROPEAN for layer in verdict.layers):
            message = gettext_noop(
                "No Peppol rules are installed for «%(document)s»: get them from OpenPeppol and install the pack."
            )
            gaps.append(Finding("rule-pack", "rule-pack.missing", severity, "/", message, {"document": name}))
        if self.schemas.find(name) is None:
            message = gettext_noop("No schema is installed for «%(document)s»: its elements were not checked.")
            gaps.append(Finding(SCHEMA_LAYER, "xsd.missing", Severity.WARNING, "/", message, {"document": name}))
        return gaps

    def _upcoming(self, root: Any, verdict: Verdict) -> list[Finding]:
        """What rules that are published but not yet in force will refuse, as a warning in time."""
        name, specification, day = _name(root), _text(root, "cbc:CustomizationID"), _issued_on(root)
        pack = self.packs.upcoming(name, specification, on=day) if day else None
        if pack is None:
            return []
        known = {(each.layer, each.rule) for each in verdict.findings if each.severity is Severity.FATAL}
        found = self.engine.run(self._layers(pack, name, specification), root)
        return [
            replace(each, layer=f"{each.layer} ({pack.name})", severity=Severity.WARNING)
            for each in found
            if each.severity is Severity.FATAL and (each.layer, each.rule) not in known
        ]

    def _own(self, root: Any, *, incoming: bool) -> list[Finding]:
        if self._law is None or (_name(root) not in BILLING_ROOTS and _name(root) != "CrossIndustryInvoice"):
            return []
        try:
            invoice = read_root(root)
        except Refusal as refusal:
            return [_refused(strict.LAYER, refusal)]
        if not strict.applies(invoice, self._law):
            return []
        found = strict.check(invoice, law=self._law)
        return [replace(each, severity=Severity.WARNING) for each in found] if incoming else list(found)


def _refused(layer: str, refusal: Refusal) -> Finding:
    return Finding(layer, refusal.rule, Severity.FATAL, "/", refusal.message, refusal.params)


def _name(root: Any) -> str:
    return str(etree.QName(root).localname)


def _text(root: Any, path: str) -> str:
    return (root.findtext(path, "", NAMESPACES) or "").strip()


def _issued_on(root: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_text(root, "cbc:IssueDate"))
    except ValueError:
        return None
