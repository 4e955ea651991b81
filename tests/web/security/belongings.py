"""One of each thing that can stand in the address of a unit's page, for a unit named by a test.

A page whose address names a new kind of thing needs its line in `BELONGINGS`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from tests.support.ordering import PROGRESS, open_order
from tests.support.selling import NOW, TODAY, client_of

from marke.domain.directory.operations.imports import begin_import
from marke.domain.einvoicing.models import Incoming, IncomingFile
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.funding.models import Agreement, AgreementFile, Claim, Report, Tranche
from marke.domain.lists.models import BulkItem, BulkRun, SavedView
from marke.domain.orders.models import OrderFile
from marke.domain.people.models import Person
from marke.domain.purchases.models import Cost, Receipt
from marke.domain.quotes.models import Quote, QuoteTemplate, QuoteVersion
from marke.domain.receipts.models import PaidIn
from marke.domain.receipts.models import Receipt as Takings
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.contacts import ContactInput, add_contact
from marke.domain.units.models import Invitation, Project, Transfer, Unit, UnitRole
from marke.domain.work.models import Contract, ContractMonth, WorkDay
from marke.kernel.ids import uuid7


def role(unit: int) -> uuid.UUID:
    """Somebody's role in the unit."""
    return UnitRole.objects.filter(unit_id=unit).earliest("valid_from").pk


def project(unit: int) -> uuid.UUID:
    return Project.objects.create(unit_id=unit, name=f"Project {uuid7()}", opened_on=TODAY).pk


def invitation(unit: int) -> uuid.UUID:
    return Invitation.objects.create(
        unit_id=unit,
        email=f"{uuid7()}@example.org",
        kind="participant",
        invited_by=SYSTEM,
        invited_on=TODAY,
        expires_on=TODAY + dt.timedelta(days=30),
    ).pk


def transfer(unit: int) -> uuid.UUID:
    """Budget moved between two projects of the unit, so that no other unit is part of it."""
    return Transfer.objects.create(
        from_unit_id=unit,
        to_unit_id=unit,
        to_project_id=project(unit),
        amount=10_000,
        message="Part",
        made_on=TODAY,
        made_by=SYSTEM,
    ).pk


def invoice(unit: int) -> uuid.UUID:
    """A draft of an invoice."""
    return Invoice.objects.create(unit_id=unit, client_id=client_of(unit), created_by=SYSTEM).pk


def batch(unit: int) -> uuid.UUID:
    """A list of clients that was read in."""
    return begin_import(content=b"name\nLumen", file_name="clients.csv", unit_id=unit, actor=SYSTEM)


def contact(unit: int) -> uuid.UUID:
    """Somebody the unit knows at its client."""
    return add_contact(unit_id=unit, client_id=client_of(unit), contact=ContactInput("Zoë"))


def quote(unit: int) -> uuid.UUID:
    """A quote with its first draft."""
    quote = Quote.objects.create(unit_id=unit, client_id=client_of(unit), created_by=SYSTEM)
    QuoteVersion.objects.create(quote=quote, unit_id=unit, number=1, written_by=SYSTEM)
    return quote.pk


def quote_template(unit: int) -> uuid.UUID:
    content = {"subject": "", "terms": "", "term_days": None, "plan": "at_end", "deposit_percent": 0}
    content |= {"instalments": 0, "lines": []}
    return QuoteTemplate.objects.create(unit_id=unit, name="Concert", content=content, created_by=SYSTEM).pk


def cost(unit: int) -> uuid.UUID:
    return Cost.objects.create(
        unit_id=unit,
        supplier="Print shop",
        spent_on=TODAY,
        category="materials",
        proof="receipt",
        paid_by="member",
        gross=2_500,
        vat_rate=0,
        vat=0,
        deductible_share=0,
        deductible=0,
        charge=2_500,
        hold_id=uuid7(),
        entered_by=SYSTEM,
        entered_at=NOW,
    ).pk


def receipt(unit: int) -> uuid.UUID:
    return Receipt.objects.create(
        cost_id=cost(unit), unit_id=unit, file="receipts/none.pdf", name="none.pdf", content_type="application/pdf",
        size=1, sha256="0" * 64,
    ).pk  # fmt: skip


def view(unit: int) -> uuid.UUID:
    """A filter that somebody keeps in the unit."""
    return SavedView.objects.create(owner_id=SYSTEM, page="invoices", unit_id=unit, name=str(uuid7())).pk


def run(unit: int) -> uuid.UUID:
    """Something begun for many rows of the unit."""
    begun = BulkRun.objects.create(owner_id=SYSTEM, page="invoices", unit_id=unit, deed="send")
    item = {"owner_id": SYSTEM, "unit_id": unit, "position": 1, "object_id": uuid7(), "label": "Draft"}
    BulkItem.objects.create(run=begun, **item)
    return begun.pk


def taking(unit: int) -> uuid.UUID:
    """A receipt without invoice, with something paid in."""
    made = Takings.objects.create(
        unit_id=unit,
        taken_on=TODAY,
        description="Entrance",
        taken_as="cash",
        gross=100,
        vat_rate=0,
        net=100,
        vat=0,
        contribution_rate=0,
        contribution=0,
        budget=100,
        year=2026,
        sequence=unit,
        number=f"R2026/{unit}",
        communication=f"{unit:012d}",
        declared_on=TODAY,
        due_on=TODAY,
        declared_by=SYSTEM,
        entry_id=1,
    )
    PaidIn.objects.create(
        receipt=made, unit_id=unit, amount=1, budget=1, received_on=TODAY, recorded_by=SYSTEM, entry_id=1
    )
    return made.pk


def agreement(unit: int) -> uuid.UUID:
    """Somebody promised the unit something."""
    return Agreement.objects.create(
        unit_id=unit,
        funder_id=client_of(unit),
        kind="patronage",
        title="Season",
        amount=100,
        starts_on=TODAY,
        ends_on=TODAY,
        entered_by=SYSTEM,
        entered_at=NOW,
    ).pk


def report(unit: int) -> uuid.UUID:
    return Report.objects.create(agreement_id=agreement(unit), unit_id=unit, title="Final", due_on=TODAY).pk


def file(unit: int) -> uuid.UUID:
    """A file of an agreement that has a part."""
    made = agreement(unit)
    Tranche.objects.create(agreement_id=made, unit_id=unit, label="All", amount=100, planned_on=TODAY)
    return AgreementFile.objects.create(
        agreement_id=made, unit_id=unit, file="funding/none.pdf", name="none.pdf", content_type="application/pdf",
        size=1, sha256="0" * 64, added_at=NOW,
    ).pk  # fmt: skip


def claim(unit: int) -> uuid.UUID:
    """A claim on an agreement, whose invoice is still a draft."""
    return Claim.objects.create(agreement_id=agreement(unit), unit_id=unit, invoice_id=invoice(unit), amount=100).pk


def incoming(unit: int) -> uuid.UUID:
    """A document that a supplier sent to the unit."""
    number = uuid7().hex
    file = IncomingFile.objects.create(
        provider="test", provider_id=number, content=b"<Invoice/>", sha256="", received_at=NOW, fetched_at=NOW
    )
    return Incoming.objects.create(file=file, unit_id=unit, state="open", number=number[:20], received_at=NOW).pk


def order(unit: int) -> uuid.UUID:
    """A signed order, by progress so that every page of an order has something to show."""
    return open_order(unit, schedule=(PROGRESS,))


def order_file(unit: int) -> uuid.UUID:
    return OrderFile.objects.create(
        order_id=order(unit), unit_id=unit, kind="other", file="orders/none.pdf", name="none.pdf",
        content_type="application/pdf", size=1, sha256="0" * 64, added_by=SYSTEM,
    ).pk  # fmt: skip


def contract(unit: int) -> uuid.UUID:
    """A contract of somebody who works through the unit for a day."""
    worker = Person.objects.create(given_name="Zoë", family_name=f"Worker {uuid7()}")
    row = Contract.objects.create(
        unit_id=unit, person=worker, function="trainer", starts_on=TODAY, ends_on=TODAY, amount=200_00,
        worker="employee", scheme="ordinary", coefficient=1, employment_budget=200_00,
        offered_by=SYSTEM, offered_at=NOW,
    )  # fmt: skip
    month = TODAY.replace(day=1)
    ContractMonth.objects.create(
        contract=row, unit_id=unit, month=month, last_day=TODAY, due_on=TODAY, employment_budget=200_00
    )
    WorkDay.objects.create(contract=row, unit_id=unit, day=TODAY, hours=8)
    return row.pk


def day(unit: int) -> uuid.UUID:
    """A day of work of a contract of the unit."""
    return WorkDay.objects.get(contract_id=contract(unit)).pk


BELONGINGS: dict[str, Callable[[int], uuid.UUID]] = {
    "agreement": agreement,
    "claim": claim,
    "client": client_of,
    "batch": batch,
    "contact": contact,
    "contract": contract,
    "cost": cost,
    "day": day,
    "file": file,
    "incoming": incoming,
    "invitation": invitation,
    "invoice": invoice,
    "order": order,
    "order_file": order_file,
    "project": project,
    "quote": quote,
    "quote_template": quote_template,
    "receipt": receipt,
    "report": report,
    "role": role,
    "run": run,
    "taking": taking,
    "transfer": transfer,
    "view": view,
}


def belongings_of(unit: int, names: set[str]) -> dict[str, uuid.UUID]:
    """Make the named things for a unit that exists."""
    assert Unit.objects.filter(pk=unit).exists()
    return {name: BELONGINGS[name](unit) for name in sorted(names)}
