"""The UBL 2.1 schemas (OASIS): whether a document has the right elements in the right order."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from marke.ops.einvoice.packs import shipped_schema
from marke.rules.einvoice import Finding, Severity

LAYER = "xsd"

NAMESPACE = re.compile(r"\{[^}]*\}")
"""Names of elements are enough for people."""


class Schemas:
    """Schemas of an installation, loaded when first needed; those of invoice and credit note come with the product."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._loaded: dict[Path, Any] = {}
        self._lock = Lock()

    def find(self, root: str) -> Path | None:
        """The schema file for a document, if there is one."""
        installed = self._folder / f"maindoc/UBL-{root}-2.1.xsd" if self._folder else None
        return installed if installed and installed.is_file() else shipped_schema(root)

    def check(self, root: Any) -> tuple[Finding, ...]:
        """Where a document breaks its schema. Without a schema nothing is said: ask `find` first."""
        file = self.find(etree.QName(root).localname)
        if file is None:
            return ()
        with self._lock:
            errors = self._errors(file, root)
        return tuple(
            Finding(LAYER, "xsd", Severity.FATAL, f"line {error.line}", NAMESPACE.sub("", error.message))
            for error in errors
        )

    def _errors(self, file: Path, root: Any) -> list[Any]:
        """What one schema says of one document: it keeps its errors in itself, so one thread asks at a time."""
        if file not in self._loaded:
            self._loaded[file] = etree.XMLSchema(etree.parse(file))
        schema = self._loaded[file]
        schema.validate(root)
        return list(schema.error_log)
