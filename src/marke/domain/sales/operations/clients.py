"""Write clients: one legal person for the whole enterprise, linked to each unit that works for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

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


def vat_number_of(client: ClientInput) -> str:
    """The VAT number behind what was typed; empty for whoever has none. Raises as `read_numbers`."""
    return read_numbers(client, home=home()).vat


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
    """A unit starts to work for a client."""

    unit_id: int
    client_id: uuid.UUID


def link_clients(*, links: Sequence[LinkInput]) -> None:
    """Let units see and invoice clients. A link that exists stays as it is, but comes back when it was put away."""
    ClientLink.objects.bulk_create(
        [ClientLink(unit_id=link.unit_id, client_id=link.client_id) for link in links],
        update_conflicts=True,
        unique_fields=["client", "unit"],
        update_fields=["archived_on"],
        batch_size=2_000,
    )


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client that a unit wants to work for; ``unit_id`` is None for one that the desk adds for nobody yet."""

    unit_id: int | None
    client: ClientInput


def add_client(*, unit_id: int, client: ClientInput) -> tuple[uuid.UUID, bool]:
    """Give a unit its client. Answers and raises as `add_clients`."""
    return add_clients(clients=[NewClient(unit_id, client)])[0]


def add_clients(*, clients: Sequence[NewClient]) -> list[tuple[uuid.UUID, bool]]:
    """Give units their clients: those that the enterprise already knows by their numbers, and new ones.

    Answers each client's id and whether it is new. Raises `Refusal` for a number that cannot exist.
    """
    here = home()
    numbers = [read_numbers(new.client, home=here) for new in clients]
    known = known_by_number([(found, new.client.country) for found, new in zip(numbers, clients, strict=True)])
    fresh: list[Client] = []
    answers = []
    for new, found in zip(clients, numbers, strict=True):
        keys = keys_of(found, new.client.country)
        client_id = next((known[key] for key in keys if key in known), None)
        is_new = client_id is None
        if client_id is None:
            row = _built(new.client, found)
            fresh.append(row)
            client_id = row.pk
            known |= dict.fromkeys(keys, client_id)
        answers.append((client_id, is_new))
    _write(fresh)
    link_clients(
        links=[
            LinkInput(new.unit_id, client_id)
            for new, (client_id, _) in zip(clients, answers, strict=True)
            if new.unit_id is not None
        ]
    )
    return answers


Key = tuple[str, str]
"""A number with the kind of register it stands in: a country for enterprise numbers, ``vat`` for VAT numbers."""


def keys_of(numbers: Numbers, country_code: str) -> list[Key]:
    """The keys under which an organisation is known, the surest first."""
    enterprise = [(country_code, numbers.enterprise)] if numbers.enterprise else []
    return [*enterprise, *([("vat", numbers.vat)] if numbers.vat else [])]


def known_by_number(numbers: Sequence[tuple[Numbers, str]]) -> dict[Key, uuid.UUID]:
    """The clients with these numbers anywhere in the enterprise; no other unit's data is shown.

    A client that was merged answers with the one it is now.
    """
    wanted = {key for found, country_code in numbers for key in keys_of(found, country_code)}
    if not wanted:
        return {}
    enterprise = [number for register, number in wanted if register != "vat"]
    vat = [number for register, number in wanted if register == "vat"]
    with enterprise_view():
        rows = Client.objects.filter(Q(enterprise_number__in=enterprise) | Q(vat_number__in=vat))
        found = list(rows.values_list("country", "enterprise_number", "vat_number", "pk", "merged_into"))
    known = {}
    for country_code, enterprise_number, vat_number, client_id, merged_into in found:
        for key in keys_of(Numbers(enterprise_number, vat_number), country_code):
            known[key] = merged_into or client_id
    return {key: client_id for key, client_id in known.items() if key in wanted}


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
    if set(known_by_number([(numbers, country_code)]).values()) - {client_id}:
        raise Refusal(
            "client.number-taken",
            gettext_noop("The enterprise already knows another client by this number."),
            field="number",
        )
