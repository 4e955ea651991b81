"""Write clients: one legal person for the whole enterprise, linked to each unit that works for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.countries import eu_vat
from marke.countries.protocol import Country
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.home import home
from marke.domain.sales.models import Client, ClientLink
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold


@dataclass(frozen=True, slots=True)
class ClientInput:
    """What is known of a client. ``number`` is typed as people do: an enterprise number, or a foreign VAT number."""

    kind: ClientKind
    name: str
    number: str = ""
    country: str = "BE"
    vat_liable: bool = True
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    email: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of an organisation, checked and compact."""

    enterprise: str = ""
    vat: str = ""


def read_numbers(client: ClientInput, *, home: Country) -> Numbers:
    """Check what was typed as number. An organisation of the home country must have one; a private person has none.

    Raises `Refusal` beside the field ``number``.
    """
    if client.kind == ClientKind.PRIVATE:
        return Numbers()
    if client.country == home.code.upper():
        return _home_numbers(client, home)
    if not client.number:
        return Numbers()
    if client.country not in home.vat_law().eu_members:
        return Numbers(enterprise=client.number.strip())
    number = eu_vat.read_vat_number(client.number)
    if eu_vat.country_of(number) != client.country:
        raise Refusal(
            "client.number-of-country",
            gettext_noop("This VAT number belongs to another country than the one you chose."),
            field="number",
        )
    return Numbers(vat=number)


def _home_numbers(client: ClientInput, home: Country) -> Numbers:
    try:
        number = home.identifiers.read_enterprise_number(client.number)
    except Refusal as refusal:
        raise Refusal(refusal.rule, refusal.message, field="number", params=refusal.params) from None
    return Numbers(number, home.identifiers.vat_number(number) if client.vat_liable else "")


def create_clients(*, clients: Sequence[ClientInput]) -> list[uuid.UUID]:
    """Write many clients; answers their ids in order. Raises `Refusal` for a number that cannot exist.

    The caller made sure that none of them exists yet: the database refuses a second client with the same number.
    """
    here = home()
    return _write([_built(client, read_numbers(client, home=here)) for client in clients])


def _write(clients: list[Client]) -> list[uuid.UUID]:
    Client.objects.bulk_create(clients, batch_size=2_000)
    return [client.pk for client in clients]


def _built(client: ClientInput, numbers: Numbers) -> Client:
    return Client(
        kind=client.kind,
        name=client.name.strip(),
        folded_name=fold(client.name),
        country=client.country,
        enterprise_number=numbers.enterprise,
        vat_number=numbers.vat,
        street=client.street,
        postcode=client.postcode,
        municipality=client.municipality,
        email=client.email,
        language=client.language,
    )


@dataclass(frozen=True, slots=True)
class LinkInput:
    """A unit starts to work for a client, with its own contact there."""

    unit_id: int
    client_id: uuid.UUID
    contact_name: str = ""
    contact_email: str = ""


def link_clients(*, links: Sequence[LinkInput]) -> None:
    """Let units see and invoice clients. A link that exists stays as it is."""
    ClientLink.objects.bulk_create(
        [
            ClientLink(
                unit_id=link.unit_id,
                client_id=link.client_id,
                contact_name=link.contact_name,
                contact_email=link.contact_email,
            )
            for link in links
        ],
        ignore_conflicts=True,
        batch_size=2_000,
    )


def add_client(
    *, unit_id: int, client: ClientInput, contact_name: str = "", contact_email: str = ""
) -> tuple[uuid.UUID, bool]:
    """Give a unit its client: the one that the enterprise already knows by this number, or a new one.

    Answers the client's id and whether it is new. Raises `Refusal` for a number that cannot exist.
    """
    numbers = read_numbers(client, home=home())
    known = _known_by_number(numbers, client.country)
    client_id = known or _write([_built(client, numbers)])[0]
    link_clients(links=[LinkInput(unit_id, client_id, contact_name, contact_email)])
    return client_id, known is None


def _known_by_number(numbers: Numbers, country_code: str) -> uuid.UUID | None:
    """The client with this number anywhere in the enterprise; no other unit's data is shown."""
    if not (numbers.enterprise or numbers.vat):
        return None
    wanted = (
        {"country": country_code, "enterprise_number": numbers.enterprise}
        if numbers.enterprise
        else {"vat_number": numbers.vat}
    )
    with enterprise_view():
        return Client.objects.filter(**wanted).values_list("pk", flat=True).first()


def change_contact(*, unit_id: int, client_id: uuid.UUID, contact_name: str, contact_email: str) -> None:
    """Change a unit's own contact at a client. Other units' contacts are their own."""
    ClientLink.objects.filter(unit_id=unit_id, client_id=client_id).update(
        contact_name=contact_name, contact_email=contact_email
    )


def change_client(*, client_id: uuid.UUID, client: ClientInput) -> None:
    """Correct who a client is, for the whole enterprise. Documents already issued keep what they said.

    A unit corrects a client that it alone works for (`require_own_client`); any other is corrected at the desk. Raises
    `Refusal` for a number that cannot exist or belongs to another client.
    """
    numbers = read_numbers(client, home=home())
    _refuse_taken_number(client_id, numbers, client.country)
    built = _built(client, numbers)
    fields = [
        *("kind", "name", "folded_name", "country", "enterprise_number", "vat_number"),
        *("street", "postcode", "municipality", "email", "language"),
    ]
    Client.objects.filter(pk=client_id).update(**{field: getattr(built, field) for field in fields})


def require_own_client(*, unit_id: int, client_id: uuid.UUID) -> None:
    """Raise `Refusal` when other units also work for this client, so that one unit may not change it for all."""
    with enterprise_view():
        shared = ClientLink.objects.filter(client_id=client_id).exclude(unit_id=unit_id).exists()
    if shared:
        raise Refusal(
            "client.shared",
            gettext_noop(
                "Other units also work for this client, so the desk corrects its details. You can change your contact."
            ),
        )


def _refuse_taken_number(client_id: uuid.UUID, numbers: Numbers, country_code: str) -> None:
    holder = _known_by_number(numbers, country_code)
    if holder is not None and holder != client_id:
        raise Refusal(
            "client.number-taken",
            gettext_noop("The enterprise already knows another client by this number."),
            field="number",
        )
