"""What may be handed in as a receipt: a photo, a PDF or a structured invoice that really is one, of a bearable size."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.einvoice import read_invoice

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. A phone photo has two to six million."""

SIGNATURES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
}
"""The first bytes of the kinds of file we keep; the name and what the browser says prove nothing."""


XML_MARGIN = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first sign of an XML file."""


@dataclass(frozen=True, slots=True)
class ReceiptInput:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """A file that may be kept, with its true kind and the fingerprint that finds a second copy."""

    name: str
    content: bytes
    content_type: str
    extension: str
    sha256: str


def check_receipt(receipt: ReceiptInput) -> CheckedReceipt:
    """Look at the file itself. Raises `Refusal` when it is empty, too large, or no photo, PDF or structured invoice."""
    if len(receipt.content) > LARGEST_FILE:
        raise Refusal(
            "receipt.size",
            gettext_noop("This file is larger than 10 MB. Take the photo in a lower quality."),
            field="receipt",
        )
    for signature, (content_type, extension) in SIGNATURES.items():
        if receipt.content.startswith(signature):
            return _checked(receipt, content_type, extension)
    if receipt.content.lstrip(XML_MARGIN).startswith(b"<"):
        read_invoice(receipt.content)
        return _checked(receipt, "application/xml", ".xml")
    raise Refusal(
        "receipt.kind",
        gettext_noop(
            "A receipt is a photo (JPEG or PNG), a PDF or a structured invoice (XML); this file is something else."
        ),
        field="receipt",
    )


def _checked(receipt: ReceiptInput, content_type: str, extension: str) -> CheckedReceipt:
    fingerprint = hashlib.sha256(receipt.content).hexdigest()
    return CheckedReceipt(receipt.name[-200:], receipt.content, content_type, extension, fingerprint)
