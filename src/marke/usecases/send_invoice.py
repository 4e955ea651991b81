"""Send issued documents: over the network if the client is there, else by e-mail, else by hand. Nobody is asked.

The way is decided in the transaction that issues, and written into the outbox with it: a document that was issued is on
its way, and one that was not never leaves. What needs the network (is the client registered? does the document pass the
rules?) is done by `marke.usecases.carry_einvoice` when the message leaves.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from marke.domain.einvoicing.enums import DeliveryState, Reach, Way
from marke.domain.einvoicing.models import Delivery
from marke.domain.einvoicing.operations import deliveries
from marke.domain.einvoicing.operations.deliveries import Queued
from marke.domain.einvoicing.queries import NEVER_LOOKED_UP, Reached, reachabilities, reachability
from marke.domain.outbox import operations as outbox
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import MessageInput
from marke.domain.parameters.queries import choice
from marke.domain.sales.enums import ClientKind, InvoiceKind
from marke.domain.sales.models import Invoice
from marke.domain.sales.queries.contacts import Recipient
from marke.kernel.ports import PORTS
from marke.kernel.refusal import gettext_noop
from marke.usecases.look_up_clients import addresses_of
from marke.usecases.mail_invoices import SUBJECT, Letter, addressees_of, mail_letters

CHANNEL = "peppol"

PRIVATE_PERSON = gettext_noop("A private person gets the invoice by e-mail.")
NOT_AN_INVOICE = gettext_noop("A claim on a subsidy is no invoice, so it goes by e-mail.")
NO_NUMBER = gettext_noop("The client has no number under which the network could know it.")
NO_ACCESS_POINT = gettext_noop("The house has no access point to the network yet, so it goes by e-mail.")
NOT_REGISTERED = gettext_noop("The client is not registered on the network, so it goes by e-mail.")
NO_ADDRESS = gettext_noop("The client has no e-mail address: add one, or give the document by hand.")


@dataclass(frozen=True, slots=True)
class Decision:
    """Which way a document goes, and why it is not the network."""

    way: Way
    why: str = ""


def peppol_key(invoice_id: uuid.UUID) -> str:
    """The idempotency key of a document on the network."""
    return f"invoice:{invoice_id}:peppol"


def send_invoices(*, invoice_ids: Sequence[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Delivery]:
    """Put issued documents on their way, in the transaction that issued them; answers the new ones.

    Asked twice for a document, it goes once. Private persons and claims on subsidies get mail; an organisation that the
    network may know waits for the outbox at most the hours that the cooperative has decided, and then gets mail.
    """
    invoices = {
        invoice.pk: invoice
        for invoice in Invoice.objects.filter(pk__in=invoice_ids, issued_on__isnull=False).select_related(
            "client", "unit", "credits"
        )
    }
    reached = reachabilities({invoice.client_id for invoice in invoices.values()})
    to = addressees_of(list(invoices.values()))
    falls_back_at = fall_back(now)
    queued = []
    for invoice in invoices.values():
        known = reached.get(invoice.client_id, NEVER_LOOKED_UP)
        decision = decide(invoice, known, to=to[invoice.pk], now=now)
        queued.append(
            Queued(
                invoice_id=invoice.pk,
                unit_id=invoice.unit_id,
                way=decision.way,
                why=decision.why,
                falls_back_at=falls_back_at if decision.way == Way.PEPPOL else None,
                to=_written(to[invoice.pk]),
            )
        )
    rows = deliveries.queue(documents=queued, now=now)
    outbox.put(messages=[_message(row) for row in rows if row.way == Way.PEPPOL], actor=actor)
    letters = [Letter.with_paper(invoices[row.invoice_id]) for row in rows if row.way == Way.MAIL]
    mail_letters(letters=letters, to=to, now=now, actor=actor)
    return rows


def _written(to: Sequence[Recipient]) -> str:
    return ", ".join(each.email for each in to)


def fall_back(now: dt.datetime) -> dt.datetime:
    """Until when a document waits for the network before it goes by e-mail."""
    hours = int(choice("einvoice.fallback_hours", as_of=timezone.localdate(now)))
    return now + dt.timedelta(hours=hours)


def decide(invoice: Invoice, reached: Reached, *, to: Sequence[Recipient], now: dt.datetime) -> Decision:
    """Which way a document goes by what is known at issue; the network is asked when the message leaves."""
    client = invoice.client
    if client.kind == ClientKind.PRIVATE:
        why = PRIVATE_PERSON
    elif invoice.kind == InvoiceKind.FUNDING:
        why = NOT_AN_INVOICE
    elif not addresses_of(client):
        why = NO_NUMBER
    elif PORTS.einvoice_provider is None:
        why = NO_ACCESS_POINT
    elif reached.reach == Reach.ABSENT and reached.is_fresh(now=now):
        why = NOT_REGISTERED
    else:
        return Decision(Way.PEPPOL)
    return Decision(Way.MAIL, why) if to else Decision(Way.HAND, NO_ADDRESS)


def send_by_mail(*, delivery: Delivery, why: str, now: dt.datetime, actor: uuid.UUID) -> None:
    """The document goes by e-mail with its PDF and a link; without any address it waits to be given by hand."""
    to = addressees_of([delivery.invoice])
    if not to[delivery.invoice_id]:
        deliveries.give_by_hand(delivery=delivery, why=NO_ADDRESS, now=now)
        return
    deliveries.mailed(delivery=delivery, to=_written(to[delivery.invoice_id]), why=why, now=now)
    mail_letters(letters=[Letter.with_paper(delivery.invoice)], to=to, now=now, actor=actor)


def tell_by_mail(*, delivery: Delivery, now: dt.datetime, actor: uuid.UUID) -> None:
    """A courtesy copy of an invoice that went over the network, with the link to see and pay it."""
    if not delivery.invoice.is_credit_note:
        to = addressees_of([delivery.invoice])
        mail_letters(letters=[Letter.of_courtesy(delivery.invoice)], to=to, now=now, actor=actor)


def release_documents(*, invoice_ids: Sequence[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Delivery]:
    """Let documents that were held back or wait try again, after whatever held them was put right.

    Raises `Refusal` for one that has left for its client.
    """
    released = []
    for invoice_id in sorted(invoice_ids):
        row = deliveries.locked(invoice_id=invoice_id)
        deliveries.release(delivery=row, now=now, falls_back_at=fall_back(now))
        to = addressees_of([row.invoice])[invoice_id]
        decision = decide(row.invoice, reachability(row.invoice.client_id), to=to, now=now)
        if decision.way == Way.PEPPOL:
            _put_again(row, now=now, actor=actor)
        else:
            send_by_mail(delivery=row, why=decision.why, now=now, actor=actor)
        released.append(row)
    return released


def mail_instead(*, invoice_ids: Sequence[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Delivery]:
    """Let documents that wait for the network, or were given up by it, go by e-mail.

    Raises `Refusal` for one that has left for its client, and for one with a fatal finding, which never leaves.
    """
    rows = [deliveries.locked(invoice_id=invoice_id) for invoice_id in sorted(invoice_ids)]
    for row in rows:
        deliveries.require_passed(delivery=row)
        if row.state != DeliveryState.FAILED:
            deliveries.release(delivery=row, now=now, falls_back_at=now)
        send_by_mail(delivery=row, why="", now=now, actor=actor)
    return rows


def _put_again(row: Delivery, *, now: dt.datetime, actor: uuid.UUID) -> None:
    """The message leaves again under its old key, or for the first time."""
    message = Message.objects.filter(key=peppol_key(row.invoice_id)).first()
    if message:
        outbox.send_again(message_ids=[message.pk], now=now, actor=actor)
    else:
        outbox.put(messages=[_message(row)], actor=actor)


def _message(row: Delivery) -> MessageInput:
    return MessageInput(CHANNEL, peppol_key(row.invoice_id), (SUBJECT, row.invoice_id), row.unit_id)
