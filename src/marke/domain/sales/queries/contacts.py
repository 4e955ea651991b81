"""Read whom a unit knows at a client, and to whom its documents go."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from marke.domain.sales.models import Client, Contact


def contacts_of(*, unit_id: int, client_id: uuid.UUID) -> list[Contact]:
    """The unit's contacts at a client, the first one on top, then by name."""
    return list(Contact.objects.filter(unit_id=unit_id, link__client_id=client_id).order_by("-is_default", "name"))


def contact_of(*, unit_id: int, contact_id: uuid.UUID) -> Contact | None:
    """One contact of a unit, with its client."""
    return Contact.objects.filter(unit_id=unit_id, pk=contact_id).select_related("link__client").first()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a document by e-mail, and in which language people write to them."""

    name: str
    email: str
    language: str


def quote_recipients(*, unit_id: int, client: Client) -> list[Recipient]:
    """Who gets a quote: the contacts that get quotes, the first one on top, else the client's own address."""
    return _recipients(unit_id, client, "gets_quotes")


def invoice_recipients_of(pairs: Collection[tuple[int, Client]]) -> dict[tuple[int, uuid.UUID], list[Recipient]]:
    """Who gets an invoice of a unit: the client's own address, and the contacts that get invoices; each address once.

    A pair for whom nobody is known has an empty list: then the document waits for an address.
    """
    wishing: dict[tuple[int, uuid.UUID], list[Contact]] = defaultdict(list)
    contacts = Contact.objects.filter(
        unit_id__in={unit_id for unit_id, _ in pairs},
        link__client_id__in={client.pk for _, client in pairs},
        gets_invoices=True,
    ).select_related("link")
    for person in contacts.order_by("-is_default", "name"):
        wishing[person.unit_id, person.link.client_id].append(person)
    return {
        (unit_id, client.pk): _once(
            [Recipient(client.name, client.email, client.language)] * bool(client.email)
            + [
                Recipient(person.name, person.email, person.language or client.language)
                for person in wishing[unit_id, client.pk]
            ]
        )
        for unit_id, client in pairs
    }


def _recipients(unit_id: int, client: Client, wish: str) -> list[Recipient]:
    people = [person for person in contacts_of(unit_id=unit_id, client_id=client.pk) if getattr(person, wish)]
    found = [Recipient(person.name, person.email, person.language or client.language) for person in people]
    own = [Recipient(client.name, client.email, client.language)] if client.email else []
    return _once(found or own)


def _once(recipients: list[Recipient]) -> list[Recipient]:
    """Each address once, where it stands first."""
    found: dict[str, Recipient] = {}
    for recipient in recipients:
        found.setdefault(recipient.email.casefold(), recipient)
    return list(found.values())


def first_contacts(*, link_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Contact]:
    """The first contact behind each of these links, in one query; for lists."""
    return {row.link_id: row for row in Contact.objects.filter(link_id__in=link_ids, is_default=True)}
