"""The isolation matrix: who can open what, generated from the addresses and the models (ledger.md, 7.7).

Nothing here lists pages by hand. A new page is tried by everybody at once, a new kind of object in an address or a
new model without its line below fails.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from tests.support.selling import client_of
from tests.support.site_map import Address, addresses
from tests.web.conftest import make_user
from tests.web.security.belongings import BELONGINGS, belongings_of

from marke.domain.foundation.transactions import SYSTEM, acting, acting_as_system
from marke.domain.people.models import StaffRole, User

OURS = [address for address in addresses() if address.is_ours]
UNIT = [address for address in OURS if address.area == "unit"]
MEMBER = [address for address in OURS if address.area == "member"]
DESK = [address for address in OURS if address.area == "desk"]
OWN_OBJECTS = [address for address in UNIT if len(address.placeholders) > 1]


def answers(browser: Client, address: Address, **values: object) -> set[int]:
    """The status of each method the page knows."""
    url = address.url(**values)
    methods = {"GET": browser.get, "POST": browser.post}
    return {methods[method](url).status_code for method in address.methods if method in methods}


@pytest.mark.parametrize("address", UNIT, ids=str)
def test_a_unit_of_somebody_else_does_not_exist(
    address: Address, nora: User, karim: User, as_user: Callable[[User], Client]
) -> None:
    """A member who asks for a page of another's unit is told that it does not exist, whatever the method."""
    assert answers(as_user(karim), address, unit=1001) == {404}


@pytest.mark.parametrize("address", OWN_OBJECTS, ids=str)
def test_an_object_of_another_unit_is_not_found_under_ones_own(
    address: Address, nora: User, karim: User, as_user: Callable[[User], Client]
) -> None:
    """Writing another unit's object into an address of one's own unit finds nothing."""
    objects = {name: kind for name, kind in address.placeholders.items() if name != "unit" and kind == "uuid"}
    if not objects:
        return
    missing = set(objects) - set(BELONGINGS)
    assert not missing, f"tests/web/security/belongings.py makes no {missing} yet"
    with acting_as_system():
        theirs = belongings_of(1001, set(objects))
    assert answers(as_user(karim), address, unit=1002, **theirs) == {404}


@pytest.mark.parametrize("address", [*UNIT, *MEMBER, *DESK], ids=str)
def test_somebody_who_is_not_signed_in_is_asked_who_they_are(address: Address, house: None, client: Client) -> None:
    """Every page that is not public leads to the log-in page."""
    for method in address.methods:
        if method in {"GET", "POST"}:
            answer = client.generic(method, address.url(unit=1001))
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("address", DESK, ids=str)
def test_the_desk_is_closed_to_members(address: Address, nora: User, as_user: Callable[[User], Client]) -> None:
    """No page of the desk opens to somebody without a staff role."""
    assert answers(as_user(nora), address) == {403}


@pytest.mark.parametrize("address", [address for address in DESK if address.roles], ids=str)
def test_a_page_of_the_desk_opens_to_its_roles_only(
    address: Address, staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """A member of staff whose role a page does not name is refused; no page changes anything for an auditor."""
    outside = [role for role in StaffRole if role and role not in address.roles and role != StaffRole.ADMINISTRATOR]
    for role in outside[:1]:
        assert answers(as_user(staff(role)), address) == {403}


@pytest.mark.parametrize("address", DESK, ids=str)
def test_the_desk_is_closed_without_a_second_factor(
    address: Address, house: None, as_user: Callable[[User], Client]
) -> None:
    """An administrator with a password alone is led to the page that adds a second factor."""
    if address.name == "desk_second_factor":
        return
    with acting_as_system():
        user = make_user("root@example.org", staff_role=StaffRole.ADMINISTRATOR)
    assert as_user(user).get(address.url(), follow=False).status_code in {302, 405}
    assert as_user(user).post(address.url()).status_code in {302, 405}


@pytest.mark.parametrize("address", UNIT, ids=str)
def test_staff_have_no_way_into_a_unit_but_the_desk(
    address: Address, nora: User, staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """A member of staff is no holder: the pages of a unit do not exist for them either."""
    assert answers(as_user(staff(StaffRole.AUDITOR)), address, unit=1001) == {404}


MODELS = [model for model in apps.get_models() if model.__module__.startswith("marke.") and model._meta.managed]
OF_NO_UNIT = {
    "accounts": "log-ins",
    "parameters": "choices of the whole cooperative",
    "people": "people stand beside units; their pages ask for the own person",
    "members": "membership is of people, not of units",
    "apikeys": "a key is its maker's; their own page alone asks for it",
    "checks.trust": "trust is in a member, in whichever unit they write",
    "directory": "the directory of clients is the whole enterprise's; who may see a client is asked by its links",
    "outbox.beat": "the sign of life of a worker says nothing of a unit",
    "outbox.turn": "work that comes back is the enterprise's own",
    "payouts": "payments leave for the whole enterprise; the desk alone reads them",
    "sales.client": "one legal client serves many units; links to it are fenced",
    "sales.counter": "numbers of documents run through the whole enterprise",
    "sales.payment": "a payment belongs to a client until it is allocated; the desk alone reads it",
    "units.unitcounter": "the next free number",
    "banking": "bank files and their lines are for staff alone: no member sees a row (kept_for_staff)",
    "wages.frame": "rules, references and legal figures that payslips share; nobody is named in it",
    "wages.run": "a wage run pays people of all units; its payslips are fenced",
    "work.payfile": "a pay file is of a person; payroll alone reads it",
}
"""Models whose rows belong to no single unit, by app or name, with the reason."""


def unit_columns(model: type[models.Model]) -> set[str]:
    """The columns of a model that hold the number of a unit."""
    return {
        field.column
        for field in model._meta.concrete_fields
        if field.column == "unit_id"
        or field.column.endswith("_unit_id")
        or field.column.endswith("unit_number")
        or (field.is_relation and field.related_model._meta.label == "units.Unit")
    } | ({"id"} if model._meta.label == "units.Unit" else set())


def fenced_tables() -> set[str]:
    """The tables on which the database itself hides rows of units that were not named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_policies p on p.tablename = c.relname"
            " where c.relrowsecurity and 'marke_app' = any(p.roles) and p.qual like '%visible_units%'"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_row_of_a_unit_is_fenced_by_the_database(model: type[models.Model]) -> None:
    """Row-level security stands behind every view: a table that names a unit hides the rows of others."""
    label = model._meta.label_lower
    exempt = label in OF_NO_UNIT or label.split(".")[0] in OF_NO_UNIT
    fenced = model._meta.db_table in fenced_tables()
    assert fenced or exempt, f"{label} is neither fenced nor listed with a reason"
    if unit_columns(model):
        assert fenced, f"{label} names a unit and is not fenced"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_with_the_views_filter_switched_off_the_database_gives_no_rows(
    model: type[models.Model], nora: User, karim: User
) -> None:
    """Asking for everything as a member of unit 1002 shows nothing of unit 1001, and without a unit nothing at all."""
    if model._meta.db_table not in fenced_tables():
        return
    with acting_as_system():
        belongings_of(1001, set(BELONGINGS))
        client_of(1002)
        everything = model.objects.count()
    with acting(actor=SYSTEM, units=[1002]):
        for column in unit_columns(model) - {"id"}:
            field = next(field for field in model._meta.concrete_fields if field.column == column)
            if field.name in {"from_unit", "to_unit"}:
                continue
            assert not model.objects.exclude(**{column: 1002}).exclude(**{f"{column}__isnull": True}).exists()
    with acting(actor=SYSTEM):
        assert model.objects.count() == 0 or everything == 0


@pytest.mark.django_db
def test_the_auditor_reads_every_table_and_writes_none() -> None:
    """The separate auditor of the database sees all and changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select n.nspname || '.' || c.relname, has_table_privilege('marke_auditor', c.oid, 'select'),"
            " has_table_privilege('marke_auditor', c.oid, 'insert, update, delete, truncate')"
            " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where c.relkind in ('r', 'p') and n.nspname in ('public', 'ledger', 'audit')"
        )
        rows = cursor.fetchall()
    assert not [name for name, _reads, writes in rows if writes]
    unread = {name for name, reads, _writes in rows if not reads}
    assert unread <= {"public.people_nationalnumber", "public.people_identitydocument", "public.people_user"}
