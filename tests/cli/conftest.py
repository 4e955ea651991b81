"""Commands in this process, on a database of their own."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from tests.conftest import OwnDatabase


@pytest.fixture
def at_hand(own_database: OwnDatabase, monkeypatch: pytest.MonkeyPatch) -> OwnDatabase:
    """The database that commands find ready: fresh, migrated, empty."""
    monkeypatch.setattr("marke.cli.environment.ready", lambda settings="dev": nullcontext())
    return own_database
