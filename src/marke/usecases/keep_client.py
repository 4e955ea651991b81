"""Give a unit its client, or correct one: who it is in the enterprise, and whether its VAT number counts.

A VAT number that was not seen before is asked of the register of the European Union as soon as somebody needs it.
"""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.directory.operations.vat_numbers import watch_numbers
from marke.domain.sales.operations import clients
from marke.domain.sales.operations.clients import ClientInput


def take_client(*, unit_id: int, client: ClientInput, now: dt.datetime) -> tuple[uuid.UUID, bool]:
    """The unit works for a client from now on; answers its id and whether the enterprise did not know it yet.

    Raises `Refusal` for a number that cannot exist.
    """
    client_id, is_new = clients.add_client(unit_id=unit_id, client=client)
    watch_numbers(numbers=[clients.vat_number_of(client)], now=now)
    return client_id, is_new


def correct_client(*, unit_id: int, client_id: uuid.UUID, client: ClientInput, now: dt.datetime) -> None:
    """Correct a client that this unit alone works for. Documents already issued keep what they said.

    Raises `Refusal` when other units work for it too, and for a number that cannot exist or belongs to another client.
    """
    clients.require_own_client(unit_id=unit_id, client_id=client_id)
    clients.change_client(client_id=client_id, client=client)
    watch_numbers(numbers=[clients.vat_number_of(client)], now=now)
