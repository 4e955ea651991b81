"""Validate an invoice: gate, schema, official rules of its day, and Marke's own checks, as one report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from marke.kernel.refusal import Refusal, gettext_noop
from marke.ops.einvoice.engine import shared_engine
from marke.ops.einvoice.packs import BILLING_ROOTS, EUROPEAN, SHIPPED, Layer, Pack, RulePacks, shipped_layer
from marke.ops.einvoice.schemas import Schemas
from marke.rules.einvoice import Finding, Severity, UnableToReadXml, cii, open_xml, read_root, strict, ubl
from marke.rules.einvoice.model import EN_16931
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
class Subject:
    """What must be known of a document before it is judged, in whatever syntax it is."""

    root: str
    specification: str
    number: str
    issued_on: dt.date | None

    is_plain: bool
    """Our own document by the European standard alone, for a client without an address on the network."""

    @classmethod
    def of(cls, root: Any, *, ours: bool = False) -> Subject:
        specification, number, day = CII_FACTS if root.tag == cii.ROOT else UBL_FACTS
        follows = _text(root, specification)
        return cls(
            etree.QName(root).localname, follows, _text(root, number), _day(root, day), ours and follows == EN_16931
        )


UBL_FACTS = ("cbc:CustomizationID", "cbc:ID", "cbc:IssueDate")
CII_FACTS = (
    "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
    "rsm:ExchangedDocument/ram:ID",
    "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",
)
"""Where each syntax says what it follows, its number and its day of issue."""


def _text(root: Any, path: str) -> str:
    return (root.findtext(path, "", {**ubl.NAMESPACES, **cii.NAMESPACES}) or "").strip()


def _day(root: Any, path: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(_text(root, path))
    except ValueError:
        return None


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
        self.engine = shared_engine()
        self._law = law
        self._needs_peppol = needs_peppol

    def validate(self, content: bytes, *, incoming: bool = False, ours: bool = False) -> Report:
        """Judge a document. For an incoming one Marke's own checks only warn: others follow their own books.

        One of ``ours`` that follows the European standard alone is not for the network, whose rules do not judge it.
        """
        try:
            root = open_xml(content)
        except UnableToReadXml as refusal:
            return Report((_refused("xml", refusal),))
        subject = Subject.of(root, ours=ours)
        verdict = self.official(root, ours=ours)
        findings = [*self.schema(root), *verdict.findings, *self._gaps(subject, verdict)]
        if not incoming:
            findings += self._upcoming(root, subject, verdict)
        findings += self._own(root, subject, incoming=incoming)
        return Report(
            tuple(findings),
            root=subject.root,
            number=subject.number,
            issued_on=subject.issued_on,
            pack=verdict.pack.name if verdict.pack else "",
            layers=tuple(f"{layer.name} {layer.version}" for layer in verdict.layers),
        )

    def schema(self, root: Any) -> tuple[Finding, ...]:
        """Where a document breaks its schema."""
        return self.schemas.check(root)

    def official(self, root: Any, *, ours: bool = False) -> Verdict:
        """Judge an opened document by the official rules in force on its day."""
        subject = Subject.of(root, ours=ours)
        pack = self.packs.in_force(subject.root, subject.specification, on=subject.issued_on)
        layers = self._layers(pack, subject)
        return Verdict(pack, layers, self.engine.run(layers, root))

    def _layers(self, pack: Pack | None, subject: Subject) -> tuple[Layer, ...]:
        """The layers of a pack, before them the European one that comes with the product where the pack has none."""
        layers = pack.layers_for(subject.root, subject.specification) if pack else ()
        shipped = shipped_layer(subject.root)
        if shipped and not any(layer.name == EUROPEAN for layer in layers):
            layers = (shipped, *layers)
        return tuple(layer for layer in layers if layer.name == EUROPEAN) if subject.is_plain else layers

    def _gaps(self, subject: Subject, verdict: Verdict) -> list[Finding]:
        """What could not be judged for lack of rules is said, never passed over."""
        gaps = []
        if not verdict.layers:
            message = gettext_noop("No rules are installed for «%(document)s»: it cannot be judged.")
            gaps.append(_gap("rule-pack.none", Severity.FATAL, message, subject))
        elif self._lacks_peppol(subject, verdict):
            severity = Severity.FATAL if self._needs_peppol else Severity.WARNING
            message = gettext_noop(
                "No Peppol rules are installed for «%(document)s»: get them from OpenPeppol and install the pack."
            )
            gaps.append(_gap("rule-pack.missing", severity, message, subject))
        if self.schemas.find(subject.root) is None:
            message = gettext_noop("No schema is installed for «%(document)s»: its elements were not checked.")
            gaps.append(_gap("rule-pack.no-schema", Severity.WARNING, message, subject))
        return gaps

    @staticmethod
    def _lacks_peppol(subject: Subject, verdict: Verdict) -> bool:
        """Whether an invoice for the network was judged by the European rules alone."""
        for_network = subject.root in BILLING_ROOTS and not subject.is_plain
        return for_network and all(layer.name == EUROPEAN for layer in verdict.layers)

    def _upcoming(self, root: Any, subject: Subject, verdict: Verdict) -> list[Finding]:
        """What rules that are published but not yet in force will refuse, as a warning in time."""
        if subject.issued_on is None:
            return []
        pack = self.packs.upcoming(subject.root, subject.specification, on=subject.issued_on)
        if pack is None:
            return []
        known = {(each.layer, each.rule) for each in verdict.findings if each.severity is Severity.FATAL}
        found = self.engine.run(self._layers(pack, subject), root)
        return [
            replace(each, layer=f"{each.layer} ({pack.name})", severity=Severity.WARNING)
            for each in found
            if each.severity is Severity.FATAL and (each.layer, each.rule) not in known
        ]

    def _own(self, root: Any, subject: Subject, *, incoming: bool) -> list[Finding]:
        if self._law is None or subject.root not in SHIPPED:
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


def _gap(rule: str, severity: Severity, message: str, subject: Subject) -> Finding:
    return Finding("rule-pack", rule, severity, "/", message, {"document": subject.root})
