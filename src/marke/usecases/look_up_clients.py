"""Ask the directory of the network for clients: new ones at once, every one again each week.

A look-up is a call to the outside and never stands inside a transaction. When the directory gives no answer several
times in a row the round ends: nothing is known then, and the next round asks again.
"""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.operations.reach import keep_lookup
from marke.domain.einvoicing.queries import Reached
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.sales.models import Client
from marke.kernel.einvoicing import EinvoiceProvider, Lookup, Participant, Reach
from marke.kernel.ports import PORTS
from marke.rules.einvoice.participants import candidates

MOST_FAILURES = 5
"""So many look-ups may fail in a row before a round is given up."""


def look_up_clients(*, now: dt.datetime, most: int = 200) -> int:
    """Look up clients that are new or due again; answers for how many something is known now."""
    provider = PORTS.einvoice_provider
    if provider is None:
        return 0
    with acting_as_system(reason="directory"):
        clients = queries.clients_to_look_up(now=now, most=most)
    answered = failures = 0
    for client in clients:
        failed = look_up(client_id=client.pk, addresses=addresses_of(client), provider=provider, now=now).problem
        answered, failures = answered + (not failed), failures + 1 if failed else 0
        if failures == MOST_FAILURES:
            break
    return answered


def addresses_of(client: Client) -> tuple[Participant, ...]:
    """Under which numbers a client may be registered; none for private persons."""
    return candidates(country=client.country, enterprise_number=client.enterprise_number, vat_number=client.vat_number)


def look_up(
    *, client_id: uuid.UUID, addresses: tuple[Participant, ...], provider: EinvoiceProvider, now: dt.datetime
) -> Reached:
    """Ask for each number of a client until one is registered, and keep the answer. Call it outside any transaction."""
    participant, lookup = _found(addresses, provider)
    with acting_as_system(reason="directory"):
        keep_lookup(client_id=client_id, participant=participant, lookup=lookup, now=now)
        return queries.reachability(client_id)


def _found(addresses: tuple[Participant, ...], provider: EinvoiceProvider) -> tuple[Participant, Lookup]:
    """The first number that is registered; else «not there» only when that is certain of every number."""
    answers = []
    for participant in addresses:
        answer = provider.lookup(participant)
        if answer.reach is Reach.REACHABLE:
            return participant, answer
        answers.append((participant, answer))
    unknown = [each for each in answers if each[1].reach is Reach.UNKNOWN]
    return unknown[0] if unknown else answers[0]
