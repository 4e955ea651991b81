"""The directory stands in an enterprise with open books and one unit, in the enterprise's own name."""

from collections.abc import Iterator

import pytest
from tests.support.selling import open_house, open_unit

from marke.domain.foundation.transactions import acting_as_system


@pytest.fixture
def selling(db: None) -> Iterator[None]:
    """The enterprise sells: units 1001 and 1002 are open."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        open_unit(1002)
        yield
