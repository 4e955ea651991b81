"""Joining starts in an open cooperative with a contract of use to sign."""

import pytest
from django.utils import timezone
from tests.support.cooperative import announced_contract, open_test_cooperative

from marke.domain.foundation.transactions import acting_as_system


@pytest.fixture(autouse=True)
def cooperative(db: None) -> None:
    today = timezone.localdate()
    with acting_as_system():
        open_test_cooperative(years=(today.year,))
        announced_contract(in_force_from=today)
