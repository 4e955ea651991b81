"""The first page of a list costs the same in a small cooperative and in one ten times larger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import OwnDatabase
from tests.support.selling import open_house
from tests.web.conftest import make_user

from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import StaffRole
from marke.domain.people.queries import people_found
from marke.domain.purchases import queries as purchases
from marke.domain.purchases.enums import CostState
from marke.domain.sales.enums import InvoiceStatus, PaymentStatus
from marke.domain.sales.queries import clients, invoices, payments
from marke.domain.sales.queries.invoices import InvoiceFilter
from marke.domain.units.enums import UnitState
from marke.domain.units.listing import UnitFilter, find_units
from marke.ops.database import SUPERUSER
from marke.web.components.windows import PAGE_SIZE

pytestmark = pytest.mark.scale

SMALL, LARGE = 600, 6_000
FIRST = 1001
TODAY = dt.date(2026, 9, 11)

ROWS = """
set session_replication_role = replica;
create temp table given as select n, md5('client' || n)::uuid as client, date '2026-01-01' + n % 200 as day
  from generate_series({first}, {last}) n;
insert into units_unit (id, name, search_key, activity, state)
  select n, 'Atelier ' || n, 'atelier ' || n, 'acting', 'open' from given;
insert into units_unitfigures (unit_id, turnover, received, expected, as_of) select n, n, n, 0, day from given;
insert into people_person (id, given_name, family_name, language, street, postcode, municipality, country, phone, state,
                           family_first_key, given_first_key)
  select gen_random_uuid(), 'Fien', 'Maes', 'nl', '', '', '', 'BE', '', 'active', 'maes ' || n, 'fien ' || n from given;
insert into sales_client (id, kind, name, folded_name, country, enterprise_number, vat_number, street, postcode,
                          municipality, email, language, state, created_at)
  select client, 'private', 'Client', 'client ' || n, 'BE', '', '', '', '', '', '', 'nl', 'identified', now()
  from given;
insert into sales_invoice (id, unit_id, client_id, kind, year, sequence, number, communication, language, subject,
                           client_reference, order_reference, export_proof, created_by, created_at, issued_on,
                           due_on, net, vat, gross, contribution, contribution_rate, budget, parties, paid, credited,
                           available, entry_id)
  select gen_random_uuid(), n, client, 'invoice', 2026, n, '2026/' || n, lpad(n::text, 12, '0'), 'nl', '', '', '', '',
         gen_random_uuid(), now(), day, day + 30, 100 + n, 0, 100 + n, 0, 0.065, 100 + n, '{{}}',
         case n % 3 when 0 then 100 + n else 0 end, 0, 0, n from given;
insert into sales_payment (id, client_id, received_on, amount, allocated, payer, communication, bank_reference,
                           recorded_by, recorded_at, entry_id)
  select gen_random_uuid(), client, day, 100, 100 - n % 2, '', '', '', gen_random_uuid(), now(), n from given;
insert into purchases_cost (id, unit_id, state, supplier, spent_on, category, description, proof, paid_by, pay_to_iban,
                            pay_to_reference, gross, vat_rate, vat, deductible_share, deductible, charge, hold_id,
                            entered_by, entered_at, reason)
  select gen_random_uuid(), n, 'submitted', 'Supplier', day, 'other', '',
         'receipt', 'member', '', '', 100, 0, 0, 1, 0, 100, gen_random_uuid(), gen_random_uuid(), now(), '' from given;
insert into audit.event (actor_id, table_name, object_id, action)
  select gen_random_uuid(), case when n % 50 = 0 then 'sales_client' else 'sales_invoice' end, n::text, 'I' from given;
drop table given;
"""
"""For each unit its figures, a person, a client, an invoice, a payment, a cost and an event of the trail."""

LISTS: dict[str, Callable[[], QuerySet[Any]]] = {
    "units": lambda: find_units(wanted=UnitFilter(), as_of=TODAY),
    "units, last first": lambda: find_units(wanted=UnitFilter(), as_of=TODAY, sort="-number"),
    "open units": lambda: find_units(wanted=UnitFilter(state=UnitState.OPEN), as_of=TODAY),
    "people": lambda: people_found(),
    "people in a state": lambda: people_found(state="active"),
    "clients": lambda: clients.directory(),
    "payments": lambda: payments.payments(),
    "payments that wait": lambda: payments.payments(status=PaymentStatus.CREDIT),
    "costs": lambda: purchases.costs(),
    "costs to approve": lambda: purchases.costs(state=CostState.SUBMITTED),
    "invoices of a unit": lambda: invoices.find_invoices(wanted=InvoiceFilter(unit_id=FIRST), as_of=TODAY),
    "invoices of a state": lambda: invoices.find_invoices(
        wanted=InvoiceFilter(status=InvoiceStatus.OVERDUE), as_of=TODAY, sort="due_on"
    ),
    "the trail": lambda: AuditEvent.objects.all(),
    "the trail of a kind": lambda: AuditEvent.objects.filter(table_name="sales_client"),
    **{
        f"invoices by {sort}": lambda sort=sort: invoices.find_invoices(
            wanted=InvoiceFilter(), as_of=TODAY, sort=sort
        )
        for sort in invoices.SORTS
    },
}  # fmt: skip
PAGES = ("desk", "desk_units", "desk_people", "desk_clients", "desk_invoices", "desk_payments", "desk_costs",
         "desk_share_register", "desk_audit")  # fmt: skip


def fill(database: OwnDatabase, first: int, last: int) -> None:
    """Write the rows of these units behind the triggers (this is about reading), and let the planner know."""
    with database.connect(SUPERUSER) as boss:
        boss.execute(ROWS.format(first=first, last=last))
        boss.execute("analyze")


def rows_read(found: QuerySet[Any]) -> int:
    """How many rows the database reads from tables and indexes for the first page."""
    with acting_as_system(), connection.cursor() as cursor:
        sql, parameters = found[: PAGE_SIZE + 1].query.sql_with_params()
        cursor.execute(f"explain (analyze, format json) {sql}", parameters)
        ((plan,),) = cursor.fetchall()
    return round(sum(node_rows(plan[0]["Plan"])))


def node_rows(node: dict[str, Any]) -> Iterator[float]:
    if "Scan" in node["Node Type"]:
        yield (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    for part in node.get("Plans", ()):
        yield from node_rows(part)


def test_the_database_reads_as_many_rows_for_ten_times_as_many_units(own_database: OwnDatabase) -> None:
    """The first page of each list reads what it shows, whatever stands behind it."""
    fill(own_database, FIRST, FIRST + SMALL - 1)
    small = {name: rows_read(found()) for name, found in LISTS.items()}
    fill(own_database, FIRST + SMALL, FIRST + LARGE - 1)
    large = {name: rows_read(found()) for name, found in LISTS.items()}
    grown = {name: (small[name], rows) for name, rows in large.items() if rows > max(2 * small[name], 6 * PAGE_SIZE)}
    assert grown == {}


def test_a_page_sends_as_many_statements_for_ten_times_as_many_units(own_database: OwnDatabase) -> None:
    """No list asks the database once more for each thing it shows or counts."""
    with acting_as_system():
        open_house()
        user = make_user("jef@example.org", staff_role=StaffRole.ADMINISTRATOR, second_factor=True)
    desk = Client()
    desk.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    fill(own_database, FIRST, FIRST + SMALL - 1)
    small = {page: statements(desk, page) for page in PAGES}
    fill(own_database, FIRST + SMALL, FIRST + LARGE - 1)
    assert {page: statements(desk, page) for page in PAGES} == small


def statements(desk: Client, page: str) -> int:
    """How many statements a page of the desk sends, after a first visit that fills what is kept in memory."""
    assert desk.get(reverse(page)).status_code == 200
    with CaptureQueriesContext(connection) as sent:
        desk.get(reverse(page))
    return len(sent)
