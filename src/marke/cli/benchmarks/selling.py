"""A cooperative that sells: units with a holder, clients on the network, and as many stored invoices as one likes."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

from marke.cli.benchmarks import Ground

if TYPE_CHECKING:
    from marke.domain.sales.models import Client
    from marke.usecases.issue_invoice import IssueInput

TODAY = dt.date(2026, 9, 14)
NOW = dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC)
STORED_IN = 2025
"""The year of the invoices that fill the database; no series of today is touched."""

CHUNK = 20_000

TABLES = ("sales_invoice", "sales_invoiceline", "sales_invoicevat")

STORE = (
    """
create temp table copied as
select n, gen_random_uuid() as copy, %(from)s::date + (n %% 364)::int as day
  from generate_series(%(first)s::bigint, %(last)s) n
""",
    """
insert into sales_invoice (id, unit_id, client_id, kind, language, subject, client_reference, order_reference,
  export_proof, created_by, created_at, net, vat, gross, year, sequence, number, issued_on, due_on, contribution_rate,
  contribution, budget, parties, entry_id, paid, credited, available)
select c.copy, u.id, l.client_id, 'invoice', 'nl', i.subject, '', '', '', i.created_by, i.created_at, i.net, i.vat,
       i.gross, %(year)s, c.n, %(year)s || '/' || lpad(c.n::text, 5, '0'), c.day, c.day + 30, i.contribution_rate,
       i.contribution, i.budget, i.parties, -c.n, case when c.n %% 10 = 0 then 0 else i.gross end, 0, 0
  from copied c cross join (select * from sales_invoice limit 1) i
  join units_unit u on u.id = 1001 + c.n %% %(units)s
  join sales_clientlink l on l.unit_id = u.id
""",
    """
insert into sales_invoiceline (id, invoice_id, unit_id, position, description, quantity, measure, unit_price, net,
  vat_rate, vat_ground)
select gen_random_uuid(), c.copy, l.unit_id, l.position, l.description, l.quantity, l.measure, l.unit_price, l.net,
       l.vat_rate, l.vat_ground
  from copied c cross join (select * from sales_invoiceline where invoice_id = (select id from sales_invoice where year
       <> %(year)s limit 1)) l
""",
    """
insert into sales_invoicevat (id, invoice_id, unit_id, category, rate, grounds, reason, reason_code, grid, base, vat)
select gen_random_uuid(), c.copy, v.unit_id, v.category, v.rate, v.grounds, v.reason, v.reason_code, v.grid, v.base,
       v.vat
  from copied c cross join (select * from sales_invoicevat where invoice_id = (select id from sales_invoice where year
       <> %(year)s limit 1)) v
""",
    "drop table copied",
)
"""Copies of one issued invoice over all units and the days of a year, one in ten unpaid; the books stay as they are."""


def open_shop(*, units: int) -> None:
    """The cooperative, its books of the year, and units whose holder has a share, each with one Belgian client."""
    from marke.countries.registry import country
    from marke.domain.foundation.transactions import SYSTEM, acting_as_system
    from marke.domain.ledger.operations import open_year
    from marke.domain.members.models import Member, ShareMovement, Subscription, YearOfUse
    from marke.domain.parameters.operations import open_cooperative
    from marke.domain.people.models import Person
    from marke.domain.sales.models import Client, ClientLink
    from marke.domain.units.enums import RoleKind
    from marke.domain.units.models import Unit, UnitRole

    invented, first = country("be").invented, dt.date(TODAY.year, 1, 1)
    numbers = range(1001, 1001 + units)
    with acting_as_system(reason="bench"):
        open_cooperative(
            actor=SYSTEM,
            valid_from=dt.date(2018, 1, 1),
            choices={},
            name="Bench",
            legal_name="Bench cv",
            enterprise_number=invented.enterprise_number(0),
            seller_name="Bench",
            seller_enterprise_number=invented.enterprise_number(1),
            street="Kaai 1",
            postcode="9000",
            municipality="Gent",
            iban=invented.iban(1),
        )
        open_year(year=TODAY.year, actor=SYSTEM)
        holder = Person.objects.create(given_name="Holder", family_name="Of All")
        member = Member.objects.create(number=1, person=holder, state=Member.State.MEMBER, since=first)
        share = Subscription.objects.create(
            member=member,
            count=1,
            price=3000,
            first_year=TODAY.year,
            reference="1",
            state=Subscription.State.PAID,
            subscribed_on=first,
            pay_before=first,
            paid_on=first,
            payer_iban=invented.iban(2),
        )
        YearOfUse.objects.create(member=member, year=TODAY.year, starts_on=first, subscription=share)
        ShareMovement.objects.create(
            member=member,
            kind=ShareMovement.Kind.ISSUED,
            count=1,
            price=3000,
            number=1,
            effective_on=first,
            subscription=share,
        )
        Unit.objects.bulk_create(
            [Unit(id=n, name=f"Unit {n}", activity="music", state="open", opened_on=first) for n in numbers]
        )
        UnitRole.objects.bulk_create(
            [UnitRole(unit_id=n, person=holder, kind=RoleKind.HOLDER, valid_from=first) for n in numbers]
        )
        clients = Client.objects.bulk_create([_client(n, invented.enterprise_number(n)) for n in numbers])
        ClientLink.objects.bulk_create(
            [ClientLink(unit_id=n, client=client) for n, client in zip(numbers, clients, strict=True)]
        )


def _client(number: int, enterprise_number: str) -> Client:
    from marke.domain.sales.enums import ClientKind
    from marke.domain.sales.models import Client

    return Client(
        kind=ClientKind.COMPANY,
        name=f"Client {number}",
        folded_name=f"client {number}",
        enterprise_number=enterprise_number,
        vat_number=f"BE{enterprise_number}",
        street="Dok 5",
        postcode="9000",
        municipality="Gent",
        email=f"client{number}@example.org",
    )


def clients_of_units() -> list[tuple[int, uuid.UUID]]:
    """Each unit with its client."""
    from marke.domain.foundation.transactions import acting_as_system
    from marke.domain.sales.models import ClientLink

    with acting_as_system(reason="bench"):
        return list(ClientLink.objects.order_by("unit_id").values_list("unit_id", "client_id"))


def invoice_to_send(number: int, at: tuple[int, uuid.UUID]) -> IssueInput:
    """A different invoice for each number: unit, client, two lines, two rates."""
    from marke.domain.sales.operations.invoices import InvoiceInput
    from marke.domain.sales.pricing import LineInput
    from marke.usecases.issue_invoice import IssueInput

    unit, client = at
    lines = (
        LineInput("Concert", Decimal(1), Decimal(10_000 + 7 * (number % 2_003)) / 100, Decimal("0.21")),
        LineInput("Books", Decimal(1 + number % 3), Decimal(20), Decimal("0.06"), "books"),
    )
    return IssueInput(InvoiceInput(unit, client, lines, subject=f"Deal {number}"), TODAY)


def store(ground: Ground, name: str, *, invoices: int, units: int) -> None:
    """Fill the database with so many issued invoices, past its triggers: they are there to be in the way."""
    with ground.connect(name) as connection:
        for table in TABLES:
            connection.execute(f"alter table {table} disable trigger all")
        for first in range(1, invoices + 1, CHUNK):
            last = min(first + CHUNK - 1, invoices)
            given = {"first": first, "last": last, "units": units, "year": STORED_IN, "from": dt.date(STORED_IN, 1, 1)}
            for statement in STORE:
                connection.execute(statement, given)
            ground.tell("Filling with invoices", last, invoices)
        for table in TABLES:
            connection.execute(f"alter table {table} enable trigger all")
        connection.execute("vacuum analyze")
