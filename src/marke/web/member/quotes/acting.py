"""What a member does with a quote that is on its way: change it, take it back, record its signature."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.quotes import queries
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.models import Answer, QuoteVersion
from marke.domain.quotes.operations import ending, writing
from marke.domain.quotes.papers import PaperInput
from marke.domain.quotes.signing import Signer
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal
from marke.usecases.answer_quote import Words, accept_quote
from marke.usecases.send_quote import take_back_quote
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.shell import NavItem
from marke.web.member.quotes.forms import SignedPaperForm
from marke.web.member.quotes.views import found_quote, latest_of
from marke.web.refusals import attempt, sentence


@unit_page(Scope.CREATE_QUOTE, methods=WRITE)
def quote_change(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """Begin a new version of what was sent."""
    found = found_quote(unit, quote)
    done = _tried(request, lambda: writing.begin_version(quote_id=found.pk, actor=request.user.pk))
    return redirect("quote_edit" if done else "quote", unit=unit.pk, quote=quote)


@unit_page(Scope.CREATE_QUOTE, methods=WRITE)
def quote_discard(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """Throw a draft away; what was sent before it stays."""
    version = _latest(unit, quote)
    if _tried(request, lambda: writing.discard_draft(version_id=version.pk) or True):
        messages.success(request, _("The draft is gone."))
    if queries.quote_of_unit(unit_id=unit.pk, quote_id=quote) is None:
        return redirect("quotes", unit=unit.pk)
    return redirect("quote", unit=unit.pk, quote=quote)


@unit_page(Scope.CREATE_QUOTE, methods=WRITE)
def quote_take_back(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """Go on writing a quote that waits for the adviser's look."""
    version = _latest(unit, quote)
    if _tried(request, lambda: take_back_quote(version_id=version.pk, now=timezone.now(), actor=request.user.pk)):
        return redirect("quote_edit", unit=unit.pk, quote=quote)
    return redirect("quote", unit=unit.pk, quote=quote)


@unit_page(Scope.SEND_QUOTE, methods=WRITE)
def quote_withdraw(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """Take the offer back; the client's link says so."""
    found = found_quote(unit, quote)
    if _tried(request, lambda: ending.withdraw(quote_id=found.pk, now=timezone.now())):
        messages.success(request, _("The quote is withdrawn: the client can no longer accept it."))
    return redirect("quote", unit=unit.pk, quote=quote)


@unit_page(Scope.SEND_QUOTE, methods=READ_AND_WRITE)
def quote_signed(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """The quote came back signed on paper: who signed, the scan, and the order is open."""
    found = found_quote(unit, quote)
    version = next((each for each in queries.versions_of(found) if each.is_open), None)
    if version is None:
        raise Http404
    form = SignedPaperForm(request.POST or None, request.FILES or None, initial={"name": version.to_name})
    if request.method == "POST" and form.is_valid():
        answer = attempt(form, lambda: _record(request, version, form))
        if answer:
            messages.success(request, _("The quote is signed and the order is open."))
            return redirect("quote", unit=unit.pk, quote=quote)
    crumbs = [
        NavItem(_("Quotes"), reverse("quotes", args=[unit.pk])),
        NavItem(str(found), reverse("quote", args=[unit.pk, found.pk])),
    ]
    context = {"unit": unit, "quote": found, "version": version, "form": form, "crumbs": crumbs}
    return render(request, "member/quotes/quote_signed.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, version: QuoteVersion, form: SignedPaperForm) -> Answer:
    given = form.cleaned_data
    return accept_quote(
        quote_id=version.quote_id,
        version=version.number,
        signer=Signer(given["name"], version.to_email, SignedBy.PAPER, {"recorded": "by the unit"}),
        now=timezone.now(),
        actor=request.user.pk,
        words=Words(order_reference=given["order_reference"]),
        paper=PaperInput(given["paper"].name, given["paper"].read()),
    )


def _latest(unit: Unit, quote_id: uuid.UUID) -> QuoteVersion:
    return latest_of(queries.versions_of(found_quote(unit, quote_id)))


def _tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; a refusal is shown as a message."""
    try:
        with transaction.atomic():
            act()
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return False
    return True
