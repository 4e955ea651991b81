"""Identifiers: time-ordered UUIDs for business objects, derived UUIDs for idempotency keys."""

from __future__ import annotations

import os
import time
import uuid

MARKE_NAMESPACE = uuid.UUID("6d61726b-6500-5000-8000-000000000001")


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so keys grow with time."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def derived_uuid(*parts: object) -> uuid.UUID:
    """The same parts always give the same UUID: the idempotency key of «this step of this document».

    Parts are joined length-first, so that ("ab", "c") and ("a", "bc") differ.
    """
    texts = [str(part) for part in parts]
    return uuid.uuid5(MARKE_NAMESPACE, "".join(f"{len(text)}:{text}" for text in texts))
