"""Who did what, in words: names instead of keys, money as money, days as days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marke.domain.foundation.transactions import acting
from marke.domain.people.models import Person, StaffRole, User
from marke.domain.sales.models import Invoice
from marke.web.components.timeline import timeline

TRAIL = "/desk/audit/"


@pytest.fixture
def renamed(nora: User) -> Person:
    """Nora changed her family name."""
    with acting(actor=nora.pk, reason="Marriage"):
        person = Person.objects.get(user=nora)
        person.family_name = "Claes"
        person.language = "fr"
        person.save()
    return person


def test_the_timeline_of_a_thing_says_who_changed_it_and_how(renamed: Person, nora: User) -> None:
    """The latest change stands first, with the name of the one who did it and the reason given."""
    with acting(actor=nora.pk), translation.override("en"):
        changed, added = timeline([renamed])
    assert (changed.what, changed.who, changed.note) == ("Person changed", "Claes", "Marriage")
    assert added.what == "Person added"


def test_a_change_shows_each_field_before_and_after_in_words(desk: Client, renamed: Person) -> None:
    """Fields carry their own names, and choices their words."""
    line = desk.get(TRAIL, {"what": "people_person", "thing": renamed.pk}).context["table"].rows[0]
    page = desk.get(f"{TRAIL}{line.id}/").content.decode()
    for words in ["last name", "<del>Holder 1001</del>", "<ins>Claes</ins>", "<ins>French</ins>"]:
        assert words in page


def test_money_and_names_are_written_out(desk: Client, invoice: Invoice) -> None:
    """An amount reads as money, and a client by name."""
    rows = desk.get(TRAIL, {"what": "sales_invoice"}).context["table"].rows
    shown = {change.label: change.after for row in rows for change in row.changes}
    assert shown["to pay"] == "€1,210.00"
    assert shown["client"] == "Festival Lumen"
    assert shown["due on"] == "21 Sep 2026"


def test_the_trail_is_narrowed_by_person_and_day(desk: Client, renamed: Person) -> None:
    """Who, what and when narrow the list."""
    assert [row.what for row in desk.get(TRAIL, {"who": "nora@example"}).context["table"].rows] == ["Person changed"]
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    assert "Nothing changed" in desk.get(TRAIL, {"since": tomorrow.isoformat()}).content.decode()
    assert "Nothing changed" in desk.get(TRAIL, {"who": "nobody of that name"}).content.decode()


def test_the_trail_is_asked_only_about_what_it_records(desk: Client, house: None) -> None:
    """Things by their names; the series that give out numbers keep no trail, so nobody can ask for theirs."""
    things = dict(desk.get(TRAIL).context["bar"].form.fields["what"].choices)
    assert things["parameters_choice"] == "Choice of the cooperative"
    assert not {"sales_counter", "members_registercounter", "units_unitcounter", "sales_invoicevat"} & set(things)


def test_the_trail_goes_on_page_after_page(desk: Client, house: None) -> None:
    """Older changes follow below the last one shown, none twice."""
    with acting(actor=uuid.uuid4(), staff=True):
        for number in range(60):
            Person.objects.create(family_name=f"Person {number}")
    first = desk.get(TRAIL, {"what": "people_person"})
    second = desk.get(TRAIL + first.context["older"])
    ids = [row.id for page in (first, second) for row in page.context["table"].rows]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) >= 60


@pytest.mark.parametrize(
    "asked",
    [{"since": "31/2/2026"}, {"what": "pg_authid"}, {"before": "x"}, {"before": "9" * 30}, {"thing": "' or 1=1"}],
)
def test_hostile_filters_break_nothing(desk: Client, house: None, asked: dict[str, str]) -> None:
    """A filter that makes no sense is refused beside its field or finds nothing."""
    assert desk.get(TRAIL, asked).status_code in {200, 422}


def test_the_trail_of_a_unit_is_not_seen_from_another(invoice: Invoice, karim: User) -> None:
    """Row-level security hides the history of other units as it hides their rows."""
    with acting(actor=karim.pk, units=[1002]):
        assert not timeline([invoice])
    with acting(actor=karim.pk, units=[1001]):
        assert timeline([invoice])


@pytest.mark.parametrize("role", [StaffRole.AUDITOR, StaffRole.SENIOR_ADVISER, StaffRole.BOARD])
def test_who_controls_may_read(
    role: StaffRole, staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """Auditor, senior advisers and board read the trail."""
    assert as_user(staff(role)).get(TRAIL).status_code == 200


def test_one_page_asks_as_often_for_many_changes_as_for_few(desk: Client, renamed: Person, nora: User) -> None:
    """Names are looked up together: one question for each kind of thing shown, however many things there are."""
    few = questions(desk)
    with acting(actor=nora.pk, staff=True):
        for number in range(40):
            Person.objects.create(family_name=f"Person {number}")
    assert questions(desk) == few


def questions(desk: Client) -> int:
    """How many statements the trail sends, after a first visit that fills what is kept in memory."""
    desk.get(TRAIL, {"what": "people_person"})
    with CaptureQueriesContext(connection) as sent:
        desk.get(TRAIL, {"what": "people_person"})
    return len(sent)
