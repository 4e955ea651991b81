"""Read clients: those of a unit, look-alikes while typing, and what the enterprise has at stake with one."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.sales.enums import ClientKind, InvoiceKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Client, ClientLink, Invoice, Payment
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.kernel.text import fold


def clients_of_unit(*, unit_id: int, text: str = "") -> QuerySet[ClientLink]:
    """The clients a unit works for, by name; ``text`` is part of a name, a number or the contact."""
    links = ClientLink.objects.filter(unit_id=unit_id).select_related("client")
    if text.strip():
        digits = "".join(sign for sign in text if sign.isdecimal())
        wanted = Q(client__folded_name__contains=fold(text)) | Q(contact_name__icontains=text.strip())
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


def look_up(*, number: str) -> ClientIdentity | None:
    """The public identity behind an exact enterprise or VAT number, if the enterprise knows it."""
    compact = "".join(sign for sign in number.upper() if sign.isalnum())
    try:
        here = home()
        enterprise_number = here.identifiers.read_enterprise_number(compact)
        wanted = Q(country=here.code.upper(), enterprise_number=enterprise_number)
    except Refusal:
        wanted = Q(vat_number=compact)
    with enterprise_view():
        return _identity(Client.objects.exclude(kind=ClientKind.PRIVATE).filter(wanted).first()) if compact else None


def _identity(client: Client | None) -> ClientIdentity | None:
    return client and ClientIdentity(
        client.pk, client.name, client.street, client.postcode, client.municipality, client.country
    )


def look_alikes(*, unit_id: int, name: str, most: int = 5) -> list[Client]:
    """Clients of this unit whose name starts like the one being typed: perhaps it is the same one."""
    folded = fold(name)
    if len(folded) < 3:
        return []
    return list(
        Client.objects.filter(folded_name__startswith=folded, links__unit_id=unit_id).order_by("folded_name")[:most]
    )


def client_of_unit(*, unit_id: int, client_id: uuid.UUID) -> ClientLink | None:
    """The link of a unit with a client, with the client itself."""
    return ClientLink.objects.filter(unit_id=unit_id, client_id=client_id).select_related("client").first()


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
