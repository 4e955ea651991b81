"""Ask the access point what became of documents: delivered, understood, accepted or refused.

Each answer is a transaction of its own. What the network could not deliver goes by mail, for the client has nothing.
"""

from __future__ import annotations

import datetime as dt

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import DeliveryState
from marke.domain.einvoicing.models import Delivery
from marke.domain.einvoicing.operations import deliveries
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.kernel.einvoicing import Progress, ProviderRefused, ProviderUnavailable
from marke.kernel.ports import PORTS
from marke.kernel.refusal import gettext_noop
from marke.usecases.send_invoice import send_by_mail

UNDELIVERABLE = gettext_noop("The network could not deliver it, so it went by e-mail.")


def follow_einvoices(*, now: dt.datetime, most: int = 500) -> int:
    """Ask for the documents that are due; answers how many had news. A silent access point ends the round."""
    provider = PORTS.einvoice_provider
    if provider is None:
        return 0
    with acting_as_system(reason="network"):
        due = queries.deliveries_to_ask(now=now, most=most)
    news = 0
    for delivery in due:
        try:
            progress = provider.status(delivery.provider_id)
        except ProviderUnavailable:
            break
        except ProviderRefused:
            continue
        news += _write(delivery, progress, now)
    return news


def _write(delivery: Delivery, progress: Progress, now: dt.datetime) -> bool:
    with acting_as_system(reason="network"):
        row = deliveries.locked(invoice_id=delivery.invoice_id)
        moved = deliveries.move(delivery=row, progress=progress, now=now)
        if moved and row.state == DeliveryState.FAILED:
            send_by_mail(delivery=row, why=UNDELIVERABLE, now=now, actor=SYSTEM)
        return moved
