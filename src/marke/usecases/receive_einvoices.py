"""Take in what suppliers sent over the network: fetched once, judged, read, and given to the unit it names.

Each document is a transaction of its own, so that one that cannot be read holds up nobody. Nothing of a document is
believed before the gate has looked at its bytes; what cannot be opened is kept as it came and shown to the desk.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.models import Incoming
from marke.domain.einvoicing.operations import incoming
from marke.domain.einvoicing.operations.incoming import Arrival
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.units.models import Unit
from marke.kernel.einvoicing import EinvoiceProvider, Judgement, ProviderUnavailable, Waiting
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal
from marke.rules.einvoice import Invoice, read_invoice

OVERLAP = dt.timedelta(days=14)
"""How far back the inbox is read again: a document may show up or open late, and one that was fetched is known."""

MOST_FAILURES = 5
"""So many documents may be out of reach in one round before the access point itself is taken to be."""

BEGINNING = dt.timedelta(days=31)
"""How far back a new house reads."""

UNIT_NUMBER = re.compile(
    r"^\s*#?(\d{4,9})\s*$|\b(?:unit|eenheid|unité|unite|einheit|pe|up)\b\W{0,4}(?:n°|nr|no)?\W{0,3}(\d{4,9})\b",
    re.IGNORECASE,
)
"""How a supplier names a unit: its number and nothing else, or after the word for it. A year is not taken for one."""


def receive_einvoices(*, now: dt.datetime) -> list[Incoming]:
    """Fetch everything new from the inbox; answers what was taken in. Without an access point there is no inbox.

    A document that cannot be fetched now is left for the next round; a silent access point ends this one.
    """
    provider = PORTS.einvoice_provider
    if provider is None:
        return []
    taken: list[Incoming] = []
    failures = 0
    for waiting in _new(provider, now):
        try:
            taken.append(_take_in(provider, waiting, now))
        except ProviderUnavailable:
            failures += 1
        if failures == MOST_FAILURES:
            break
    return taken


def _new(provider: EinvoiceProvider, now: dt.datetime) -> list[Waiting]:
    """Documents of the inbox that were not fetched before, oldest first; none when the access point is silent."""
    with acting_as_system(reason="inbox"):
        newest = queries.newest_arrival(provider=provider.name)
    try:
        listed = list(_listed(provider, since=newest - OVERLAP if newest else now - BEGINNING))
    except ProviderUnavailable:
        return []
    with acting_as_system(reason="inbox"):
        known = incoming.known(provider=provider.name, provider_ids=[each.provider_id for each in listed])
    fresh = [each for each in listed if each.provider_id not in known]
    return sorted(fresh, key=lambda each: each.received_at)


def _listed(provider: EinvoiceProvider, *, since: dt.datetime) -> Iterator[Waiting]:
    page: int | None = 1
    while page is not None:
        found = provider.inbox(since=since, page=page)
        yield from found.documents
        page = found.next_page


def _take_in(provider: EinvoiceProvider, waiting: Waiting, now: dt.datetime) -> Incoming:
    """Fetch and judge outside any transaction, then keep it whole."""
    content, invoice, problem = b"", None, None
    try:
        content = provider.fetch(waiting.provider_id)
        invoice = read_invoice(content)
    except Refusal as refusal:
        problem = refusal
    with acting_as_system(reason="inbox"):
        arrival = Arrival(
            provider=provider.name,
            provider_id=waiting.provider_id,
            content=content,
            received_at=waiting.received_at,
            judgement=_judged(content),
            invoice=invoice,
            problem=problem,
            unit_id=_unit_named(invoice) if invoice else None,
        )
        return incoming.take_in(arrival=arrival, now=now)


def _judged(content: bytes) -> Judgement:
    gate = PORTS.einvoice_gate
    assert gate, "the program started without marke.config.wiring"
    return gate.judge(content, incoming=True)


def _unit_named(invoice: Invoice) -> int | None:
    """The one open unit whose number stands in a reference of the document; none when there is doubt."""
    said = [invoice.buyer_reference, invoice.order, invoice.project, invoice.accounting_cost]
    numbers = {int(alone or named) for text in said if text for alone, named in UNIT_NUMBER.findall(text)}
    units = list(Unit.objects.filter(pk__in=numbers, state=Unit.State.OPEN).values_list("pk", flat=True)[:2])
    return units[0] if len(units) == 1 else None
