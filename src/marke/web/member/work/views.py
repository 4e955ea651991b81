"""The work of a unit: pay someone, follow each contract, say that it was worked as planned."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.domain.work import queries
from marke.domain.work.models import Contract, ContractInvitation, WorkDay
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.reporting.pay_budget import pay_budget
from marke.usecases.confirm_work import confirm_contract, correct_days
from marke.usecases.hire import withdraw
from marke.usecases.offer_contract import find_or_register, offer_contract
from marke.usecases.sign_contract import contract_language, sign_contract
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.units.views.common import may
from marke.web.member.work.calendar import sheets
from marke.web.member.work.figures import figures_of, person_of
from marke.web.member.work.forms import DayForm, EngageForm, WithdrawForm, usual_answers
from marke.web.member.work.page import contract_context, hours_text, pdf_response
from marke.web.member.work.tables import StateFilter, contract_table, month_table

INVITATION = "work-invitation"


@unit_page()
@keeps_views
def work(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Everybody who works through the unit, and what waits for an answer."""
    form, today = StateFilter(request.GET), timezone.localdate()
    state = form.cleaned_data["state"] if form.is_valid() else ""
    shown = window(queries.contracts_of_unit(unit_id=unit.pk, state=state), page=request.GET.get("page"))
    waiting = queries.months_to_confirm(unit_ids=[unit.pk], today=today)
    new = reverse("work_new", args=[unit.pk])
    context = {
        "unit": unit,
        "figures": _figures(unit, len(waiting)),
        "bar": FilterBar(form=form),
        "window": shown,
        "table": contract_table(unit, shown.rows),
        "waiting": month_table(unit, waiting) if waiting else None,
        "actions": [
            Action(_("A steady pay"), reverse("steady_pay", args=[unit.pk]), icon="chart-bar"),
            Action(_("Pay someone"), new, "primary", "banknote"),
        ],
        "empty_action": Action(_("Pay someone"), new, icon="banknote"),
    }
    return render(request, "member/work/work.html", context)


def _figures(unit: Unit, waiting: int) -> list[Figure]:
    pay = pay_budget(unit_id=unit.pk)
    return [
        Figure(
            _("What you can use for pay"),
            amount=pay.usable,
            note=_("what clients paid and still owe, less what is promised"),
            explain_url=reverse("unit_budget", args=[unit.pk]),
        ),
        Figure(_("To confirm"), str(waiting), note=_("work that is over")),
    ]


@unit_page(Scope.ENTER_CONTRACT, methods=READ_AND_WRITE)
def work_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Pay someone: who, which days, how much. The figures follow; the contract is offered when it can be."""
    now = timezone.now()
    form = _engage_form(request, unit, request.POST or (request.GET if "who" in request.GET else None))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _offered(request, unit, form, now))
        if made is not None:
            return redirect("contract", unit=unit.pk, contract=made.pk)
    asked = _engage_form(request, unit, form.data) if form.is_bound else form
    context = {
        "unit": unit,
        "form": form,
        "figures": figures_of(asked, unit=unit, now=now),
        "sheets": sheets(today=timezone.localdate(), chosen=_chosen(form)),
        "crumbs": [NavItem(_("Work"), reverse("work", args=[unit.pk]))],
    }
    refused = request.method == "POST" and form.errors
    return render(request, "member/work/work_new.html", context, status=422 if refused else 200)


@unit_page(Scope.ENTER_CONTRACT)
def work_figures(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """The figures of what was filled in so far."""
    form = _engage_form(request, unit, request.GET)
    return render(request, "member/work/figures.html", {"figures": figures_of(form, unit=unit, now=timezone.now())})


def _engage_form(request: HttpRequest, unit: Unit, data: Any) -> EngageForm:
    me, today = request.person, timezone.localdate()  # type: ignore[attr-defined]
    last = queries.last_contract(unit_id=unit.pk, person_id=me.pk)
    known = queries.pay_files(person_ids=[me.pk], on=today)
    return EngageForm(
        data,
        me=me,
        people=queries.colleagues(unit_id=unit.pk, but=me.pk),
        today=today,
        usual=usual_answers(last, guess=""),
        ask_family=not known,
    )


def _chosen(form: EngageForm) -> list[str]:
    return list(form.data.getlist("days")) if form.is_bound else []  # type: ignore[attr-defined]


def _offered(request: HttpRequest, unit: Unit, form: EngageForm, now: dt.datetime) -> Contract:
    """Write down who is new, keep the family that was told, and offer the contract."""
    actor, today = request.user.pk, timezone.localdate()
    if form.is_new:
        stranger = form.stranger()
        language = request.person.language  # type: ignore[attr-defined]
        person = find_or_register(stranger=stranger, language=language, today=today, actor=actor)
        email = stranger.email
    else:
        person, email = person_of(form), ""
        if form.is_self and form.asks_family:
            file = PayFileInput(person.pk, today, form.family())
            record_pay_files(files=[file], actor=actor, now=now)
    given = form.agreed(unit_id=unit.pk, person_id=person.pk, language=contract_language(person=person))
    return offer_contract(given=given, email=email, link_to=_invitation_link, actor=actor, now=now)


def _invitation_link(invitation: ContractInvitation) -> str:
    return reverse("work_invitation", args=[signing.dumps(str(invitation.pk), salt=INVITATION)])


@unit_page()
def contract(request: HttpRequest, *, unit: Unit, contract: uuid.UUID) -> HttpResponse:
    """One contract from signature to payment."""
    return _page(request, unit, _found(unit, contract))


def _page(request: HttpRequest, unit: Unit, found: Contract, form: forms.Form | None = None) -> HttpResponse:
    may_act = may(request, unit, Scope.ENTER_CONTRACT)

    def day_link(day: WorkDay) -> str:
        return reverse("contract_day", args=[unit.pk, found.pk, day.pk])

    context = contract_context(
        found,
        me=request.person,  # type: ignore[attr-defined]
        today=timezone.localdate(),
        day_link=day_link if may_act else None,
    )
    context |= {
        "unit": unit,
        "sign_url": reverse("contract_sign", args=[unit.pk, found.pk]),
        "pdf_url": reverse("contract_file", args=[unit.pk, found.pk]),
        "confirm_url": reverse("contract_confirm", args=[unit.pk, found.pk]) if may_act else "",
        "withdraw_url": reverse("contract_withdraw", args=[unit.pk, found.pk]) if may_act else "",
        "form": form or forms.Form(),
        "crumbs": [NavItem(_("Work"), reverse("work", args=[unit.pk]))],
    }
    return render(request, "member/work/contract.html", context, status=422 if form and form.errors else 200)


@unit_page(methods=WRITE)
def contract_sign(request: HttpRequest, *, unit: Unit, contract: uuid.UUID) -> HttpResponse:
    """Whoever works signs their own contract."""
    found = _found(unit, contract)
    if found.person_id != request.person.pk:  # type: ignore[attr-defined]
        raise Http404
    form = forms.Form(request.POST)
    done = attempt(form, lambda: signed_by_reader(request, found))
    if done is None:
        return _page(request, unit, found, form)
    messages.success(request, told_after_signing(complete=done))
    return redirect("contract", unit=unit.pk, contract=found.pk)


def signed_by_reader(request: HttpRequest, found: Contract) -> bool:
    """The reader signs as the worker, with the words on screen; answers whether both have signed."""
    return sign_contract(
        contract=found,
        name=str(request.person),  # type: ignore[attr-defined]
        fingerprint=request.POST.get("fingerprint", ""),
        evidence=evidence_of(request),
        actor=request.user.pk,
        now=timezone.now(),
    )


def evidence_of(request: HttpRequest) -> dict[str, str]:
    """How a signature was given: logged in, from which address, with which program."""
    return {
        "how": "log-in",
        "address": request.META.get("REMOTE_ADDR", ""),
        "program": request.headers.get("User-Agent", "")[:200],
    }


def told_after_signing(*, complete: bool) -> str:
    """What happens next, in one sentence."""
    if complete:
        return _("Signed. The work is being declared to social security; nobody starts before that is accepted.")
    return _("Signed. Somebody at the desk looks at what was warned of, and signs for the enterprise.")


@unit_page(Scope.ENTER_CONTRACT, methods=WRITE)
def contract_confirm(request: HttpRequest, *, unit: Unit, contract: uuid.UUID) -> HttpResponse:
    """«Worked as planned.»"""
    found = _found(unit, contract)
    form, now = forms.Form(request.POST), timezone.now()
    today, actor = timezone.localdate(), request.user.pk
    done = attempt(form, lambda: confirm_contract(contract_id=found.pk, today=today, actor=actor, now=now))
    if done is None:
        return _page(request, unit, found, form)
    messages.success(request, _("Thank you. The pay is computed in the next run."))
    return redirect("contract", unit=unit.pk, contract=found.pk)


@unit_page(Scope.ENTER_CONTRACT, methods=READ_AND_WRITE)
def contract_withdraw(request: HttpRequest, *, unit: Unit, contract: uuid.UUID) -> HttpResponse:
    """Cancel a contract before it starts."""
    found = _found(unit, contract)
    form, now = WithdrawForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        reason, actor = form.cleaned_data["reason"], request.user.pk
        done = attempt(form, lambda: withdraw(contract_id=found.pk, reason=reason, actor=actor, now=now))
        if done is not None:
            messages.success(request, _("Cancelled. Its budget is free again."))
            return redirect("contract", unit=unit.pk, contract=found.pk)
    context = {"form": form, "heading": _("Cancel the contract"), "unit": unit, "crumbs": _crumbs(unit, found)}
    return render(request, "member/work/withdraw.html", context, status=status_of(form))


@unit_page(Scope.ENTER_CONTRACT, methods=READ_AND_WRITE)
def contract_day(request: HttpRequest, *, unit: Unit, contract: uuid.UUID, day: uuid.UUID) -> HttpResponse:
    """What became of a day: other hours, sickness, cancelled."""
    found = _found(unit, contract)
    row = next((each for each in queries.days_of(contract_id=found.pk) if each.pk == day), None)
    if row is None:
        raise Http404
    begin = {"state": row.state, "hours_worked": row.hours_worked, "note": row.note}
    form = DayForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        given, today, now = [form.correction(row.pk)], timezone.localdate(), timezone.now()
        actor = request.user.pk
        if attempt(form, lambda: correct_days(corrections=given, today=today, actor=actor, now=now)):
            messages.success(request, _("Noted."))
            return redirect("contract", unit=unit.pk, contract=found.pk)
    hours = hours_text(row.hours, get_language() or "en")
    context = {"form": form, "day": row, "hours": hours, "unit": unit, "crumbs": _crumbs(unit, found)}
    return render(request, "member/work/day.html", context, status=status_of(form))


@unit_page()
def contract_file(request: HttpRequest, *, unit: Unit, contract: uuid.UUID) -> HttpResponse:
    """The contract on paper."""
    return pdf_response(_found(unit, contract), request.GET.get("language", ""))


def _crumbs(unit: Unit, found: Contract) -> list[NavItem]:
    return [
        NavItem(_("Work"), reverse("work", args=[unit.pk])),
        NavItem(found.number, reverse("contract", args=[unit.pk, found.pk])),
    ]


def _found(unit: Unit, contract_id: uuid.UUID) -> Contract:
    found = queries.contract_of_unit(unit_id=unit.pk, contract_id=contract_id)
    if found is None:
        raise Http404
    return found
