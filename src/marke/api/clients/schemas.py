"""Clients as they are sent and as they are answered."""

from __future__ import annotations

import datetime as dt
import uuid

from ninja import Field, Schema
from pydantic import ConfigDict

from marke.api.fields import Cents, Facts, Mail, Text
from marke.api.paging import Part
from marke.domain.directory.queries.looking_up import Found, Looked
from marke.domain.sales.enums import ClientKind, ClientState, DocumentLanguage
from marke.domain.sales.models import ClientLink
from marke.domain.sales.operations.clients import ClientInput
from marke.domain.sales.queries.clients import Shelf
from marke.kernel.money import Cents as Money

EXAMPLE = {
    "kind": "company",
    "name": "Festival Lumen",
    "number": "0403.019.261",
    "street": "Dok 5",
    "postcode": "9000",
    "municipality": "Gent",
    "email": "bookkeeping@festival.example",
    "language": "nl",
}


class ClientPart(Part):
    """Which clients of the unit, and which part of them."""

    text: Text = Field("", max_length=100, description="Part of a name, a number or a contact.")
    shelf: Shelf = Field(Shelf.ACTIVE, description="Those in use, those put away, or all.")


class ClientIn(Facts):
    """Who a client is. An organisation of the home country has a number; a private person has none."""

    kind: ClientKind
    name: Text = Field(min_length=1, max_length=200)
    number: Text = Field("", max_length=30, description="Enterprise number, or the VAT number of another country.")
    country: Text = Field("BE", pattern="^[A-Z]{2}$", description="Two letters (ISO 3166-1).")
    vat_liable: bool = Field(True, description="Whether it has a VAT number.")
    street: Text = Field(min_length=1, max_length=200)
    postcode: Text = Field(min_length=1, max_length=12)
    municipality: Text = Field(min_length=1, max_length=100)
    email: Mail = Field("", description="Where invoices go by e-mail.")
    language: DocumentLanguage = Field(DocumentLanguage.NL, description="The language of its documents.")

    def given(self) -> ClientInput:
        """As the domain takes it."""
        return ClientInput(**{**self.model_dump(exclude={"language"}), "language": self.language.value})


class ClientOut(Schema):
    """A client of the unit."""

    id: uuid.UUID
    kind: ClientKind
    name: str
    country: str
    enterprise_number: str
    vat_number: str
    street: str
    postcode: str
    municipality: str
    email: str
    language: DocumentLanguage
    is_blocked: bool = Field(description="The desk blocked it: nothing new is made for it.")
    put_away_on: dt.date | None = Field(description="Since when the unit put it away.")
    owes: Cents = Field(description="What it owes the unit, in whole cents.")


class NewClientOut(Schema):
    """A client that the unit works for now."""

    client: ClientOut
    is_new: bool = Field(description="False when the enterprise knew it already by its number.")


class ClientsOut(Schema):
    """A part of the list, by name."""

    rows: list[ClientOut]
    next: str | None = Field(description="Send it as `after` for the next part; null at the end.")


class Identity(Schema):
    """The public identity behind a number, and nothing of anybody's dealings with it."""

    model_config = ConfigDict(use_enum_values=True)

    found: Found = Field(description="Where it was found: a client, a company of the register, or why it was not.")
    name: str = ""
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    country: str = ""
    as_of: dt.date | None = Field(None, description="The day of the register that answered.")


def client_out(link: ClientLink, *, owes: Money) -> ClientOut:
    """A unit's client, as it is answered."""
    client = link.client
    return ClientOut(
        id=client.pk,
        kind=ClientKind(client.kind),
        name=client.name,
        country=client.country,
        enterprise_number=client.enterprise_number,
        vat_number=client.vat_number,
        street=client.street,
        postcode=client.postcode,
        municipality=client.municipality,
        email=client.email,
        language=DocumentLanguage(client.language),
        is_blocked=client.state == ClientState.BLOCKED,
        put_away_on=link.archived_on,
        owes=owes,
    )


def identity(looked: Looked) -> Identity:
    """What a number led to, as it is answered."""
    known = looked.client or looked.company
    names = ("name", "street", "postcode", "municipality", "country")
    values = {name: getattr(known, name) for name in names} if known else {}
    return Identity(found=looked.found, as_of=looked.as_of, **values)
