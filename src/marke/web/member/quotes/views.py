"""Follow quotes: the list, one quote with its versions until the signature, its paper."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.portal.queries import looks_at
from marke.domain.quotes import queries
from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import Answer, Quote, QuoteVersion
from marke.domain.quotes.printing import quote_pdf as print_quote
from marke.domain.units.models import Unit
from marke.web.access import unit_page
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.records import ExplainedLine, Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.quotes.comparing import Version, versions_in_words
from marke.web.member.quotes.forms import QuoteFilterForm
from marke.web.member.quotes.sheets import sheet_of, sheet_of_unsent
from marke.web.member.quotes.tables import quote_table, state_badge
from marke.web.member.quotes.tracking import events_of, tracker

SHORT = 16
"""So many signs of a fingerprint are enough to tell it from another; the whole of it stands on the paper."""


@unit_page()
@keeps_views
def quotes(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The unit's quotes with what waits for an answer, narrowed by state."""
    today, form = localdate(), QuoteFilterForm(request.GET)
    state = form.wanted()
    shown = window(queries.quotes_of_unit(unit_id=unit.pk, state=state), page=request.GET.get("page"))
    context = {
        "unit": unit,
        "figures": _figures(unit, today),
        "bar": FilterBar(form=form, views=_saved_views(unit, state)),
        "window": shown,
        "table": quote_table(unit, shown.rows, today=today),
        "narrowed": state is not None,
        "actions": [
            Action(_("Templates"), reverse("quote_templates", args=[unit.pk]), icon="bookmark"),
        ],
        "empty_action": Action(_("Make the first quote"), reverse("quote_new", args=[unit.pk]), icon="file-plus"),
    }
    return render(request, "member/quotes/quotes.html", context)


def _figures(unit: Unit, today: dt.date) -> list[Figure]:
    found = queries.pipeline(unit_id=unit.pk, since=today.replace(month=1, day=1))
    here = reverse("quotes", args=[unit.pk])
    return [
        Figure(
            _("Waiting for an answer"),
            amount=found.open_net,
            note=_("%(count)s quotes, without VAT") % {"count": found.open_count},
            url=f"{here}?state=sent",
        ),
        Figure(
            _("Signed this year"),
            amount=found.signed_net,
            note=_("%(count)s quotes, without VAT") % {"count": found.signed_count},
            url=f"{here}?state=accepted",
        ),
        Figure(_("Declined this year"), value=str(found.declined_count), url=f"{here}?state=rejected"),
    ]


def _saved_views(unit: Unit, state: QuoteState | None) -> list[SavedView]:
    here = reverse("quotes", args=[unit.pk])
    wanted = [QuoteState.DRAFT, QuoteState.SENT, QuoteState.VIEWED, QuoteState.ACCEPTED]
    return [
        SavedView(_("All"), here, current=state is None),
        *(SavedView(str(view.label), f"{here}?state={view.value}", current=view is state) for view in wanted),
    ]


@unit_page()
def quote(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """One quote: the sheet, how far it has come, what changed between its versions, what happened."""
    found = found_quote(unit, quote)
    versions = queries.versions_of(found)
    shown = latest_of(versions)
    today = localdate()
    context = {
        "unit": unit,
        "quote": found,
        "version": shown,
        "badge": state_badge(shown, today=today),
        "crumbs": [NavItem(_("Quotes"), reverse("quotes", args=[unit.pk]))],
        "actions": _actions(unit, shown),
        "order_url": reverse("order", args=[unit.pk, shown.order_id]) if shown.order_id else "",
        "paper_url": reverse("quote_paper", args=[unit.pk, found.pk]) if has_paper(versions) else "",
        **followed(found, versions, today=today),
    }
    return render(request, "member/quotes/quote.html", context)


def followed(quote: Quote, versions: Sequence[QuoteVersion], *, today: dt.date) -> dict[str, object]:
    """What a page shows of a quote, for its unit and for the desk."""
    shown = latest_of(versions)
    sheet = sheet_of_unsent(shown, today=today) if shown.is_unsent else sheet_of(shown)
    answer = queries.answer_of(shown)
    compared: list[Version] = versions_in_words(versions)
    return {
        "sheet": sheet.html(),
        "figures": [
            Figure(_("The client pays, with VAT"), amount=shown.gross),
            Figure(_("Comes to the unit"), amount=shown.budget, note=_("after the contribution")),
        ],
        "explained": _explained(shown),
        "tracked": tracker(shown, today=today),
        "answer": answer,
        "evidence": _evidence(answer) if answer else [],
        "compared": compared,
        "standing": next((each for each in versions if each.is_open and each is not shown), None),
        "events": events_of(versions),
        "looks": looks_at(object_id=quote.pk, as_of=today),
    }


def _explained(version: QuoteVersion) -> list[ExplainedLine]:
    """How the unit's budget comes out of the quote (rule 8)."""
    if version.is_unsent:
        return []
    return [
        ExplainedLine(_("Quote without VAT"), version.net),
        ExplainedLine(
            _("Contribution to the common pot"),
            -version.contribution,
            base=version.net,
            rate=version.contribution_rate,
            reference=_("Rule 8: tools, services, funds and people we share"),
        ),
    ]


def _evidence(answer: Answer) -> list[tuple[str, str]]:
    """What proves an answer, for whoever asks later."""
    known = {
        "address": _("Address"),
        "browser": _("Browser"),
        "fingerprint": _("Fingerprint"),
    }
    shown = {**answer.evidence, "fingerprint": answer.evidence["fingerprint"][:SHORT]}
    return [
        (_("Name"), answer.signer_name),
        (_("E-mail"), answer.signer_email or "–"),
        (_("Signed by"), str(answer.get_how_display())),
        *((known[name], shown[name]) for name in known if shown.get(name)),
    ]


def _actions(unit: Unit, version: QuoteVersion) -> list[Action]:
    """What can be done with a quote as it stands; the first is what one most often wants."""
    at = [unit.pk, version.quote_id]
    again = f"{reverse('quote_new', args=[unit.pk])}?like={version.quote_id}"
    by_state = {
        QuoteState.DRAFT: [Action(_("Go on"), reverse("quote_edit", args=at), "primary", "pencil")],
        QuoteState.REVIEW: [
            Action(_("Take it back"), reverse("quote_take_back", args=at), icon="undo-2", method="post")
        ],
    }
    signed = Action(_("It came back signed"), reverse("quote_signed", args=at), icon="file-signature")
    change = Action(_("Change"), reverse("quote_change", args=at), icon="pencil", method="post")
    paper = Action(_("PDF"), reverse("quote_pdf", args=at), icon="download")
    actions = by_state.get(QuoteState(version.state), [])
    if version.is_unsent:
        return actions
    if version.is_open:
        actions = [signed]
    return [*actions, change, Action(_("Again"), again, icon="file-plus"), paper]


@unit_page()
def quote_pdf(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """The quote on paper: the version people mean, or ``?version=``."""
    versions = queries.versions_of(found_quote(unit, quote))
    wanted = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == wanted), None) if wanted else latest_of(versions)
    if shown is None or shown.is_unsent:
        raise Http404
    return pdf_response(shown)


def pdf_response(version: QuoteVersion) -> HttpResponse:
    """The paper as a download named after its number."""
    name = f"{str(version.quote).replace('/', '-')}.pdf"
    return HttpResponse(
        print_quote(version=version),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@unit_page()
def quote_paper(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """The paper that the client signed."""
    return paper_response(queries.versions_of(found_quote(unit, quote)))


def has_paper(versions: Sequence[QuoteVersion]) -> bool:
    """Whether a signed paper was handed in for one of the versions."""
    answers = (queries.answer_of(version) for version in versions)
    return any(answer and answer.file for answer in answers)


def paper_response(versions: Sequence[QuoteVersion]) -> HttpResponse:
    """The signed paper of a quote as it was handed in, never shown inside the site."""
    answers = (queries.answer_of(version) for version in versions)
    answer = next((each for each in answers if each and each.file), None)
    if answer is None:
        raise Http404
    name = str(answer.file.name).rpartition("/")[2]
    return HttpResponse(
        answer.file.read(),
        content_type=answer.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def found_quote(unit: Unit, quote_id: uuid.UUID) -> Quote:
    """The quote of this unit, or nothing at all."""
    found = queries.quote_of_unit(unit_id=unit.pk, quote_id=quote_id)
    if found is None:
        raise Http404
    return found


def latest_of(versions: Sequence[QuoteVersion]) -> QuoteVersion:
    """The version people mean by «the quote»."""
    return next(version for version in versions if version.latest)
