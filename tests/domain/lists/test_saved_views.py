"""The filters that people keep under a name: theirs alone unless they share them."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction
from tests.support.selling import CLERK

from marke.domain.foundation.transactions import acting
from marke.domain.lists.models import SavedView
from marke.domain.lists.operations.views import MOST_VIEWS, Place, change_view, keep_view, move_view, remove_views
from marke.domain.lists.queries.views import default_of, views_of
from marke.kernel.refusal import Refusal

DESK = Place("desk_invoices")
UNIT = Place("invoices", 1001)
OTHER = uuid.UUID("00000000-0000-7000-8000-0000000000c2")


@pytest.fixture(autouse=True)
def at_the_desk(db: None) -> Iterator[None]:
    """Kim the clerk works at the desk."""
    with acting(actor=CLERK, staff=True):
        yield


def keep(name: str, query: str = "status=overdue", **more: object) -> SavedView:
    return keep_view(place=DESK, name=name, query=query, owner=CLERK, **more)


def names(owner: uuid.UUID = CLERK, place: Place = DESK) -> list[str]:
    return [view.name for view in views_of(place=place, owner=owner)]


def test_a_view_is_kept_and_replaced_under_its_name() -> None:
    """Saving again under the same name replaces the filter; there is never a second tab of that name."""
    keep("Late")
    keep("Late", "status=partly_paid")
    assert SavedView.objects.get().query == "status=partly_paid"


def test_a_view_has_a_name() -> None:
    with pytest.raises(Refusal, match="Give the view a name"):
        keep("   ")


def test_another_view_of_the_name_is_refused() -> None:
    keep("Late")
    other = keep("Credited")
    with pytest.raises(Refusal, match="under the name «Late»"):
        change_view(view_id=other.pk, name="Late", shared=False, default=False, owner=CLERK)


def test_twenty_views_are_enough() -> None:
    for number in range(MOST_VIEWS):
        keep(f"View {number}")
    with pytest.raises(Refusal, match="twenty views"):
        keep("One more")


def test_one_view_opens_the_list() -> None:
    """A new default takes the place of the old one."""
    keep("Late", default=True)
    keep("Credited", default=True)
    assert default_of(place=DESK, owner=CLERK).name == "Credited"
    assert SavedView.objects.filter(is_default=True).count() == 1


def test_views_are_moved_and_stay_at_the_ends() -> None:
    first, second, third = (keep(name) for name in "ABC")
    move_view(view_id=third.pk, up=True, owner=CLERK)
    assert names() == ["A", "C", "B"]
    move_view(view_id=first.pk, up=True, owner=CLERK)
    move_view(view_id=second.pk, up=False, owner=CLERK)
    assert names() == ["A", "C", "B"]


def test_the_desk_sees_what_is_shared_and_nothing_else_of_others() -> None:
    keep("Mine")
    keep("Ours", shared=True)
    with acting(actor=OTHER, staff=True):
        assert names(OTHER) == ["Ours"]


def test_nobody_changes_the_view_of_somebody_else() -> None:
    """The database refuses it too: another's shared view can be read and not written."""
    shared = keep("Ours", shared=True)
    with acting(actor=OTHER, staff=True):
        with pytest.raises(SavedView.DoesNotExist):
            change_view(view_id=shared.pk, name="Theirs", shared=True, default=False, owner=OTHER)
        assert SavedView.objects.filter(pk=shared.pk).update(name="Theirs") == 0
        assert remove_views(view_ids=[shared.pk], owner=OTHER) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        SavedView.objects.create(owner_id=OTHER, page="desk_invoices", name="In another name")


def test_what_a_unit_shares_is_seen_in_the_unit_alone() -> None:
    with acting(actor=CLERK, units=[1001]):
        keep_view(place=UNIT, name="Ours", query="status=paid", owner=CLERK, shared=True)
    with acting(actor=OTHER, units=[1001]):
        assert names(OTHER, UNIT) == ["Ours"]
    with acting(actor=OTHER, units=[1002]):
        assert names(OTHER, UNIT) == []
    with acting(actor=CLERK, units=[1001]), pytest.raises(DatabaseError), transaction.atomic():
        keep_view(place=Place("invoices", 1002), name="Not mine", query="", owner=CLERK)
