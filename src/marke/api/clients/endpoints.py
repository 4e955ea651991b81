"""`/api/units/{unit}/clients`: the clients that a unit works for."""

from __future__ import annotations

import uuid

from django.utils.timezone import now
from ninja import Field, Query, Router, Status

from marke.api.answers import PROBLEMS, SENT_PROBLEMS, example
from marke.api.clients.schemas import (
    EXAMPLE,
    ClientIn,
    ClientOut,
    ClientPart,
    ClientsOut,
    Identity,
    NewClientOut,
    client_out,
    identity,
)
from marke.api.fields import Facts, Text
from marke.api.keys import Asking, UnitNumber, needs
from marke.api.paging import BY_NAME, part_of
from marke.api.problems import Missing
from marke.domain.directory.queries.looking_up import look_number_up
from marke.domain.sales.queries.clients import client_of_unit, clients_of_unit, merged_for_unit, open_per_client
from marke.domain.units.enums import Scope
from marke.usecases.keep_client import correct_client, take_client

router = Router(tags=["Clients"])


class Number(Facts):
    """The number to look up."""

    number: Text = Field(min_length=1, max_length=30, description="As people write it, for example 0403.019.261.")


@router.get("/clients", response={200: ClientsOut, **PROBLEMS}, operation_id="list_clients", summary="List clients")
def list_clients(request: Asking, unit: UnitNumber, part: Query[ClientPart]) -> ClientsOut:
    """The clients of the unit by name, fifty at a time unless you ask for another number."""
    found = clients_of_unit(unit_id=unit, text=part.text, shelf=part.shelf)
    links, following = part_of(found, order=BY_NAME, part=part)
    owed = open_per_client(unit_id=unit, client_ids=[link.client_id for link in links])
    return ClientsOut(rows=[client_out(link, owes=owed.get(link.client_id, 0)) for link in links], next=following)


@router.get(
    "/client-look-up",
    response={200: Identity, **PROBLEMS},
    operation_id="look_up_client",
    summary="Who has a number",
)
@needs(Scope.CREATE_INVOICE)
def look_up_client(request: Asking, unit: UnitNumber, wanted: Query[Number]) -> Identity:
    """The public identity behind an enterprise number or a VAT number, from the enterprise or from the register."""
    return identity(look_number_up(number=wanted.number))


@router.post(
    "/clients",
    response={201: NewClientOut, **SENT_PROBLEMS},
    operation_id="add_client",
    summary="Add a client",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_INVOICE)
def add_client(request: Asking, unit: UnitNumber, client: ClientIn) -> Status[NewClientOut]:
    """The unit works for this client from now on. One that the enterprise knows by its number is found, not written
    twice, and keeps its details: so asking again does no harm for whoever has a number."""
    client_id, is_new = take_client(unit_id=unit, client=client.given(), now=now())
    return Status(201, NewClientOut(client=_found(unit, client_id), is_new=is_new))


@router.get(
    "/clients/{client}", response={200: ClientOut, **PROBLEMS}, operation_id="read_client", summary="One client"
)
def read_client(request: Asking, unit: UnitNumber, client: uuid.UUID) -> ClientOut:
    """One client of the unit. Asked for a client that was merged, it answers with the one it is now."""
    return _found(unit, merged_for_unit(unit_id=unit, client_id=client) or client)


@router.put(
    "/clients/{client}",
    response={200: ClientOut, **SENT_PROBLEMS},
    operation_id="change_client",
    summary="Correct a client",
    openapi_extra=example(EXAMPLE),
)
@needs(Scope.CREATE_INVOICE)
def change_client(request: Asking, unit: UnitNumber, client: uuid.UUID, facts: ClientIn) -> ClientOut:
    """Correct all details of a client that this unit alone works for. What was issued keeps what it said."""
    _found(unit, client)
    correct_client(unit_id=unit, client_id=client, client=facts.given(), now=now())
    return _found(unit, client)


def _found(unit: int, client_id: uuid.UUID) -> ClientOut:
    link = client_of_unit(unit_id=unit, client_id=client_id)
    if link is None:
        raise Missing
    return client_out(link, owes=open_per_client(unit_id=unit, client_ids=[client_id]).get(client_id, 0))
