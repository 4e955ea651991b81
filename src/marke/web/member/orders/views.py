"""Follow orders: what is to be invoiced, and one order with its schedule, its files and what happened."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.checks.enums import DocumentKind
from marke.domain.checks.queries import check_of
from marke.domain.orders import queries
from marke.domain.orders.enums import OrderState, Step
from marke.domain.orders.files import Needed, needed_files
from marke.domain.orders.models import Order, OrderFile
from marke.domain.orders.operations import parked_refusal
from marke.domain.orders.standing import Due, Standing, standing
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.invoice_order import Preview, preview_order
from marke.web.access import unit_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views
from marke.web.member.orders.forms import FileForm, OrderFilterForm
from marke.web.member.orders.tables import line_table, order_table, schedule_table, state_badge
from marke.web.member.orders.together import bulk_of
from marke.web.member.orders.words import picture, step_rows, title_of
from marke.web.refusals import sentence

SOON = dt.timedelta(days=7)


@unit_page()
@keeps_views
def orders(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The unit's orders, what is to be invoiced first."""
    today, form = localdate(), OrderFilterForm(request.GET)
    state = form.wanted()
    shown = window(queries.orders_of_unit(unit_id=unit.pk, state=state), page=request.GET.get("page"))
    context = {
        "unit": unit,
        "figures": _figures(unit, today),
        "bar": FilterBar(form=form, views=_saved_views(unit, state)),
        "window": shown,
        "table": order_table(unit, shown.rows, today=today),
        "bulk": bar_of(bulk_of(request, unit, state), request, unit=_("orders picked")),
        "narrowed": state is not None,
        "empty_action": Action(_("Make a quote"), reverse("quote_new", args=[unit.pk]), icon="file-plus"),
    }
    return render(request, "member/orders/orders.html", context)


def _figures(unit: Unit, today: dt.date) -> list[Figure]:
    planned = queries.planned(unit_id=unit.pk)
    due = queries.to_invoice(unit_ids=[unit.pk], until=today + SOON).count()
    return [
        Figure(_("To invoice this week"), value=str(due)),
        Figure(
            _("Signed and not invoiced yet"),
            amount=planned.net,
            note=_("%(count)s orders, without VAT") % {"count": planned.count},
        ),
    ]


def _saved_views(unit: Unit, state: OrderState | None) -> list[SavedView]:
    here = reverse("orders", args=[unit.pk])
    wanted = [OrderState.RUNNING, OrderState.DONE]
    return [
        SavedView(_("All"), here, current=state is None),
        *(SavedView(str(view.label), f"{here}?state={view.value}", current=view is state) for view in wanted),
    ]


@unit_page()
def order(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """One order: its schedule as a picture, what comes next in words, and one tap to invoice it."""
    found = found_order(unit, order)
    files = queries.files_of(order_id=found.pk)
    stands = standing(order_id=found.pk)
    needed = needed_files(order=found, lines=stands.lines, files=files)
    offers = [offer_of(stands, due) for due in stands.offers]
    context = {
        "unit": unit,
        "order": found,
        "badge": state_badge(found, today=localdate()),
        "crumbs": [NavItem(_("Orders"), reverse("orders", args=[unit.pk]))],
        "lead": lead_of(found),
        "actions": _actions(unit, found),
        "offers": offers,
        "form": FileForm(needed=needed),
        **followed(stands, needed, files, urls=_urls(unit)),
    }
    if any(offer.problem for offer in offers):
        context["parked"] = ""
    return render(request, "member/orders/order.html", context)


@dataclass(frozen=True, slots=True)
class Offer:
    """An invoice that may be made now: its title, what it would be, or why it cannot be made yet."""

    due: Due
    title: str
    preview: Preview | None
    problem: str = ""

    @property
    def by_progress(self) -> bool:
        return self.due.kind == Step.PROGRESS


def offer_of(stands: Standing, due: Due) -> Offer:
    """What one tap would send, or what stands in its way."""
    title = title_of(due.step, stands, period=due.period)
    if due.kind == Step.PROGRESS:
        return Offer(due, title, None)
    try:
        return Offer(due, title, preview_order(found=stands, due=due, on=localdate()))
    except Refusal as refusal:
        return Offer(due, title, None, sentence(refusal))


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the page of an order leads: for a unit, and for the desk."""

    invoice: Callable[[uuid.UUID], str]
    file: Callable[[uuid.UUID], str]


def _urls(unit: Unit) -> Urls:
    return Urls(*(_below(name, unit) for name in ("invoice", "order_file")))


def _below(name: str, unit: Unit) -> Callable[[uuid.UUID], str]:
    return lambda key: reverse(name, args=[unit.pk, key])


def followed(stands: Standing, needed: list[Needed], files: list[OrderFile], *, urls: Urls) -> dict[str, object]:
    """What a page shows of an order, for its unit and for the desk."""
    order, today = stands.order, localdate()
    refusal = parked_refusal(order)
    return {
        "parked": sentence(refusal) if refusal else "",
        "check": check_of(kind=DocumentKind.ORDER, subject_id=order.pk),
        "figures": _order_figures(stands),
        "chart": picture(stands),
        "schedule": schedule_table(
            step_rows(stands, today=today), url=lambda row: urls.invoice(row.invoice.pk) if row.invoice else ""
        ),
        "lines": line_table(stands.lines),
        "needed": [(each, _file_url(each.given, urls)) for each in _in_words(needed)],
        "files": [(file, urls.file(file.pk)) for file in files],
        "facts": _facts(stands.order),
        "events": timeline([order, *(made.row for made in stands.made), *files]),
    }


@dataclass(frozen=True, slots=True)
class NeededInWords:
    """A file that the deal requires, in the reader's language."""

    title: str
    reference: str
    stops_invoices: bool
    given: OrderFile | None


def _in_words(needed: list[Needed]) -> list[NeededInWords]:
    language = get_language() or "en"
    return [
        NeededInWords(each.required.title(language), each.required.reference, each.required.stops_invoices, each.given)
        for each in needed
    ]


def _file_url(file: OrderFile | None, urls: Urls) -> str:
    return urls.file(file.pk) if file else ""


def _order_figures(stands: Standing) -> list[Figure]:
    whole = _("each period") if stands.comes_back else _("without VAT")
    left = stands.periods_left if stands.comes_back else None
    note = _("%(count)s periods") % {"count": left} if left is not None else ""
    return [
        Figure(_("Signed"), amount=stands.order.net, note=whole),
        Figure(_("Invoiced"), amount=stands.invoiced),
        Figure(_("Still to invoice"), amount=stands.remaining, note=note),
    ]


def _facts(order: Order) -> list[tuple[str, str]]:
    """The order in words; what was not agreed is left out."""
    return [
        (label, value)
        for label, value in [
            (_("Purchase order of the client"), order.order_reference),
            (_("Reference of the client"), order.client_reference),
            (_("Days to pay"), str(order.term_days or "")),
            (_("Ended because"), order.ended_reason),
        ]
        if value
    ]


def lead_of(order: Order) -> str:
    """For whom, and what about."""
    return f"{order.client} · {order.subject}" if order.subject else str(order.client)


def _actions(unit: Unit, order: Order) -> list[Action]:
    quote = (
        [Action(_("The signed quote"), reverse("quote", args=[unit.pk, order.quote_id]), icon="file-signature")]
        if order.quote_id
        else []
    )
    end = (
        [Action(_("End it"), reverse("order_end", args=[unit.pk, order.pk]), "quiet", "x")] if order.is_running else []
    )
    return [*quote, *end]


def found_order(unit: Unit, order_id: uuid.UUID) -> Order:
    """The order of this unit, or nothing at all."""
    found = queries.order_of_unit(unit_id=unit.pk, order_id=order_id)
    if found is None:
        raise Http404
    return found
