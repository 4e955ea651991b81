"""Say of each row of a list what would happen to it, without writing anything."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from marke.countries.protocol import Country
from marke.domain.directory import reading
from marke.domain.directory.enums import Verdict
from marke.domain.parameters.queries import cooperative
from marke.domain.sales.home import home
from marke.domain.sales.models import Client, ClientLink
from marke.domain.sales.operations.clients import ClientInput, Key, keys_of, known_by_number, read_numbers
from marke.domain.sales.operations.contacts import ContactInput
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.registers import Company
from marke.kernel.text import fold

LONGEST = {
    "name": 200, "street": 200, "postcode": 12, "municipality": 100, "email": 254, "contact_name": 120,
    "contact_email": 254, "contact_phone": 40,
}  # fmt: skip
"""The longest text that each thing of a client may be."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict. ``client`` and ``contact`` are what would be written."""

    verdict: Verdict
    client: ClientInput | None = None
    contact: ContactInput | None = None
    client_id: uuid.UUID | None = None
    sentence: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Around:
    """What is known beside the file: the register, the clients by number, and those that the unit has by name."""

    home: Country
    language: str
    companies: Mapping[str, Company]
    known: Mapping[Key, uuid.UUID] = field(default_factory=dict)
    own: frozenset[uuid.UUID] = frozenset()
    own_names: Mapping[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    seen: set[object] = field(default_factory=set)


def judge(*, rows: Sequence[Sequence[str]], columns: Sequence[str], unit_id: int | None) -> list[Judged]:
    """The verdict of each row, in order; a constant number of queries.

    ``columns`` names what each cell means. For the desk (``unit_id`` None) a client that the enterprise knows is left
    as it is.
    """
    here = home()
    cells = [dict(zip(columns, row, strict=False)) for row in rows]
    numbers = [given.get("number", "") for given in cells]
    around = _Around(here, (cooperative().languages or ["nl"])[0], _companies(numbers, here))
    read = [_read(given, around) for given in cells]
    _look_around(around, [row.client for row in read if row.client], unit_id)
    return [_placed(row, around, unit_id) if row.client else row for row in read]


def _companies(numbers: Sequence[str], here: Country) -> Mapping[str, Company]:
    """The organisations of the register that is here, by compact number."""
    compact = []
    for number in numbers:
        try:
            compact.append(here.identifiers.read_enterprise_number(number))
        except Refusal:
            continue
    register = PORTS.company_register
    return register.find_many(country=here.code.upper(), numbers=compact) if register and compact else {}


def _read(given: Mapping[str, str], around: _Around) -> Judged:
    """The row as a client, or what is wrong or missing in it. The register fills in what the row leaves out."""
    number = given.get("number", "")
    kind = reading.read_kind(given.get("kind", ""), has_number=bool(number))
    country = reading.read_country(given.get("country", ""), otherwise=around.home.code.upper())
    language = reading.read_language(given.get("language", ""), otherwise=around.language)
    for value, name in ((kind, "kind"), (country, "country"), (language, "language")):
        if value is None:
            return _wrong(gettext_noop("«%(value)s» cannot be read."), value=given.get(name, ""))
    company = _company(number, around) if kind != "private" else None
    client = ClientInput(
        kind=kind,  # type: ignore[arg-type]
        number=number,
        country=country or "",
        language=language or "",
        email=given.get("email", ""),
        **{
            name: given.get(name, "") or (getattr(company, name) if company else "")
            for name in ("name", "street", "postcode", "municipality")
        },
    )
    return _complete(client, _contact(given))


def _company(number: str, around: _Around) -> Company | None:
    try:
        return around.companies.get(around.home.identifiers.read_enterprise_number(number))
    except Refusal:
        return None


def _contact(given: Mapping[str, str]) -> ContactInput | None:
    name, email, phone = (given.get(f"contact_{part}", "") for part in ("name", "email", "phone"))
    if not (name or email or phone):
        return None
    return ContactInput(name or email or phone, email=email, phone=phone, gets_quotes=bool(email))


def _complete(client: ClientInput, contact: ContactInput | None) -> Judged:
    for name in ("name", "street", "postcode", "municipality"):
        if not getattr(client, name):
            return Judged(Verdict.MISSING, sentence=MISSING[name])
    texts = {name: getattr(client, name) for name in ("name", "street", "postcode", "municipality", "email")}
    if contact:
        texts |= {"contact_name": contact.name, "contact_email": contact.email, "contact_phone": contact.phone}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            return _wrong(gettext_noop("«%(value)s…» is too long."), value=text[:40])
        if name.endswith("email") and text and not _is_address(text):
            return _wrong(gettext_noop("«%(value)s» is not an e-mail address."), value=text)
    return Judged(Verdict.NEW, client, contact)


MISSING = {
    "name": gettext_noop("There is no name."),
    "street": gettext_noop("There is no street; an invoice needs an address."),
    "postcode": gettext_noop("There is no postcode."),
    "municipality": gettext_noop("There is no municipality."),
}


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _wrong(sentence: str, **params: Any) -> Judged:
    return Judged(Verdict.WRONG, sentence=sentence, params=params)


def _look_around(around: _Around, clients: Sequence[ClientInput], unit_id: int | None) -> None:
    """Find the clients with these numbers, and the ones that the unit has already."""
    numbers = []
    for client in clients:
        try:
            numbers.append((read_numbers(client, home=around.home), client.country))
        except Refusal:
            continue
    around.known = known_by_number(numbers)
    if unit_id is None:
        return
    around.own = frozenset(ClientLink.objects.filter(unit_id=unit_id).values_list("client_id", flat=True))
    names = Client.objects.filter(links__unit_id=unit_id).values_list("folded_name", "postcode", "pk")
    around.own_names = {(name, postcode): client_id for name, postcode, client_id in names}


def _placed(row: Judged, around: _Around, unit_id: int | None) -> Judged:
    """The verdict of a complete row against the enterprise, the unit, and the rows before it."""
    client = row.client
    assert client is not None, "only complete rows are placed"
    try:
        keys = keys_of(read_numbers(client, home=around.home), client.country)
    except Refusal as refusal:
        return Judged(Verdict.WRONG, sentence=refusal.message, params=refusal.params)
    same = frozenset(keys) or (fold(client.name), client.postcode)
    if same in around.seen:
        return Judged(Verdict.TWICE, sentence=gettext_noop("The same client stands higher in this file."))
    around.seen.add(same)
    known = next((around.known[key] for key in keys if key in around.known), None)
    if known is None and not keys:
        known = around.own_names.get((fold(client.name), client.postcode))
    if known in around.own:
        return Judged(Verdict.OWN, client_id=known, sentence=gettext_noop("You work for this client already."))
    if known is None:
        return row
    if unit_id is None:
        return Judged(Verdict.OWN, client_id=known, sentence=gettext_noop("The enterprise has this client already."))
    return Judged(Verdict.KNOWN, client, row.contact, known)
