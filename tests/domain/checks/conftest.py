"""Documents are checked in an enterprise with one unit, in the enterprise's own name."""

from collections.abc import Iterator

import pytest
from tests.support.selling import open_house, open_unit

from marke.domain.foundation.transactions import acting_as_system


@pytest.fixture
def selling(db: None) -> Iterator[None]:
    """Unit 1001 is open and its holder has a share for 2026."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        yield
