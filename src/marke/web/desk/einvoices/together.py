"""Many documents at once: try again or mail what waits; give received ones to a unit, or set them aside."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import DeliveryState, IncomingState
from marke.domain.einvoicing.models import Delivery, Incoming
from marke.domain.einvoicing.operations.incoming import set_aside
from marke.domain.lists.operations.bulk import Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.people.models import StaffRole
from marke.kernel.refusal import Refusal, gettext_noop
from marke.usecases.assign_incoming import assign_incoming
from marke.usecases.send_invoice import mail_instead, release_documents
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.desk.einvoices.forms import PROBLEM, DeliveryFilter, IncomingFilter
from marke.web.lists.bulk import Bulk, Deed, go_on, start

KEEPERS = (StaffRole.ACCOUNTANT, StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
STUCK = {PROBLEM, DeliveryState.HELD.value, DeliveryState.WAITING.value, DeliveryState.BY_HAND.value}


@desk_page(*KEEPERS, methods=WRITE)
def einvoices_together(request: HttpRequest) -> HttpResponse:
    """Begin with the documents that were picked."""
    form = DeliveryFilter(request.GET or {"state": PROBLEM})
    return start(request, bulk_of_deliveries(request, form.wanted()))


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def einvoices_together_run(request: HttpRequest, *, run: uuid.UUID) -> HttpResponse:
    """Look, confirm, and read what happened."""
    return go_on(request, bulk_of_deliveries(request, PROBLEM), run)


@desk_page(*KEEPERS, methods=WRITE)
def incoming_together(request: HttpRequest) -> HttpResponse:
    """Begin with the received documents that were picked."""
    form = IncomingFilter(request.GET or {"state": IncomingState.TO_ASSIGN})
    return start(request, bulk_of_incoming(request, form.wanted()))


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def incoming_together_run(request: HttpRequest, *, run: uuid.UUID) -> HttpResponse:
    """Look, confirm, and read what happened."""
    return go_on(request, bulk_of_incoming(request, IncomingState.TO_ASSIGN), run)


def bulk_of_deliveries(request: HttpRequest, wanted: str) -> Bulk:
    """What may be done to many documents that have not left."""
    actor = request.user.pk

    def again(invoice_id: uuid.UUID, note: str) -> str:
        release_documents(invoice_ids=[invoice_id], now=timezone.now(), actor=actor)
        return _("It is on its way again.")

    def mail(invoice_id: uuid.UUID, note: str) -> str:
        (row,) = mail_instead(invoice_ids=[invoice_id], now=timezone.now(), actor=actor)
        by_hand = row.state == DeliveryState.BY_HAND
        return _("There is no e-mail address: give it by hand.") if by_hand else _("It leaves by e-mail with the PDF.")

    deeds = [Deed("again", _("Try again"), again, kind="primary"), Deed("mail", _("Send by e-mail"), mail)]
    state = "" if wanted == "all" else wanted
    return Bulk(
        place=Place("desk_einvoices"),
        heading=_("Structured invoices"),
        deeds=deeds if wanted in STUCK else [],
        choose=lambda keys: _documents(queries.deliveries().filter(invoice_id__in=keys)),
        matching=lambda most: _documents(queries.deliveries(state=state)[:most]),
    )


def bulk_of_incoming(request: HttpRequest, wanted: str) -> Bulk:
    """What may be done to many received documents that are still to decide."""
    actor = request.user.pk

    def give(incoming_id: uuid.UUID, note: str) -> str:
        assign_incoming(incoming_ids=[incoming_id], unit_id=_unit(note), actor=actor, now=timezone.now())
        return _("Unit %(unit)s finds it among its received invoices.") % {"unit": note}

    def aside(incoming_id: uuid.UUID, note: str) -> str:
        set_aside(incoming_ids=[incoming_id], reason=note, actor=actor, now=timezone.now())
        return _("Set aside: nothing is booked.")

    deeds = [
        Deed("give", _("Give to a unit"), give, asks=_("Number of the unit"), kind="primary"),
        Deed("aside", _("Set aside"), aside, asks=_("Why are they not booked?")),
    ]
    state = "" if wanted == "all" else wanted
    return Bulk(
        place=Place("desk_incoming"),
        heading=_("Received invoices"),
        deeds=deeds if wanted in {IncomingState.TO_ASSIGN, IncomingState.OPEN} else [],
        choose=lambda keys: _received(queries.incoming().filter(pk__in=keys)),
        matching=lambda most: _received(queries.incoming(state=state)[:most]),
    )


def _unit(note: str) -> int:
    """The number that was typed. Raises `Refusal` for anything else."""
    if not (note.isdecimal() and len(note) < 10):
        raise Refusal("incoming.unit-number", gettext_noop("Give the number of a unit, such as 1001."))
    return int(note)


def _documents(rows: Iterable[Delivery]) -> list[Chosen]:
    return [
        Chosen(row.invoice_id, f"{row.invoice.number} · {row.invoice.client.name}", row.invoice.gross) for row in rows
    ]


def _received(rows: Iterable[Incoming]) -> list[Chosen]:
    return [Chosen(row.pk, f"{row.supplier} · {row.number}", row.gross) for row in rows]
