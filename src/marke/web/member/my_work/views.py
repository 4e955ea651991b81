"""A person's own work in every unit: contracts to read and sign, payslips explained, what payroll must know."""

from __future__ import annotations

import datetime as dt
import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.people.bank_accounts import NewBankAccount, register_bank_account
from marke.domain.people.models import User
from marke.domain.wages.models import Payslip
from marke.domain.wages.records import BOOKED
from marke.domain.work import queries
from marke.domain.work.enums import ContractState
from marke.domain.work.models import Contract, ContractInvitation
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.reporting.own_pay import explained, payslip_of, payslips_of, why_it_changed
from marke.reporting.wage_money import money_of_months
from marke.usecases.confirm_work import report_accident
from marke.usecases.hire import withdraw
from marke.usecases.offer_contract import take_up_invitation
from marke.web.access import READ_AND_WRITE, WRITE, member_page, public_page
from marke.web.attempt import attempt, status_of
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.member.my_work.forms import AccidentForm, PayFileForm, RefuseForm, WhoForm, told
from marke.web.member.my_work.tables import payslip_groups, payslip_state, payslip_table
from marke.web.member.work.money import money_pairs
from marke.web.member.work.page import contract_context, pdf_response
from marke.web.member.work.tables import own_contract_table
from marke.web.member.work.views import INVITATION, signed_by_reader, told_after_signing
from marke.web.public.join.confirmation import open_account

INVITED_FOR = 30 * 86_400
"""Seconds that the link to a contract works."""


@member_page()
def my_work(request: HttpRequest) -> HttpResponse:
    """One's own contracts in every unit; those to sign first."""
    found = queries.contracts_of_person(person_id=request.person.pk)  # type: ignore[attr-defined]
    to_sign = [row for row in found if row.state == ContractState.OFFERED]
    rest = [row for row in found if row.state != ContractState.OFFERED]
    context = {
        "to_sign": own_contract_table(to_sign) if to_sign else None,
        "table": own_contract_table(rest) if rest else None,
        "actions": [
            Action(_("My payslips"), reverse("my_pay"), icon="banknote"),
            Action(_("My pay file"), reverse("my_pay_file"), icon="user"),
        ],
    }
    return render(request, "member/my_work/my_work.html", context)


@member_page()
def my_contract(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """One's own contract from signature to payment."""
    return _page(request, _own(request, contract))


def _page(request: HttpRequest, found: Contract, form: forms.Form | None = None) -> HttpResponse:
    me = request.person  # type: ignore[attr-defined]
    context = contract_context(found, me=me, today=timezone.localdate())
    context |= {
        "sign_url": reverse("my_contract_sign", args=[found.pk]),
        "pdf_url": reverse("my_contract_file", args=[found.pk]),
        "confirm_url": "",
        "withdraw_url": reverse("my_contract_refuse", args=[found.pk]) if context["to_sign"] else "",
        "withdraw_label": _("Refuse this work"),
        "accident_url": reverse("my_accident", args=[found.pk]) if found.state == ContractState.DECLARED else "",
        "form": form or forms.Form(),
        "crumbs": [NavItem(_("My work"), reverse("my_work"))],
    }
    return render(request, "member/work/contract.html", context, status=422 if form and form.errors else 200)


@member_page(methods=WRITE)
def my_contract_sign(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """Sign one's own contract."""
    found = _own(request, contract)
    form = forms.Form(request.POST)
    done = attempt(form, lambda: signed_by_reader(request, found))
    if done is None:
        return _page(request, found, form)
    messages.success(request, told_after_signing(complete=done))
    return redirect("my_contract", contract=found.pk)


@member_page(methods=READ_AND_WRITE)
def my_contract_refuse(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """Refuse work that was offered."""
    found = _own(request, contract)
    form, now = RefuseForm(request.POST or None), timezone.now()
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _refused(request, found, form.cleaned_data["reason"], now))
    ):
        messages.success(request, _("Refused."))
        return redirect("my_work")
    context = {
        "form": form,
        "heading": _("Refuse this work"),
        "crumbs": [NavItem(_("My work"), reverse("my_work"))],
    }
    return render(request, "member/work/withdraw.html", context, status=status_of(form))


def _refused(request: HttpRequest, found: Contract, reason: str, now: dt.datetime) -> Contract:
    with enterprise_view():
        return withdraw(contract_id=found.pk, reason=reason, refused=True, actor=request.user.pk, now=now)


@member_page(methods=READ_AND_WRITE)
def my_accident(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """Report a work accident: for the insurer, within eight days."""
    found = _own(request, contract)
    days = [day for day in queries.days_of(contract_id=found.pk) if day.day <= timezone.localdate()]
    form = AccidentForm(request.POST or None, days=days, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        now, actor = timezone.now(), request.user.pk
        if attempt(form, lambda: report_accident(accident=form.accident(), actor=actor, now=now)):
            messages.success(request, _("Reported. Payroll tells the insurer; keep every bill of a doctor."))
            return redirect("my_contract", contract=found.pk)
    crumbs = [
        NavItem(_("My work"), reverse("my_work")),
        NavItem(found.number, reverse("my_contract", args=[found.pk])),
    ]
    return render(request, "member/my_work/accident.html", {"form": form, "crumbs": crumbs}, status=status_of(form))


@member_page()
def my_contract_file(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """One's own contract on paper."""
    return pdf_response(_own(request, contract), request.GET.get("language", ""))


@member_page()
def my_pay(request: HttpRequest) -> HttpResponse:
    """One's own payslips, latest first."""
    slips = payslips_of(person_id=request.person.pk)  # type: ignore[attr-defined]
    year = timezone.localdate().year
    of_year = [slip for slip in slips if slip.last_day.year == year]
    context = {
        "table": payslip_table(slips) if slips else None,
        "figures": [
            Figure(_("Net this year"), amount=sum(slip.net for slip in of_year)),
            Figure(_("Gross this year"), amount=sum(slip.gross for slip in of_year)),
            Figure(_("Payslips this year"), str(len(of_year))),
        ],
    }
    return render(request, "member/my_work/my_pay.html", context)


@member_page()
def my_payslip(request: HttpRequest, *, payslip: uuid.UUID) -> HttpResponse:
    """One payslip with the reason of every line, and why it differs from the one before."""
    found = payslip_of(person_id=request.person.pk, payslip_id=payslip)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    language = get_language() or "en"
    context = {
        "slip": found,
        "badge": payslip_state(found),
        "figures": [
            Figure(_("Gross"), amount=found.gross),
            Figure(_("Net"), amount=found.net, tone="good"),
            Figure(_("It costs your employer"), amount=found.cost),
        ],
        "groups": payslip_groups(explained(payslip=found, language=language)),
        "money": money_pairs(money_of_months(months=[found.month])[found.month_id]),
        "changes": why_it_changed(payslip=found, language=language),
        "crumbs": [NavItem(_("My payslips"), reverse("my_pay"))],
        "actions": [_on_paper(found)] if found.state in BOOKED else [],
    }
    return render(request, "member/my_work/payslip.html", context)


def _on_paper(payslip: Payslip) -> Action:
    return Action(_("PDF"), reverse("my_payslip_pdf", args=[payslip.pk]), icon="download")


@member_page(methods=READ_AND_WRITE)
def my_pay_file(request: HttpRequest) -> HttpResponse:
    """What payroll must know: the family, a permit, student hours elsewhere."""
    me, today = request.person, timezone.localdate()  # type: ignore[attr-defined]
    before = queries.pay_files(person_ids=[me.pk], on=today).get(me.pk)
    form = PayFileForm(request.POST or None, initial=told(before, today))
    if request.method == "POST" and form.is_valid():
        actor, now = request.user.pk, timezone.now()
        done = attempt(form, lambda: record_pay_files(files=[form.file(me.pk, before)], actor=actor, now=now) or True)
        if done:
            messages.success(request, _("Noted. It counts for the pay of the days from then on."))
            return redirect("my_work")
    context = {"form": form, "crumbs": [NavItem(_("My work"), reverse("my_work"))]}
    return render(request, "member/my_work/pay_file.html", context, status=status_of(form))


@public_page(methods=READ_AND_WRITE)
def work_invitation(request: HttpRequest, *, token: str) -> HttpResponse:
    """Whoever was invited by e-mail says who they are, and goes on to the contract.

    The link went to their address alone, so it opens the account of that address where there is none yet.
    """
    invitation = _invited(token)
    if not request.user.is_authenticated:
        return _at_the_door(request, invitation)
    worker = invitation.contract.person
    if worker.user_id == request.user.pk:
        return redirect("my_contract", contract=invitation.contract_id)
    form = WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = attempt(form, lambda: _taken_up(request, invitation, form))
        if found is not None:
            return redirect("my_contract", contract=found.pk)
    context = {"form": form, "contract": invitation.contract, "name": worker}
    return render(request, "member/my_work/invitation.html", context, status=status_of(form))


def _at_the_door(request: HttpRequest, invitation: ContractInvitation) -> HttpResponse:
    """Who has an account logs in; for who has none a button opens one, so that a mail scanner does not."""
    if User.objects.filter(email=invitation.email).exists():
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        open_account(request, invitation.email)
        return redirect(request.path)
    context = {"form": None, "contract": invitation.contract, "name": invitation.contract.person}
    return render(request, "member/my_work/invitation.html", context)


def _taken_up(request: HttpRequest, invitation: ContractInvitation, form: WhoForm) -> Contract:
    now, today, actor = timezone.now(), timezone.localdate(), request.user.pk
    found = take_up_invitation(
        invitation=invitation,
        user_id=actor,
        email=request.user.email,
        national_number=form.cleaned_data["national_number"],
        today=today,
    )
    account = NewBankAccount(form.cleaned_data["iban"], person_id=found.person_id)
    register_bank_account(new=account, now=now, actor=actor)
    record_pay_files(files=[PayFileInput(found.person_id, today, form.family())], actor=actor, now=now)
    return found


def _invited(token: str) -> ContractInvitation:
    try:
        key = signing.loads(token, salt=INVITATION, max_age=INVITED_FOR)
    except signing.BadSignature:
        raise Http404 from None
    found = queries.invitation_named(invitation_id=uuid.UUID(key))
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest, contract_id: uuid.UUID) -> Contract:
    person_id = request.person.pk  # type: ignore[attr-defined]
    found = queries.contract_of_person(person_id=person_id, contract_id=contract_id)
    if found is None:
        raise Http404
    return found
