"""A quote as its reader gets it: the document, one tap to accept, a word to decline, and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from marke.domain.portal.queries import reader_of
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.papers import PaperInput
from marke.domain.quotes.printing import quote_pdf
from marke.domain.quotes.queries import QuoteForClient, versions_of
from marke.domain.quotes.signing import Signer, needed
from marke.kernel.refusal import Refusal
from marke.usecases import answer_quote
from marke.web.access import WRITE, portal_page
from marke.web.member.quotes.sheets import sheet_of
from marke.web.portal.belongings import quote_of_visit
from marke.web.portal.files import pdf_file
from marke.web.portal.forms import AcceptForm, DeclineForm
from marke.web.portal.visitors import address_of
from marke.web.portal.visits import Visit
from marke.web.portal.words import quote_badge
from marke.web.refusals import attempt, sentence


@portal_page()
def portal_quote(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """The quote, and its answer while it waits for one. An older version says which one replaced it."""
    asked = request.GET.get("version", "")
    shown = _found(request.visit, quote, version=int(asked) if asked.isdecimal() and len(asked) < 5 else None)
    return _page(request, shown)


def _page(
    request: HttpRequest,
    shown: QuoteForClient,
    *,
    accept: AcceptForm | None = None,
    decline: DeclineForm | None = None,
) -> HttpResponse:
    visit, version, today = request.visit, shown.version, localdate()
    how = _how(shown, today)
    sent = [each for each in versions_of(shown.quote) if not each.is_unsent]
    context = {
        "visit": visit,
        "quote": shown.quote,
        "version": version,
        "answer": shown.answer,
        "versions": [(each, quote_badge(each, today=today)) for each in sent],
        "newest": sent[0],
        "badge": quote_badge(version, today=today),
        "expired": version.has_expired(as_of=today),
        "open": shown.can_be_answered(as_of=today),
        "how": how,
        "code_sent": "code" in request.GET or accept is not None,
        "accept": accept or AcceptForm(how=how, initial={"version": version.number, "name": _reader(visit, shown)}),
        "decline": decline or DeclineForm(initial={"version": version.number}),
        "paper": f"{reverse('portal_quote_pdf', args=[shown.quote.pk])}?version={version.number}",
        "sheet": sheet_of(version).html(),
    }
    return render(request, "portal/quote.html", context, status=422 if accept or decline else 200)


def _how(shown: QuoteForClient, today: dt.date) -> SignedBy:
    return needed(gross=shown.version.gross, on=today)


def _reader(visit: Visit, shown: QuoteForClient) -> str:
    """Who most likely signs: the person to whom the quote was sent, or the contact behind the link."""
    return shown.version.to_name or (reader_of(visit.link) if visit.link else "")


@portal_page(methods=WRITE)
def portal_quote_accept(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """Sign this version: one tap. A second tap finds it signed, and shows that."""
    today = localdate()
    shown = _found(request.visit, quote)
    form = AcceptForm(request.POST, request.FILES, how=_how(shown, today))
    if form.is_valid() and _code_is_right(form, shown):
        attempt(form, lambda: _accept(request, form, shown))
    return _answered_or_asked_again(request, form, quote)


def _accept(request: HttpRequest, form: AcceptForm, shown: QuoteForClient) -> object:
    given, paper = form.cleaned_data, form.cleaned_data.get("paper")
    return answer_quote.accept_quote(
        quote_id=shown.quote.pk,
        version=given["version"],
        signer=_signer(request, shown, given["name"], _how(shown, localdate())),
        words=answer_quote.Words(comment=given["comment"], order_reference=given["order_reference"]),
        paper=PaperInput(paper.name, paper.read()) if paper else None,
        now=now(),
        actor=request.visit.link.pk,
    )


def _signer(request: HttpRequest, shown: QuoteForClient, name: str, how: SignedBy) -> Signer:
    """Who signs and what is known of it: the mailbox of the link, the address, the browser."""
    link = request.visit.link
    evidence = {
        "link": str(link.pk),
        "mailbox": link.email,
        "address": address_of(request),
        "browser": request.headers.get("User-Agent", "")[:300],
    }
    return Signer(name, shown.version.to_email if how == SignedBy.CODE else link.email, how, evidence)


def _code_is_right(form: AcceptForm, shown: QuoteForClient) -> bool:
    """Whether the code by e-mail was typed right, where one is asked. A wrong one counts, so it is not undone."""
    if "code" not in form.fields:
        return True
    try:
        right = answer_quote.confirm_code(
            quote_id=shown.quote.pk,
            version=form.cleaned_data["version"],
            digits=form.cleaned_data["code"],
            now=now(),
        )
    except Refusal as refusal:
        form.add_error("code" if refusal.field == "code" else None, sentence(refusal))
        return False
    if not right:
        form.add_error("code", _("This is not the code that we sent. Look for the newest e-mail."))
    return right


def _answered_or_asked_again(request: HttpRequest, form: AcceptForm | DeclineForm, quote: uuid.UUID) -> HttpResponse:
    """The page of the quote: with what is wrong while this version can still be answered, else as it stands now."""
    shown = _found(request.visit, quote)
    same = form.cleaned_data.get("version") == shown.version.number
    if not form.errors or not (same and shown.can_be_answered(as_of=localdate())):
        for error in form.non_field_errors() if not shown.answer else ():
            messages.warning(request, error)
        return redirect("portal_quote", quote=quote)
    if isinstance(form, AcceptForm):
        return _page(request, shown, accept=form)
    return _page(request, shown, decline=form)


@portal_page(methods=WRITE)
def portal_quote_decline(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """Say no to this version, perhaps with a reason."""
    shown = _found(request.visit, quote)
    form = DeclineForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: _decline(request, form, shown))
    return _answered_or_asked_again(request, form, quote)


def _decline(request: HttpRequest, form: DeclineForm, shown: QuoteForClient) -> object:
    return answer_quote.reject_quote(
        quote_id=shown.quote.pk,
        version=form.cleaned_data["version"],
        comment=form.cleaned_data["comment"],
        signer=_signer(request, shown, _reader(request.visit, shown) or request.visit.client.name, SignedBy.LINK),
        now=now(),
        actor=request.visit.link.pk,
    )


@portal_page(methods=WRITE)
def portal_quote_code(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """Send the code with which a larger quote is signed."""
    shown = _found(request.visit, quote)
    to = answer_quote.ask_code(quote_id=quote, version=shown.version.number, now=now(), actor=request.visit.link.pk)
    messages.success(request, _("A code is on its way to %(address)s.") % {"address": to})
    response = redirect("portal_quote", quote=quote)
    response["Location"] += "?code=sent#accept"
    return response


@portal_page()
def portal_quote_pdf(request: HttpRequest, *, quote: uuid.UUID) -> HttpResponse:
    """The quote on paper, in its newest version or the one that is named."""
    asked = request.GET.get("version", "")
    shown = _found(request.visit, quote, version=int(asked) if asked.isdecimal() and len(asked) < 5 else None)
    return pdf_file(str(shown.quote), quote_pdf(version=shown.version))


def _found(visit: Visit, quote_id: uuid.UUID, *, version: int | None = None) -> QuoteForClient:
    found = quote_of_visit(visit, quote_id, version=version)
    if found is None:
        raise Http404
    return found
