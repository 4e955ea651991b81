"""What may be kept as a document: a photo or a PDF that really is one, of a bearable size."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from marke.kernel.refusal import Refusal, gettext_noop

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. A phone photo has two to six million."""

SIGNATURES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
}
"""The first bytes of the kinds of file we keep; the name and what the browser says prove nothing."""


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept, with its true kind and the fingerprint that finds a second copy."""

    name: str
    content: bytes
    content_type: str
    extension: str
    sha256: str


def check_file(file: FileInput, *, field: str) -> CheckedFile:
    """Look at the file itself. Raises `Refusal` beside ``field`` when it is too large, or neither a photo nor a PDF."""
    if len(file.content) > LARGEST_FILE:
        raise Refusal(
            "file.size", gettext_noop("This file is larger than 10 MB. Make a smaller copy of it."), field=field
        )
    for signature, (content_type, extension) in SIGNATURES.items():
        if file.content.startswith(signature):
            fingerprint = hashlib.sha256(file.content).hexdigest()
            return CheckedFile(file.name[-200:], file.content, content_type, extension, fingerprint)
    raise Refusal(
        "file.kind",
        gettext_noop("A document is a PDF or a photo (JPEG or PNG); this file is something else."),
        field=field,
    )
