"""Documents that wait for a look: the queue with its age, one document with the decision, the trust in its writer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import name_of
from marke.domain.checks import queries
from marke.domain.checks.enums import CheckState, DocumentKind
from marke.domain.checks.models import Check
from marke.domain.checks.operations import grant, revoke
from marke.domain.checks.queries import TrustStanding
from marke.kernel.refusal import Refusal
from marke.usecases.check_documents import Decision, decide_checks
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.checks.forms import CheckFilterForm, DecisionForm, TrustForm
from marke.web.desk.checks.together import ADVISERS, bulk_of
from marke.web.desk.checks.words import check_table, page_of, waited
from marke.web.lists.bulk import bar_of
from marke.web.lists.shelf import keeps_views
from marke.web.member.checks.words import state_badge
from marke.web.refusals import sentence


@desk_page(*ADVISERS)
@keeps_views
def checks(request: HttpRequest) -> HttpResponse:
    """Documents that wait, the one promised first on top."""
    form, now = CheckFilterForm(request.GET), timezone.now()
    state = form.wanted_state()
    shown = window(queries.checks(state=state, kind=form.wanted_kind()), page=request.GET.get("page"))
    waiting = state is CheckState.WAITING
    context = {
        "figures": _figures(),
        "bar": FilterBar(form=form, views=_saved_views(state)),
        "window": shown,
        "table": check_table(shown.rows, now=now, pick=waiting),
        "bulk": bar_of(bulk_of(request), request, unit=_("documents picked"))
        if waiting
        else {"action": "", "actions": []},
    }
    return render(request, "desk/checks/checks.html", context)


def _figures() -> list[Figure]:
    found = queries.queue(now=timezone.now())
    return [
        Figure(_("Waiting"), value=str(found.waiting)),
        Figure(_("Later than promised"), value=str(found.late)),
    ]


def _saved_views(state: CheckState) -> list[SavedView]:
    here = reverse("desk_checks")
    return [
        SavedView(str(each.label), f"{here}?state={each.value}", current=each is state)
        for each in (CheckState.WAITING, CheckState.APPROVED, CheckState.RETURNED)
    ]


@desk_page(*ADVISERS, methods=READ_AND_WRITE)
def check(request: HttpRequest, *, check: uuid.UUID) -> HttpResponse:
    """One document: why it waits, where to read it, and the decision."""
    found = _found(check)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _decide(request, found, form)):
        return redirect("desk_checks")
    now = timezone.now()
    standing = _standing(found)
    context = {
        "check": found,
        "badge": state_badge(found, now=now),
        "crumbs": [NavItem(_("Documents to look at"), reverse("desk_checks"))],
        "waited": waited(found, now=now),
        "writer": name_of(user_id=found.asked_by),
        "page": page_of(found),
        "form": form,
        "trust_form": TrustForm(),
        "standing": standing,
        "to_decide": found.state == CheckState.WAITING,
        "events": timeline([found]),
    }
    return render(request, "desk/checks/check.html", context, status=status_of(form))


def _found(check_id: uuid.UUID) -> Check:
    found = queries.check_by_id(check_id=check_id)
    if found is None:
        raise Http404
    return found


def _standing(check: Check) -> TrustStanding:
    """Where the writer stands for this kind of document."""
    found = queries.trust_of(user_id=check.asked_by, as_of=timezone.localdate())
    return next(each for each in found if each.kind == check.kind)


def _decide(request: HttpRequest, check: Check, form: DecisionForm) -> bool:
    """Let it go, or send it back; the button says which, so a reason typed beside «Let it go» returns nothing."""
    returning = request.POST.get("action") == "return"
    reason = form.cleaned_data["reason"]
    decision = Decision([check.pk], fault=reason or " ") if returning else Decision([check.pk])
    decide_checks(decision=decision, now=timezone.now(), actor=request.user.pk)
    messages.success(request, _("It went back to the member.") if returning else _("It may go."))
    return True


@desk_page(*ADVISERS, methods=WRITE)
def trust(request: HttpRequest, *, check: uuid.UUID) -> HttpResponse:
    """Let the writer of a document go without checks of its kind, or look at them again."""
    found = _found(check)
    form = TrustForm(request.POST)
    act = revoke if _standing(found).goes_without else grant
    try:
        act(
            user_id=found.asked_by,
            kind=DocumentKind(found.kind),
            reason=form.cleaned_data["reason"] if form.is_valid() else "",
            now=timezone.now(),
            actor=request.user.pk,
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The member reads it under «Checks»."))
    return redirect("desk_check", check=found.pk)
