"""A paper that somebody hands in: a scan or a photo that really is one, of a bearable size."""

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
class PaperInput:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that may be kept, with its true kind and the fingerprint that finds a second copy."""

    name: str
    content: bytes
    content_type: str
    extension: str
    sha256: str


def check_paper(paper: PaperInput, *, field: str = "file") -> Paper:
    """Look at the file itself. Raises `Refusal` when it is empty, too large, or neither a PDF nor a photo."""
    if len(paper.content) > LARGEST_FILE:
        raise Refusal(
            "paper.size", gettext_noop("This file is larger than 10 MB. Scan it in a lower quality."), field=field
        )
    for start, (content_type, extension) in SIGNATURES.items():
        if paper.content.startswith(start):
            sha256 = hashlib.sha256(paper.content).hexdigest()
            return Paper(paper.name[-200:], paper.content, content_type, extension, sha256)
    raise Refusal(
        "paper.kind",
        gettext_noop("Hand in a PDF or a photo (JPEG or PNG); this file is something else."),
        field=field,
    )
