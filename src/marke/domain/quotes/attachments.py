"""The files of quotes that go along with a mail."""

from __future__ import annotations

import uuid

from marke.domain.quotes.printing import quote_pdf
from marke.domain.quotes.queries import version_by_id


def _pdf(version_id: uuid.UUID) -> bytes:
    version = version_by_id(version_id=version_id)
    if version is None:
        raise LookupError(f"There is no quote {version_id}.")
    return quote_pdf(version=version)


MAKERS = {"quote.pdf": _pdf}
