"""Write a unit's side of a client: its contacts there, its notes, and whether the client is put away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.domain.sales.models import ClientLink, Contact
from marke.kernel.refusal import Refusal, gettext_noop

MOST_CONTACTS = 100


@dataclass(frozen=True, slots=True)
class ContactInput:
    """Somebody at a client. ``language`` may be empty: then documents come in the client's own."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    gets_quotes: bool = False
    gets_invoices: bool = False
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact of one unit at one client."""

    unit_id: int
    client_id: uuid.UUID
    contact: ContactInput


def add_contact(*, unit_id: int, client_id: uuid.UUID, contact: ContactInput) -> uuid.UUID:
    """Add somebody. The first contact of a client is its default. Raises as `add_contacts`."""
    return add_contacts(contacts=[NewContact(unit_id, client_id, contact)])[0]


def add_contacts(*, contacts: Sequence[NewContact]) -> list[uuid.UUID]:
    """Add people the units know at their clients; answers their ids in order.

    Raises `Refusal` without a name, for documents without an address, for a client the unit does not work for, and
    beyond a hundred contacts.
    """
    wanted = {(new.unit_id, new.client_id) for new in contacts}
    found = ClientLink.objects.filter(
        unit_id__in={unit for unit, _ in wanted}, client_id__in={client for _, client in wanted}
    ).prefetch_related("contacts")
    links = {(link.unit_id, link.client_id): link for link in found}
    there = {key: list(link.contacts.all()) for key, link in links.items()}
    made = []
    for new in contacts:
        key = (new.unit_id, new.client_id)
        link = _link(links, key)
        _refuse_incomplete(new.contact)
        _refuse_too_many(len(there[key]))
        row = _filled(Contact(link=link, unit_id=new.unit_id), new.contact)
        row.is_default = new.contact.is_default or not there[key]
        if row.is_default:
            _demote(there[key])
        there[key].append(row)
        made.append(row)
    Contact.objects.bulk_create(made, batch_size=2_000)
    return [row.pk for row in made]


def change_contact(*, unit_id: int, contact_id: uuid.UUID, contact: ContactInput) -> None:
    """Correct somebody. Raises `Refusal` as `add_contacts`, and when the contact is not there any more."""
    _refuse_incomplete(contact)
    row = _contact(unit_id, contact_id)
    if contact.is_default and not row.is_default:
        _demote(list(Contact.objects.filter(link_id=row.link_id, is_default=True)))
    was_default = row.is_default
    _filled(row, contact).is_default = contact.is_default or was_default
    row.save()


def remove_contact(*, unit_id: int, contact_id: uuid.UUID) -> None:
    """Forget somebody; the next one becomes the default. Raises `Refusal` when the contact is not there any more."""
    row = _contact(unit_id, contact_id)
    row.delete()
    heir = Contact.objects.filter(link_id=row.link_id).order_by("pk").first() if row.is_default else None
    if heir:
        heir.is_default = True
        heir.save(update_fields=["is_default"])


def note(*, unit_id: int, client_id: uuid.UUID, notes: str) -> None:
    """Keep what the unit wants to remember of a client. No other unit and nobody of the client reads it."""
    ClientLink.objects.filter(unit_id=unit_id, client_id=client_id).update(notes=notes.strip())


def put_away(*, unit_id: int, client_ids: Sequence[uuid.UUID], on: dt.date) -> int:
    """Take clients out of the unit's daily list; what was done for them stays. Answers how many."""
    links = ClientLink.objects.filter(unit_id=unit_id, client_id__in=client_ids, archived_on__isnull=True)
    return links.update(archived_on=on)


def take_back(*, unit_id: int, client_ids: Sequence[uuid.UUID]) -> int:
    """Put clients back in the unit's daily list. Answers how many."""
    links = ClientLink.objects.filter(unit_id=unit_id, client_id__in=client_ids, archived_on__isnull=False)
    return links.update(archived_on=None)


def _link(links: dict[tuple[int, uuid.UUID], ClientLink], key: tuple[int, uuid.UUID]) -> ClientLink:
    if key not in links:
        raise Refusal(
            "contact.client-of-unit", gettext_noop("Your unit does not work for this client (any more)."), field="name"
        )
    return links[key]


def _contact(unit_id: int, contact_id: uuid.UUID) -> Contact:
    row = Contact.objects.select_for_update().filter(unit_id=unit_id, pk=contact_id).first()
    if row is None:
        raise Refusal("contact.gone", gettext_noop("This contact is not there any more."))
    return row


def _filled(row: Contact, contact: ContactInput) -> Contact:
    row.name, row.role = contact.name.strip(), contact.role.strip()
    row.email, row.phone, row.language = contact.email.strip(), contact.phone.strip(), contact.language
    row.gets_quotes, row.gets_invoices = contact.gets_quotes, contact.gets_invoices
    return row


def _demote(others: Sequence[Contact]) -> None:
    """Nobody of these is the first contact any more, also among rows that are not written yet."""
    for other in others:
        if other.is_default:
            other.is_default = False
            if not other._state.adding:
                other.save(update_fields=["is_default"])


def _refuse_incomplete(contact: ContactInput) -> None:
    if not contact.name.strip():
        raise Refusal("contact.name", gettext_noop("A contact has a name."), field="name")
    if (contact.gets_quotes or contact.gets_invoices) and not contact.email.strip():
        raise Refusal(
            "contact.address-for-documents",
            gettext_noop("Whoever gets quotes or invoices needs an e-mail address."),
            field="email",
        )


def _refuse_too_many(count: int) -> None:
    if count >= MOST_CONTACTS:
        raise Refusal(
            "contact.most",
            gettext_noop("A client has at most %(most)s contacts in a unit. Remove one first."),
            field="name",
            params={"most": MOST_CONTACTS},
        )
