"""Every test about people starts in an open cooperative, in the name of the enterprise."""

from collections.abc import Iterator

import pytest
from tests.support.cooperative import open_test_cooperative

from marke.domain.foundation.transactions import acting_as_system


@pytest.fixture(autouse=True)
def cooperative(db: None) -> Iterator[None]:
    with acting_as_system():
        open_test_cooperative()
        yield
