"""Every write happens in one transaction, in somebody's name."""

import pytest
from django.db import DatabaseError, transaction

from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system
from marke.domain.people.models import Person
from marke.domain.units.models import Unit

pytestmark = pytest.mark.django_db


def test_a_change_is_recorded_with_who_and_what() -> None:
    """Each write leaves who, what, before and after in the trail, without being asked."""
    with acting(actor=SYSTEM, reason="spelling"):
        person = Person.objects.create(family_name="Peters")
        person.family_name = "Peeters"
        person.save()
    changed, created = AuditEvent.objects.filter(object_id=person.pk)
    assert (created.action, created.before, created.after["family_name"]) == ("I", None, "Peters")
    assert (changed.action, changed.before, changed.after) == (
        "U",
        {"family_name": "Peters"},
        {"family_name": "Peeters"},
    )
    assert changed.actor_id == SYSTEM
    assert changed.reason == "spelling"


def test_a_write_without_somebody_who_answers_for_it_is_refused() -> None:
    with pytest.raises(DatabaseError, match="somebody who answers for it"), transaction.atomic():
        Person.objects.create(family_name="Nobody")


def test_the_trail_cannot_be_changed_by_the_application() -> None:
    with acting(actor=SYSTEM):
        person = Person.objects.create(family_name="Peters")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(object_id=person.pk).update(reason="never happened")


def test_a_reading_transaction_cannot_write() -> None:
    """A page that only shows cannot change anything, whatever its code does."""
    with pytest.raises(DatabaseError), acting(actor=SYSTEM, read_only=True):
        Person.objects.create(family_name="Peters")


def test_a_unit_that_was_not_named_is_not_seen() -> None:
    """Row-level security shows nothing by default, the named units to members, every unit to staff."""
    with acting_as_system():
        Unit.objects.create(id=1001, name="Atelier Een", activity="music")
        Unit.objects.create(id=1002, name="Atelier Twee", activity="music")
    with acting(actor=SYSTEM):
        assert not Unit.objects.exists()
    with acting(actor=SYSTEM, units=[1002]):
        assert [unit.pk for unit in Unit.objects.all()] == [1002]
    with acting_as_system():
        assert Unit.objects.count() == 2
