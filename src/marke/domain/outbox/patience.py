"""How long the outbox waits, and when it stops trying."""

from __future__ import annotations

import datetime as dt

PAUSES = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
)
"""The pause after the first failed attempt, the second, and so on. After the last one a person is asked."""

CLAIM = dt.timedelta(minutes=10)
"""How long a worker may take for one message before another one asks what became of it."""


def pause_after(attempts: int) -> dt.timedelta | None:
    """The pause after so many attempts; None when there were enough."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
