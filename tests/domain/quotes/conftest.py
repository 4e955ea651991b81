"""Quotes start in an enterprise with open books, one unit and one client, in the enterprise's own name."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from tests.support.quoting import Offer, offering
from tests.support.selling import client_of, open_house, open_unit

from marke.domain.foundation.transactions import acting_as_system


@pytest.fixture
def festival(db: None) -> Iterator[uuid.UUID]:
    """A client of unit 1001, whose holder has a share for 2026."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        yield client_of(1001)


@pytest.fixture
def offer(festival: uuid.UUID) -> Offer:
    """Makes quotes of unit 1001 for the festival: a concert of EUR 1,000.00 unless said otherwise."""
    return offering(1001, festival)
