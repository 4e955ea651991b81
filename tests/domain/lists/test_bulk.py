"""One thing done to many rows: looked at first, then done, each row for itself, each once."""

import uuid
from collections.abc import Iterator

import pytest
from tests.support.selling import CLERK

from marke.domain.foundation.transactions import acting
from marke.domain.lists.enums import BulkOutcome, BulkState
from marke.domain.lists.models import BulkRun, SavedView
from marke.domain.lists.operations.bulk import MOST_ROWS, PORTION, Chosen, begin, confirm, do, look, set_note
from marke.domain.lists.operations.views import Place
from marke.domain.lists.queries.bulk import items_of, run_of, tally
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal

DESK = Place("desk_costs")
OTHER = uuid.UUID("00000000-0000-7000-8000-0000000000c2")


@pytest.fixture(autouse=True)
def at_the_desk(db: None) -> Iterator[None]:
    """Kim the clerk works at the desk."""
    with acting(actor=CLERK, staff=True):
        yield


def rows(count: int) -> list[Chosen]:
    return [Chosen(uuid7(), f"Row {number}", 100) for number in range(count)]


def begun(count: int = 3) -> BulkRun:
    return begin(place=DESK, deed="mark", rows=rows(count), owner=CLERK)


def mark(object_id: uuid.UUID) -> str:
    """A deed that leaves a trace: it writes one saved view named after the row."""
    SavedView.objects.create(owner_id=CLERK, page="desk_units", name=object_id.hex)
    return f"marked {object_id}"


def marked() -> int:
    return SavedView.objects.count()


def refusing(*refused: uuid.UUID):
    def act(object_id: uuid.UUID) -> str:
        said = mark(object_id)
        if object_id in refused:
            raise Refusal("test.no", "This one is not possible.")
        return said

    return act


def test_looking_says_what_would_happen_and_changes_nothing() -> None:
    run = look(run=begun(), act=mark, say=str)
    assert run.state == BulkState.LOOKED
    assert [item.outcome for item in items_of(run=run)] == [BulkOutcome.READY] * 3
    assert items_of(run=run)[0].sentence.startswith("marked")
    assert marked() == 0


def test_after_a_yes_each_row_is_done_once() -> None:
    run = confirm(run=look(run=begun(), act=mark, say=str))
    run = do(run=run, act=mark, say=str)
    assert run.state == BulkState.DONE
    assert marked() == 3


def test_a_refused_row_leaves_nothing_and_stops_no_other() -> None:
    """Partial success: the row that cannot be done says why and is rolled back alone."""
    run = begun()
    second = list(run.items.all())[1].object_id
    run = look(run=run, act=refusing(second), say=str)
    run = do(run=confirm(run=run), act=refusing(second), say=str)
    assert (tally(run=run).done, tally(run=run).bad) == (2, 1)
    assert items_of(run=run)[0].sentence == "This one is not possible."
    assert marked() == 2


def test_a_row_that_changed_meanwhile_is_not_done_and_says_so() -> None:
    """Ready when it was looked at, refused when it is done."""
    run = look(run=begun(), act=mark, say=str)
    third = list(run.items.all())[2].object_id
    run = do(run=confirm(run=run), act=refusing(third), say=str)
    assert run.items.get(object_id=third).outcome == BulkOutcome.FAILED
    assert marked() == 2


def test_pressing_twice_does_nothing_twice() -> None:
    run = confirm(run=look(run=begun(), act=mark, say=str))
    do(run=run, act=mark, say=str)
    again = do(run=run, act=mark, say=str)
    assert again.state == BulkState.DONE
    assert confirm(run=again).state == BulkState.DONE
    assert marked() == 3


def test_nothing_is_done_without_a_yes() -> None:
    run = look(run=begun(), act=mark, say=str)
    assert do(run=run, act=mark, say=str).state == BulkState.LOOKED
    assert marked() == 0


def test_a_long_run_goes_in_portions() -> None:
    """More than a portion takes more than one request, in looking as in doing."""
    run = look(run=begun(PORTION + 1), act=mark, say=str)
    assert (run.state, tally(run=run).looked) == (BulkState.LOOKING, PORTION)
    run = confirm(run=look(run=run, act=mark, say=str))
    run = do(run=run, act=mark, say=str)
    assert (run.state, tally(run=run).done) == (BulkState.DOING, PORTION)
    assert do(run=run, act=mark, say=str).state == BulkState.DONE
    assert marked() == PORTION + 1


@pytest.mark.parametrize(("count", "said"), [(0, "at least one row"), (10_000, f"At most {MOST_ROWS} rows")])
def test_a_run_has_a_bearable_number_of_rows(count: int, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        begun(count)
    assert not BulkRun.objects.exists()


def test_a_row_picked_twice_is_one_row() -> None:
    twice = rows(1) * 2
    assert tally(run=begin(place=DESK, deed="mark", rows=twice, owner=CLERK)).rows == 1


def test_a_note_says_something() -> None:
    with pytest.raises(Refusal, match="in a few words"):
        set_note(run=begun(), note="  ")


def test_a_run_belongs_to_whoever_began_it() -> None:
    """Neither another member of staff nor another list finds it."""
    run = begun()
    assert run_of(run_id=run.pk, place=DESK, owner=CLERK) == run
    assert run_of(run_id=run.pk, place=Place("desk_invoices"), owner=CLERK) is None
    with acting(actor=OTHER, staff=True):
        assert not BulkRun.objects.exists()
