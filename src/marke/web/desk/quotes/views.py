"""The quotes of the whole enterprise: find one, follow it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.quotes import queries
from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import Quote, QuoteVersion
from marke.web.access import desk_page
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.desk.quotes.forms import QuoteFilterForm
from marke.web.lists.shelf import keeps_views
from marke.web.member.quotes.tables import desk_quote_table, state_badge
from marke.web.member.quotes.views import followed, has_paper, paper_response, pdf_response


@desk_page()
@keeps_views
def quotes(request: HttpRequest) -> HttpResponse:
    """Quotes of all units, the newest first; drafts are the units' own."""
    form, today = QuoteFilterForm(request.GET), localdate()
    sort = request.GET.get("sort", "-sent_at")
    shown = window(queries.find_quotes(wanted=form.wanted(), sort=sort), page=request.GET.get("page"))
    context = {
        "bar": FilterBar(form=form, views=_saved_views(request), chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": desk_quote_table(shown.rows, today=today, sort=sort),
    }
    return render(request, "desk/quotes/quotes.html", context, status=200 if form.is_valid() else 422)


def _saved_views(request: HttpRequest) -> list[SavedView]:
    here, current = reverse("desk_quotes"), request.GET.get("state", "")
    wanted = [QuoteState.REVIEW, QuoteState.SENT, QuoteState.VIEWED, QuoteState.ACCEPTED]
    return [
        SavedView(_("All"), here, current=not current),
        *(SavedView(str(view.label), f"{here}?state={view.value}", current=view.value == current) for view in wanted),
    ]


@desk_page()
def quote(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """One quote of any unit, once its writer wanted to send it."""
    found, versions = _found(quote)
    shown = next(version for version in versions if version.latest)
    today = localdate()
    context = {
        "quote": found,
        "version": shown,
        "badge": state_badge(shown, today=today),
        "lead": f"{found.client} · {found.unit}",
        "crumbs": [NavItem(_("Quotes"), reverse("desk_quotes"))],
        "actions": _actions(found, versions),
        "order_url": reverse("desk_order", args=[shown.order_id]) if shown.order_id else "",
        "paper_url": reverse("desk_quote_paper", args=[found.pk]) if has_paper(versions) else "",
        **followed(found, versions, today=today),
    }
    return render(request, "desk/quotes/quote.html", context)


def _actions(quote: Quote, versions: list[QuoteVersion]) -> list[Action]:
    paper = [Action(_("PDF"), reverse("desk_quote_pdf", args=[quote.pk]), icon="download")] if quote.number else []
    return [*paper, Action(_("Client"), reverse("desk_client", args=[quote.client_id]), icon="building-2")]


@desk_page()
def quote_pdf(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """The last version that was sent, on paper."""
    _quote, versions = _found(quote)
    sent = next((version for version in versions if not version.is_unsent), None)
    if sent is None:
        raise Http404
    return pdf_response(sent)


@desk_page()
def quote_paper(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """The paper that the client signed."""
    return paper_response(_found(quote)[1])


def _found(quote_id: uuid.UUID) -> tuple[Quote, list[QuoteVersion]]:
    """The quote with its versions, newest first; a draft that was never sent is its unit's own."""
    found = queries.quote_by_id(quote_id=quote_id)
    versions = [each for each in queries.versions_of(found) if each.state != QuoteState.DRAFT] if found else []
    if found is None or not versions:
        raise Http404
    return found, versions
