"""Each night the enterprise seals its books, lets what is overdue expire, and tells the root of its chain outside."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail

from conftest import OwnDatabase
from marke.cli.nightly import steps
from marke.demo.world import build
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.members.models import Subscription

AUTUMN = {"start": dt.date(2025, 9, 1), "end": dt.date(2025, 12, 31)}


@pytest.fixture
def small_world(own_database: OwnDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MARKE_VAR", str(tmp_path))
    build(units=4, seed=1, tell=lambda *_: None, **AUTUMN)
    return tmp_path


def test_a_night_leaves_nothing_unsealed_and_tells_the_root(small_world: Path) -> None:
    """A second night repeats every step without harm; each tells the root in a file and to auditors and board."""
    night = dt.datetime(2026, 1, 20, 2, tzinfo=dt.UTC)
    first = list(steps(now=night))
    second = list(steps(now=night))
    assert "Entries numbered and chained: 0." in second
    assert first[-1].startswith("Root of block")
    assert len((small_world / "roots.txt").read_text().splitlines()) == 2
    assert {address for message in mail.outbox for address in message.to} == {
        "nadia@demarke.example",
        "delphine@demarke.example",
    }


def test_a_share_that_was_not_paid_in_time_expires_at_night(small_world: Path) -> None:
    """Rule 4: money for a share comes within ten days, or the subscription expires."""
    list(steps(now=dt.datetime(2026, 1, 20, 2, tzinfo=dt.UTC)))
    with acting_as_system():
        assert not Subscription.objects.filter(state=Subscription.State.SUBSCRIBED).exists()
        assert Subscription.objects.filter(state=Subscription.State.EXPIRED).count() == 2
