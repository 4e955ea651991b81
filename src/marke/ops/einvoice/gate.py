"""The gate through which structured documents leave and enter: the port `marke.kernel.einvoicing.EinvoiceGate`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from marke.kernel.einvoicing import Judgement, RulePackInstalled, Standing
from marke.ops.einvoice.packs import EUROPEAN, BrokenRulePack, Pack, RulePacks
from marke.ops.einvoice.validation import Report, Validator
from marke.rules.einvoice import Finding, Severity
from marke.rules.einvoice.model import BILLING
from marke.rules.vat import VatLaw

RULES_LIVE = dt.timedelta(days=7 * 31)
"""The network publishes rules every May and November: older ones than seven months are no longer the newest."""

MISSING_RULES = "rule-pack"
"""The layer of findings that say which rules are missing, not what is wrong in a document."""


class Gate:
    """Judges by the packs in ``home``; a pack that is installed while it runs counts from the next document on.

    ``law`` names the country's VAT law when the first document comes. ``needs_peppol`` refuses to judge invoices as
    long as no Peppol rules are installed; without it the European rules and Marke's own checks suffice.
    """

    def __init__(self, *, home: Path, law: Callable[[], VatLaw | None], needs_peppol: bool) -> None:
        self._home, self._law, self._needs_peppol = home, law, needs_peppol
        self._validator: Validator | None = None
        self._made_from: object = None

    def judge(self, content: bytes, *, incoming: bool = False) -> Judgement:
        """The verdict by the rules of the document's day. A broken pack judges nothing, and says so."""
        try:
            report = self._current().validate(content, incoming=incoming, ours=not incoming)
        except BrokenRulePack as broken:
            report = Report((Finding(MISSING_RULES, broken.rule, Severity.FATAL, "/", broken.message, broken.params),))
        return Judgement(
            valid=report.is_valid,
            pack=report.pack,
            layers=report.layers,
            findings=tuple(_plain(each) for each in report.findings),
            could_judge=report.is_valid or any(each.layer != MISSING_RULES for each in report.fatal),
        )

    def standing(self, *, today: dt.date) -> Standing:
        """Which packs are installed, and whether invoices of today can be judged by them."""
        try:
            packs = RulePacks.in_folder(self._home / "rulepacks")
        except BrokenRulePack as broken:
            return Standing(needs_peppol=self._needs_peppol, problem=str(broken))
        current = packs.in_force("Invoice", BILLING, on=today)
        return Standing(
            packs=tuple(_installed(pack) for pack in packs.packs),
            in_force=current.name if current else "",
            judges_peppol=current is not None and _judges_peppol(current),
            needs_peppol=self._needs_peppol,
            is_old=bool(current and current.published and today - current.published > RULES_LIVE),
        )

    def _current(self) -> Validator:
        """The validator of this process, made again when the folder of packs has changed."""
        folder = self._home / "rulepacks"
        state = folder.stat().st_mtime_ns if folder.is_dir() else None
        if self._validator is None or state != self._made_from:
            self._validator = Validator(home=self._home, law=self._law(), needs_peppol=self._needs_peppol)
            self._made_from = state
        return self._validator


def _judges_peppol(pack: Pack) -> bool:
    return any(layer.name != EUROPEAN for layer in pack.layers_for("Invoice", BILLING))


def _installed(pack: Pack) -> RulePackInstalled:
    layers = tuple(f"{layer.name} {layer.version}" for layer in pack.layers)
    return RulePackInstalled(pack.name, pack.in_force_from, layers)


def _plain(finding: Finding) -> dict[str, Any]:
    """A finding as it is kept: the sentence as it read, and what translates it."""
    params = {name: str(value) for name, value in finding.params.items()}
    return {**finding.as_json(), "message": finding.message, "params": params}
