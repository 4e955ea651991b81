"""Proofs that make something up again in code, beside those that are one statement of SQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from marke.domain.foundation.proofs import MOST_EXAMPLES, Finding
from marke.domain.foundation.transactions import acting_as_system

Example = tuple[object, ...]


def looked_for(name: str, sentence: str, look: Callable[[], Iterator[Example]]) -> Finding:
    """The finding of a proof: ``look`` gives the exceptions, over all units."""
    started = time.monotonic()
    with acting_as_system():
        exceptions = list(look())
    shown = tuple(exceptions[:MOST_EXAMPLES])
    return Finding(name, sentence, len(exceptions), shown, time.monotonic() - started)
