"""The outbox in the enterprise's own name."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import MessageInput, put
from marke.kernel.ids import uuid7

Post = Callable[..., Message]


@pytest.fixture
def house(db: None) -> Iterator[None]:
    """Everything is done by the enterprise itself, which sees all units."""
    with acting_as_system():
        yield


@pytest.fixture
def post(house: None) -> Post:
    """Put one message and get it as it stands."""

    def put_one(key: str = "", *, subject: tuple[str, uuid.UUID] | None = None, **given: Any) -> Message:
        key = key or f"test:{uuid7()}"
        values = {"channel": "test", "unit_id": None, "subject": subject or ("thing", uuid7()), **given}
        put(messages=[MessageInput(key=key, **values)], actor=SYSTEM)
        return Message.objects.get(key=key)

    return put_one
