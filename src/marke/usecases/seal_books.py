"""Seal the books: number and chain every committed entry, block after block, then fold the common accounts."""

from __future__ import annotations

from collections.abc import Callable

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.ledger import operations as ledger


def seal_books(*, reason: str, tell: Callable[[int], object] = lambda sealed: None) -> int:
    """Seal until nothing committed is left unsealed; answers how many entries. ``tell`` hears the count so far.

    Each block and the fold have a transaction of their own, so an interrupted run keeps what it has sealed.
    """
    total = 0
    while True:
        with acting_as_system(reason=reason):
            sealed = ledger.seal()
        if not sealed:
            break
        total += sealed
        tell(total)
    with acting_as_system(reason=reason):
        ledger.fold_rollup()
    return total
