"""Structured invoices (EN 16931, Peppol BIS Billing 3.0): the model, UBL, CII, amounts and own checks. Pure."""

from __future__ import annotations

from typing import Any

from marke.rules.einvoice import cii, ubl
from marke.rules.einvoice.binding import UnableToReadInvoice, UnableToWriteInvoice
from marke.rules.einvoice.findings import Finding, Severity
from marke.rules.einvoice.model import Invoice
from marke.rules.xml_gate import UnableToReadXml, open_xml

__all__ = [
    "Finding",
    "Invoice",
    "Severity",
    "UnableToReadInvoice",
    "UnableToReadXml",
    "UnableToWriteInvoice",
    "open_xml",
    "read_invoice",
    "read_root",
    "write_invoice",
]


def read_invoice(content: bytes) -> Invoice:
    """The invoice in a file from outside, UBL or CII. Raises `UnableToReadXml` or `UnableToReadInvoice`."""
    return read_root(open_xml(content))


def read_root(root: Any) -> Invoice:
    """The invoice in an opened document, UBL or CII. Raises `UnableToReadInvoice`."""
    return cii.read(root) if root.tag == cii.ROOT else ubl.read(root)


def write_invoice(invoice: Invoice) -> bytes:
    """The invoice as UBL, ready to be sent. Raises `UnableToWriteInvoice`."""
    return ubl.write(invoice)
