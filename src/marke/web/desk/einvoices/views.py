"""Documents on their way to clients: what needs attention first, and one document with everything about it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.einvoicing import queries
from marke.domain.einvoicing.enums import DeliveryState
from marke.domain.einvoicing.models import Delivery, SentDocument
from marke.domain.people.models import StaffRole
from marke.domain.sales.queries.invoices import invoice_by_id
from marke.kernel.refusal import Refusal
from marke.usecases.send_invoice import mail_instead, release_documents
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.desk.einvoices.forms import PROBLEM, REFUSED, DeliveryFilter
from marke.web.desk.einvoices.network import closed_gate, tabs
from marke.web.desk.einvoices.together import bulk_of_deliveries
from marke.web.einvoicing.files import xml_response
from marke.web.einvoicing.tables import delivery_table, event_table, finding_table
from marke.web.einvoicing.tracker import milestones
from marke.web.einvoicing.words import problem_of, state_badge
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views
from marke.web.refusals import sentence

KEEPERS = (StaffRole.ACCOUNTANT, StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
RELEASABLE = {DeliveryState.HELD, DeliveryState.WAITING, DeliveryState.BY_HAND}


@desk_page(*KEEPERS)
@keeps_views
def einvoices(request: HttpRequest) -> HttpResponse:
    """What was held back, refused, not delivered or cannot be sent comes first; then everything else by its state."""
    form = DeliveryFilter(request.GET or {"state": PROBLEM})
    wanted = form.wanted()
    found = queries.deliveries(state="" if wanted == "all" else wanted)
    shown = window(found, page=request.GET.get("page"))
    bulk = bulk_of_deliveries(request, wanted)
    context = {
        "tabs": tabs(request),
        "gate": closed_gate(),
        "figures": _figures(),
        "bar": FilterBar(form=form, views=_saved_views(wanted)),
        "window": shown,
        "table": delivery_table(shown.rows, pick=bool(bulk.deeds)),
        "bulk": bar_of(bulk, request, unit=_("documents picked")),
        "is_quiet": wanted == PROBLEM,
    }
    return render(request, "desk/einvoices/einvoices.html", context)


def _figures() -> list[Figure]:
    counts, here = queries.delivery_counts(), reverse("desk_einvoices")
    named = [
        (DeliveryState.HELD.value, "held", _("Held back by the rules"), "bad"),
        (REFUSED, "refused", _("Refused by the client"), "bad"),
        (DeliveryState.WAITING.value, "waiting", _("Waiting for the network"), ""),
        (DeliveryState.BY_HAND.value, "by_hand", _("To be given by hand"), ""),
    ]
    return [
        Figure(label, value=str(counts[name]), url=f"{here}?state={state}", tone=tone if counts[name] else "")
        for state, name, label, tone in named
    ]


def _saved_views(wanted: str) -> list[SavedView]:
    here = reverse("desk_einvoices")
    named = [
        (PROBLEM, _("Needs attention")),
        (REFUSED, _("Refused by the client")),
        (DeliveryState.WAITING.value, str(DeliveryState.WAITING.label)),
        ("all", _("All")),
    ]
    return [SavedView(label, f"{here}?state={state}", current=state == wanted) for state, label in named]


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def einvoice(request: HttpRequest, *, invoice: uuid.UUID) -> HttpResponse:
    """One document: its way, the verdict on its XML, every answer; and what may be done about it."""
    found, delivery = invoice_by_id(invoice_id=invoice), queries.delivery_of(invoice)
    if found is None or delivery is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, invoice)
    documents = queries.documents_of(invoice)
    latest = documents[0] if documents else None
    context = {
        "invoice": found,
        "delivery": delivery,
        "badge": state_badge(delivery),
        "problem": problem_of(delivery),
        "lead": f"{found.client} · {found.unit}",
        "milestones": milestones(delivery),
        "latest": latest,
        "verdict": _verdict(latest.findings) if latest else None,
        "documents": documents,
        "events": event_table(list(delivery.events.all())),
        "answers": [event for event in delivery.events.all() if event.raw],
        "crumbs": [NavItem(_("Structured invoices"), reverse("desk_einvoices"))],
        "actions": [Action(_("Invoice"), reverse("desk_invoice", args=[invoice]), icon="file-text")],
        "may_try": delivery.state in RELEASABLE,
        "may_mail": _may_mail(delivery, latest),
    }
    return render(request, "desk/einvoices/einvoice.html", context)


def _may_mail(delivery: Delivery, latest: SentDocument | None) -> bool:
    """A document with a fatal finding does not leave on paper either."""
    is_fatal = delivery.state == DeliveryState.HELD and latest is not None and not latest.valid
    return delivery.state in RELEASABLE | {DeliveryState.FAILED} and not is_fatal


def _verdict(findings: list[dict[str, str]]) -> object:
    return finding_table(findings) if findings else None


def _decided(request: HttpRequest, invoice: uuid.UUID) -> HttpResponse:
    """Try again, or send by mail instead; a refusal is said and changes nothing."""
    by_mail = request.POST.get("action") == "mail"
    act = mail_instead if by_mail else release_documents
    try:
        with transaction.atomic():
            (row,) = act(invoice_ids=[invoice], now=timezone.now(), actor=request.user.pk)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    except Delivery.DoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, outcome_of(row))
    return redirect("desk_einvoice", invoice=invoice)


def outcome_of(row: Delivery) -> str:
    """What was decided by itself after somebody let a document go."""
    return {
        DeliveryState.WAITING: _("It is on its way again."),
        DeliveryState.MAILED: _("It leaves by e-mail with the PDF."),
        DeliveryState.BY_HAND: _("There is no e-mail address: give it to the client by hand."),
    }[DeliveryState(row.state)]


@desk_page(*KEEPERS)
def einvoice_xml(request: HttpRequest, *, invoice: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """The exact bytes that were made, and sent if they passed."""
    found = next((each for each in queries.documents_of(invoice) if each.pk == document), None)
    if found is None:
        raise Http404
    return xml_response(bytes(found.content), str(found.invoice.number))
