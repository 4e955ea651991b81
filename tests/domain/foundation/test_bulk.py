"""Many rows change in one statement, each with its own values."""

import datetime as dt

import pytest

from marke.domain.foundation.bulk import update_rows
from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.parameters.models import Cooperative
from marke.domain.people.models import Person

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values_in_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with acting(actor=SYSTEM):
        people = Person.objects.bulk_create(Person(family_name=name) for name in ("Een", "Twee", "Drie"))
        for number, person in enumerate(people, start=1):
            person.given_name = f"Kind {number}"
            person.birth_date = None if number == 2 else dt.date(1990, 1, number)
        with django_assert_num_queries(1):
            update_rows(people, ["given_name", "birth_date"])
        read = Person.objects.order_by("given_name").values_list("given_name", "birth_date")
        assert list(read) == [
            ("Kind 1", dt.date(1990, 1, 1)),
            ("Kind 2", None),
            ("Kind 3", dt.date(1990, 1, 3)),
        ]


def test_the_trail_has_every_changed_row() -> None:
    """A change in bulk is recorded row by row, like any other."""
    with acting(actor=SYSTEM):
        people = Person.objects.bulk_create(Person(family_name=name) for name in ("Een", "Twee"))
        for person in people:
            person.family_name += "s"
        update_rows(people, ["family_name"])
    changes = AuditEvent.objects.filter(table_name="people_person", action="U").values_list("after", flat=True)
    assert sorted(change["family_name"] for change in changes) == ["Eens", "Twees"]


def test_a_row_that_is_not_there_is_no_silent_loss() -> None:
    with acting(actor=SYSTEM), pytest.raises(LookupError, match="1 rows of people_person"):
        update_rows([Person(family_name="Nobody")], ["family_name"])


def test_nothing_to_change_asks_nothing() -> None:
    update_rows([], ["family_name"])


def test_documents_travel_as_they_are() -> None:
    """Texts with quotes, numbers and nested lists come back unchanged."""
    document = [{"text": 'an "quoted" \\ word', "cents": 12_345}, ["nl", "fr"], None]
    with acting(actor=SYSTEM):
        house = Cooperative.objects.create(name="De Marke", legal_name="De Marke cv", enterprise_number="0123456749")
        house.languages = document
        update_rows([house], ["languages"])
        house.refresh_from_db()
    assert house.languages == document


def test_a_document_that_may_be_empty_is_refused() -> None:
    """A document cannot tell nothing from null: the caller chooses another way."""
    with acting(actor=SYSTEM), pytest.raises(TypeError, match="after may be empty"):
        update_rows([AuditEvent(id=1)], ["after"])
