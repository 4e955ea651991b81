"""Whom the network knows: three answers, and silence is never taken for «no»."""

import datetime as dt
import uuid

import pytest
from tests.support.selling import NOW, OTHER_NUMBER, client_of, open_unit

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import Reach
from marke.domain.einvoicing.models import Reachability
from marke.domain.einvoicing.operations.reach import keep_lookup
from marke.domain.foundation.queries import timeline
from marke.domain.foundation.transactions import acting
from marke.kernel.einvoicing import Lookup, Participant
from marke.kernel.einvoicing import Reach as Found

pytestmark = pytest.mark.usefixtures("selling")

BUYER = Participant("0208", "0403019261")
THERE = Lookup(Found.REACHABLE, ("…::Invoice##…",))
NOT_THERE = Lookup(Found.ABSENT)
SILENCE = Lookup(Found.UNKNOWN, problem="The provider did not answer in time.")
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)


def looked_up(lookup: Lookup, *, client: uuid.UUID, after: dt.timedelta = dt.timedelta(0)) -> queries.Reached:
    keep_lookup(client_id=client, participant=BUYER, lookup=lookup, now=NOW + after)
    return queries.reachability(client)


def test_a_client_that_was_never_looked_up_is_not_found_out() -> None:
    """Nothing is known, and that is said."""
    assert queries.reachability(client_of(1001)).reach == Reach.UNKNOWN


def test_an_answer_is_fresh_for_a_day() -> None:
    """Within 24 hours nobody asks again."""
    found = looked_up(THERE, client=client_of(1001))
    assert found.reach == Reach.REACHABLE
    assert found.is_fresh(now=NOW + DAY - HOUR)
    assert not found.is_fresh(now=NOW + DAY)


def test_silence_never_overwrites_an_answer() -> None:
    """The client was there last week; that the directory is silent today does not change it."""
    client = client_of(1001)
    looked_up(THERE, client=client)
    found = looked_up(SILENCE, client=client, after=WEEK)
    assert found.reach == Reach.REACHABLE
    assert found.looked_up_at == NOW
    assert found.problem == SILENCE.problem


def test_silence_about_a_new_client_is_not_absence() -> None:
    """A failed first look-up leaves the client not found out."""
    found = looked_up(SILENCE, client=client_of(1001))
    assert found.reach == Reach.UNKNOWN
    assert not found.is_fresh(now=NOW)


def test_the_day_of_a_change_is_kept() -> None:
    """«Since when is this client on Peppol?» has an answer."""
    client = client_of(1001)
    looked_up(NOT_THERE, client=client)
    looked_up(THERE, client=client, after=WEEK)
    found = looked_up(THERE, client=client, after=2 * WEEK)
    assert found.changed_at == NOW + WEEK


def test_new_clients_come_first_then_failures_after_an_hour_then_the_week_old() -> None:
    """Every client is looked up again each week, a failed look-up within the hour."""
    known, failed = client_of(1001), client_of(1001, name="Failed", number=OTHER_NUMBER)
    looked_up(THERE, client=known)
    looked_up(SILENCE, client=failed)
    new = client_of(1001, name="Neuf", number="FR40303265045", country="FR")
    client_of(1001, name="Nora", number="", kind="private")
    assert [each.pk for each in queries.clients_to_look_up(now=NOW + HOUR / 2)] == [new]
    assert [each.pk for each in queries.clients_to_look_up(now=NOW + 2 * HOUR)] == [new, failed]
    assert {each.pk for each in queries.clients_to_look_up(now=NOW + WEEK + HOUR)} == {new, failed, known}


def test_a_check_that_changes_nothing_leaves_no_trail() -> None:
    """The trail tells when a client joined the network, not that the directory was asked each week."""
    client = client_of(1001)
    looked_up(THERE, client=client)
    row = Reachability.objects.get()
    before = len(timeline([row]))
    looked_up(THERE, client=client, after=WEEK)
    assert len(timeline([row])) == before
    looked_up(NOT_THERE, client=client, after=2 * WEEK)
    assert len(timeline([row])) == before + 1


def test_a_unit_sees_the_reach_of_its_own_clients_alone() -> None:
    """Whom the network knows is shown to those who work for them."""
    open_unit(1002)
    client = client_of(1001)
    looked_up(THERE, client=client)
    with acting(actor=uuid.uuid4(), units=[1002]):
        assert queries.reachability(client).reach == Reach.UNKNOWN
    with acting(actor=uuid.uuid4(), units=[1001]):
        assert queries.reachability(client).reach == Reach.REACHABLE


def test_the_directory_is_counted_for_the_desk() -> None:
    """How many clients receive by the network, and how many do not."""
    looked_up(THERE, client=client_of(1001))
    looked_up(NOT_THERE, client=client_of(1001, name="Other", number=OTHER_NUMBER))
    assert queries.reach_counts() == queries.ReachCounts(1, 1, 0)
