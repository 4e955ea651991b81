"""Tests of units look over the whole enterprise, in an open year of the books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.enterprise import ACTOR, open_books

from marke.domain.foundation.transactions import acting


@pytest.fixture
def enterprise(db: None) -> Iterator[None]:
    """The desk's view: every unit is seen, and this year is open for posting."""
    with acting(actor=ACTOR, staff=True):
        open_books()
        yield
