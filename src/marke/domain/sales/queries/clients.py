"""Read clients: those of a unit, look-alikes while typing, and what the enterprise has at stake with one."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import Enum

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from marke.countries import eu_vat
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.sales.enums import ClientKind, ClientState, InvoiceKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Client, ClientLink, Contact, Invoice, Payment
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.kernel.text import fold
from marke.rules.likeness import Known, Reason, bare_name, most_alike


class Shelf(Enum):
    """Which clients of a unit a list shows."""

    ACTIVE = "active"
    AWAY = "away"
    ALL = "all"


def clients_of_unit(*, unit_id: int, text: str = "", shelf: Shelf = Shelf.ACTIVE) -> QuerySet[ClientLink]:
    """The clients a unit works for, by name; ``text`` is part of a name, a number or a contact."""
    links = ClientLink.objects.filter(unit_id=unit_id).select_related("client")
    if shelf is not Shelf.ALL:
        links = links.filter(archived_on__isnull=shelf is Shelf.ACTIVE)
    if text.strip():
        digits = "".join(sign for sign in text if sign.isdecimal())
        contacts = Contact.objects.filter(
            Q(name__icontains=text.strip()) | Q(email__icontains=text.strip()), unit_id=unit_id
        )
        wanted = Q(client__folded_name__contains=fold(text)) | Q(pk__in=contacts.values("link_id"))
        if len(digits) >= 4:
            wanted |= Q(client__enterprise_number__contains=digits) | Q(client__vat_number__contains=digits)
        links = links.filter(wanted)
    return links.order_by("client__folded_name", "pk")


@dataclass(frozen=True, slots=True)
class ClientIdentity:
    """What anybody may know of an organisation from its number: its public identity, and nothing of our dealings."""

    client_id: uuid.UUID
    name: str
    street: str
    postcode: str
    municipality: str
    country: str
    vat_number: str = ""


def look_up(*, number: str) -> ClientIdentity | None:
    """The public identity behind an exact enterprise or VAT number, if the enterprise knows it."""
    compact = "".join(sign for sign in number.upper() if sign.isalnum())
    try:
        here = home()
        enterprise_number = here.identifiers.read_enterprise_number(compact)
        wanted = Q(country=here.code.upper(), enterprise_number=enterprise_number)
    except Refusal:
        wanted = Q(vat_number=compact)
    if not compact:
        return None
    with enterprise_view():
        found = Client.objects.exclude(kind=ClientKind.PRIVATE).filter(wanted).select_related("merged_into").first()
        return _identity(found.merged_into or found) if found else None


def _identity(client: Client) -> ClientIdentity:
    return ClientIdentity(
        client.pk, client.name, client.street, client.postcode, client.municipality, client.country, client.vat_number
    )


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A client that is perhaps the one being typed, and why."""

    client: Client
    reason: Reason


def look_alikes(*, unit_id: int, name: str, number: str = "", email: str = "", most: int = 5) -> list[LookAlike]:
    """Clients of this unit that are perhaps the one being typed, each with the reason, the strongest first.

    A private person may bear the name of another: this is a hint, never a refusal.
    """
    if len(fold(name)) < 3:
        return []
    typed = Known(name, frozenset({_readable(number)} - {""}), email)
    rows = Client.objects.filter(links__unit_id=unit_id).exclude(state=ClientState.MERGED)
    found = most_alike(typed, ((client, known_as(client)) for client in rows.order_by("folded_name")), most=most)
    return [LookAlike(client, reason) for client, reason in found]


def alike_in_enterprise(*, client: Client, most: int = 20) -> list[LookAlike]:
    """Clients of any unit that are perhaps this one, for the desk: those whose name shares its longest word."""
    words = sorted(bare_name(client.name).split(), key=len)
    if not words:
        return []
    rows = (
        Client.objects.filter(folded_name__contains=words[-1]).exclude(pk=client.pk).exclude(state=ClientState.MERGED)
    )
    found = most_alike(
        known_as(client), ((row, known_as(row)) for row in rows.order_by("folded_name")[:500]), most=most
    )
    return [LookAlike(row, reason) for row, reason in found]


def known_as(client: Client) -> Known:
    """A client as it is compared with others."""
    numbers = frozenset({client.enterprise_number, client.vat_number} - {""})
    return Known(client.name, numbers, client.email)


def _readable(number: str) -> str:
    """A number as it is stored; nothing while it is unfinished or mistyped."""
    for read in (home().identifiers.read_enterprise_number, eu_vat.read_vat_number):
        try:
            return read(number)
        except Refusal:
            continue
    return ""


def client_of_unit(*, unit_id: int, client_id: uuid.UUID) -> ClientLink | None:
    """The link of a unit with a client, with the client itself."""
    return ClientLink.objects.filter(unit_id=unit_id, client_id=client_id).select_related("client").first()


def merged_for_unit(*, unit_id: int, client_id: uuid.UUID) -> uuid.UUID | None:
    """The client that one of a unit's former clients is now; None when it was never merged, or is not the unit's."""
    if client_of_unit(unit_id=unit_id, client_id=client_id):
        return None
    with enterprise_view():
        now = Client.objects.filter(pk=client_id).values_list("merged_into", flat=True).first()
    return now if now and client_of_unit(unit_id=unit_id, client_id=now) else None


@dataclass(frozen=True, slots=True)
class ClientUnit:
    """What one unit has at stake with a client, in cents without VAT removed: what is invoiced and still open."""

    unit_id: int
    unit_name: str
    invoiced: Cents
    open: Cents
    overdue: Cents
    last_invoice_on: dt.date | None


def exposure(*, client_id: uuid.UUID, as_of: dt.date) -> list[ClientUnit]:
    """What each unit invoiced to a client and what is still open and overdue (invariant 6: known every day)."""
    rows = (
        Invoice.objects.filter(client_id=client_id, issued_on__isnull=False)
        .exclude(kind=InvoiceKind.CREDIT_NOTE)
        .values("unit_id", unit_name=F("unit__name"))
        .annotate(
            invoiced=Sum(F("gross") - F("credited")),
            open=Sum("outstanding"),
            overdue=Sum("outstanding", filter=Q(due_on__lt=as_of), default=0),
            last_invoice_on=Max("issued_on"),
        )
        .order_by("-open", "unit_id")
    )
    return [ClientUnit(**row) for row in rows]


def credit_of_client(*, client_id: uuid.UUID) -> Cents:
    """Money of this client that no invoice has taken: paid too much, or given back by a credit note."""
    return Payment.objects.filter(client_id=client_id, waiting__gt=0).aggregate(sum=Sum("waiting", default=0))["sum"]


def directory(*, text: str = "") -> QuerySet[Client]:
    """Every client of the enterprise by name, for the desk; ``text`` is the start of a name, or a number."""
    clients = Client.objects.all()
    if text.strip():
        digits = "".join(sign for sign in text if sign.isdecimal())
        wanted = Q(folded_name__startswith=fold(text))
        if len(digits) >= 8:
            wanted |= Q(enterprise_number=digits.zfill(10)) | Q(vat_number__endswith=digits)
        clients = clients.filter(wanted)
    return clients.order_by("folded_name", "pk")


def units_per_client(*, client_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many units work for each of these clients."""
    rows = ClientLink.objects.filter(client_id__in=client_ids).values("client_id").annotate(units=Count("pk"))
    return {row["client_id"]: row["units"] for row in rows}


def client_by_id(*, client_id: uuid.UUID) -> Client | None:
    """One client of the enterprise, for the desk."""
    return Client.objects.filter(pk=client_id).first()


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """An invoice that was paid whole: when, and how many days after it was sent."""

    number: str
    issued_on: dt.date
    due_on: dt.date
    paid_on: dt.date

    @property
    def days(self) -> int:
        return (self.paid_on - self.issued_on).days

    @property
    def is_late(self) -> bool:
        return self.paid_on > self.due_on


def last_paid(*, unit_id: int, client_id: uuid.UUID, most: int = 12) -> list[PaidInvoice]:
    """The last invoices of a unit that a client paid, the oldest first."""
    rows = (
        Invoice.objects.filter(unit_id=unit_id, client_id=client_id, outstanding=0, paid__gt=0, credited=0)
        .annotate(paid_on=Max("allocations__made_on"))
        .order_by("-issued_on", "-pk")
        .values_list("number", "issued_on", "due_on", "paid_on")[:most]
    )
    return [PaidInvoice(*row) for row in rows][::-1]


def invoiced(*, unit_id: int, client_id: uuid.UUID, since: dt.date) -> Cents:
    """What a unit invoiced to a client from a day on, without VAT and after credit notes."""
    rows = Invoice.objects.filter(
        unit_id=unit_id, client_id=client_id, issued_on__gte=since, kind__in=[InvoiceKind.INVOICE, InvoiceKind.FUNDING]
    )
    return rows.aggregate(sum=Sum("net", filter=Q(credited=0), default=0))["sum"]


def open_per_client(*, unit_id: int, client_ids: list[uuid.UUID]) -> dict[uuid.UUID, Cents]:
    """What each of these clients owes a unit; one that owes nothing is not in the answer."""
    owed = Invoice.objects.filter(unit_id=unit_id, client_id__in=client_ids, outstanding__gt=0).values("client_id")
    return {row["client_id"]: row["open"] for row in owed.annotate(open=Sum("outstanding"))}
