"""Accounts at the desk: what banks answer about payees, and accounts that look odd."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.payouts import queries
from marke.domain.payouts.enums import CaseKind, CaseState
from marke.domain.payouts.models import AccountCase
from marke.domain.payouts.verifications import questions as questions_for_bank
from marke.domain.payouts.verifications import read_answers, record_answers, unverified
from marke.domain.people.bank_accounts import changed_on
from marke.domain.people.models import BankAccount
from marke.usecases.pay_out import settle_case
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.attempt import attempt, status_of
from marke.web.components.downloads import private_file
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.formatting import format_iban
from marke.web.components.shell import NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.windows import window
from marke.web.desk.payouts.forms import AnswersForm, CaseFilter, CaseForm
from marke.web.desk.payouts.roles import APPROVERS, KEEPERS, READERS
from marke.web.desk.payouts.tables import answer_table, case_badge, case_table


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def payees(request: HttpRequest) -> HttpResponse:
    """Payees to ask the bank about, and its answers read in from a file."""
    sent = request.method == "POST"
    form = AnswersForm(request.POST, request.FILES) if sent else AnswersForm()
    if sent and form.is_valid() and (kept := attempt(form, lambda: _keep(request, form))) is not None:
        said = ngettext("%(count)s answer is kept.", "%(count)s answers are kept.", kept)
        messages.success(request, said % {"count": kept})
        return redirect("desk_payees")
    shown = window(queries.answers(), page=request.GET.get("page"))
    context = {
        "form": form,
        "unasked": unverified().count(),
        "window": shown,
        "table": answer_table(shown.rows),
        "crumbs": _crumbs(),
    }
    return render(request, "desk/payouts/payees.html", context, status=status_of(form))


def _keep(request: HttpRequest, form: AnswersForm) -> int:
    answers = read_answers(form.cleaned_data["file"].read())
    return record_answers(answers=answers, actor=request.user.pk, now=timezone.now())


@desk_page(*KEEPERS)
def questions(request: HttpRequest) -> HttpResponse:
    """The payees about whom the bank was not asked yet, as a file to fill in."""
    return private_file(questions_for_bank(), name="payees.csv", kind="text/csv; charset=utf-8")


@desk_page(*READERS)
def cases(request: HttpRequest) -> HttpResponse:
    """Accounts that somebody must look at before money goes there."""
    form = CaseFilter(request.GET or {"state": CaseState.OPEN})
    state = CaseState(form.cleaned_data["state"]) if form.is_valid() and form.cleaned_data["state"] else None
    shown = window(queries.cases(state=state), page=request.GET.get("page"))
    here = reverse("desk_account_cases")
    views = [SavedView(str(each.label), f"{here}?state={each.value}", current=each is state) for each in CaseState]
    context = {
        "bar": FilterBar(form=form, views=views),
        "window": shown,
        "table": case_table(shown.rows),
        "crumbs": _crumbs(),
    }
    return render(request, "desk/payouts/cases.html", context)


@desk_page(*APPROVERS, methods=READ_AND_WRITE)
def case(request: HttpRequest, *, case: uuid.UUID) -> HttpResponse:
    """One case: the accounts it is about, and the decision."""
    found = queries.case_by_id(case_id=case)
    if found is None:
        raise Http404
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _decide(request, found, form)):
        messages.success(request, _("Decided."))
        return redirect("desk_account_cases")
    context = {
        "case": found,
        "badge": case_badge(found),
        "form": form,
        "accounts": _accounts(found),
        "to_decide": found.state != CaseState.ACCEPTED,
        "crumbs": [*_crumbs(), NavItem(_("Odd accounts"), reverse("desk_account_cases"))],
    }
    return render(request, "desk/payouts/case.html", context, status=status_of(form))


def _decide(request: HttpRequest, found: AccountCase, form: CaseForm) -> bool:
    settle_case(
        case_id=found.pk,
        in_order=request.POST.get("action") == "in_order",
        reason=form.cleaned_data["reason"],
        actor=request.user.pk,
        now=timezone.now(),
    )
    return True


def _accounts(found: AccountCase) -> Table:
    """Everybody with this account, or every account that changed that day."""
    if found.kind == CaseKind.SHARED:
        rows = BankAccount.objects.filter(iban=found.iban).order_by("registered_at", "id")
    else:
        rows = changed_on(day=found.day)
    return Table(
        caption=_("Accounts"),
        columns=[
            Column("owner", _("Whose"), value=lambda row: str(row.person or row.organisation)),
            Column("iban", _("Account"), kind="code", value=lambda row: format_iban(row.iban)),
            Column("registered_at", _("Registered"), kind="moment"),
            Column("usable_from", _("Used from"), kind="moment"),
            Column("ended_at", _("Until"), kind="moment"),
        ],
        rows=list(rows.select_related("person", "organisation")[:200]),
    )


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Money out"), reverse("desk_payouts"))]
