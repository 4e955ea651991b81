"""The gate for XML from outside: what could harm the reader is refused before any tree is built.

Entities, external definitions and endless nesting are ways to attack whoever reads a document, and no document needs
them. The gate reads the bytes once with expat, which builds nothing, and only then lets lxml make a tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from marke.kernel.refusal import Refusal, gettext_noop

MEGABYTE = 1024 * 1024

DEEPEST_NESTING = 64
"""UBL, CII and bank files nest about fifteen levels, a signature in an extension some ten more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a document of a kind may be, in bytes and in elements."""

    size: int
    elements: int


INVOICE_LIMITS = Limits(20 * MEGABYTE, 500_000)
"""About 12,000 lines of an invoice: one of 5,000 has 8 MB, a PDF copy seldom more than one."""

BANK_FILE_LIMITS = Limits(256 * MEGABYTE, 10_000_000)
"""About 200,000 lines of a statement: each has some forty elements and a kilobyte."""


class UnableToReadXml(Refusal):
    """The file is not XML that may be opened."""


def read_file(path: Path, *, limits: Limits = INVOICE_LIMITS) -> bytes:
    """The bytes of a file, refused before they are loaded when there are too many."""
    if path.stat().st_size > limits.size:
        raise _too_large(limits)
    return path.read_bytes()


def open_xml(content: bytes, *, limits: Limits = INVOICE_LIMITS) -> Any:
    """The root element of a document from outside. Raises `UnableToReadXml` with the reason."""
    if len(content) > limits.size:
        raise _too_large(limits)
    _Gate(limits).read(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _not_xml(error.lineno or 0, error.msg or "") from None


class _Gate:
    """Counts what opens and refuses what no business document holds."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.depth = 0
        self.elements = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self.parser = parser

    def read(self, content: bytes) -> None:
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            raise _not_xml(error.lineno, expat.ErrorString(error.code)) from None
        except (ValueError, LookupError) as error:
            raise _not_xml(1, str(error)) from None

    def _doctype(self, *_: Any) -> None:
        raise UnableToReadXml(
            "xml.doctype",
            gettext_noop("The file holds a document type definition. It needs none and is not opened."),
        )

    def _start(self, *_: Any) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST_NESTING:
            raise UnableToReadXml(
                "xml.depth",
                gettext_noop("The file is nested more than %(levels)s levels deep. It is not opened."),
                params={"levels": DEEPEST_NESTING},
            )
        if self.elements > self.limits.elements:
            raise UnableToReadXml(
                "xml.elements",
                gettext_noop("The file holds more than %(count)s elements. It is not opened."),
                params={"count": self.limits.elements},
            )

    def _end(self, *_: Any) -> None:
        self.depth -= 1


def _too_large(limits: Limits) -> UnableToReadXml:
    return UnableToReadXml(
        "xml.size",
        gettext_noop("The file is larger than %(megabytes)s MB. It is not opened."),
        params={"megabytes": limits.size // MEGABYTE},
    )


def _not_xml(line: int, reason: str) -> UnableToReadXml:
    return UnableToReadXml(
        "xml.not-well-formed",
        gettext_noop("The file is not well-formed XML (line %(line)s: %(reason)s)."),
        params={"line": line, "reason": reason},
    )
