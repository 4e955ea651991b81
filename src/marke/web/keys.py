"""Read the keys of things from what a browser sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable


def read_key(text: object) -> uuid.UUID | None:
    """The key that was sent; None for anything else."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def read_keys(texts: Iterable[str]) -> list[uuid.UUID]:
    """The keys among what was sent, in order; anything else is left out."""
    return [key for text in texts if (key := read_key(text))]
