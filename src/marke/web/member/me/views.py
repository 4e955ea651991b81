"""A member's own details, and everything that is stored about them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.parameters.queries import choice
from marke.domain.people import identity
from marke.domain.people.bank_accounts import account_in_use, pending_accounts
from marke.domain.people.models import Person
from marke.domain.people.operations import change_details
from marke.domain.people.queries import bank_accounts_of, masked_national_number, readings_of
from marke.reporting.personal_data import everything_about
from marke.usecases.change_bank_account import change_bank_account
from marke.web.access import READ_AND_WRITE, member_page
from marke.web.attempt import attempt, status_of
from marke.web.components.formatting import format_iban
from marke.web.components.shell import NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.member.me.forms import BankAccountForm, DetailsForm, IdentityForm
from marke.web.step_up import needs_fresh_proof


@member_page()
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, how well I am known, where I am paid, who looked."""
    person: Person = request.person  # type: ignore[attr-defined]
    pairs = [
        (_("Name"), str(person)),
        (_("Date of birth"), person.birth_date),
        (_("National number"), masked_national_number(person_id=person.pk) or _("none")),
        (_("Address"), person.address),
        (_("Phone"), person.phone),
        (_("Language of letters"), person.get_language_display()),
    ]
    context = {
        "person": person,
        "pairs": pairs,
        "identity": _identity(person),
        "accounts": _accounts(person),
        "readings": readings_of(person_id=person.pk),
        "events": timeline([person], limit=12),
    }
    return render(request, "member/me/me.html", context)


def _identity(person: Person) -> Badge:
    if person.identity_grade == 2:
        return Badge(_("Identity checked"), "good")
    if person.state == Person.State.DOCUMENTS_IN:
        return Badge(_("Being checked"), "waiting")
    return Badge(_("Not checked yet"), "bad")


def _accounts(person: Person) -> Table:
    return Table(
        caption=_("Bank accounts"),
        columns=[
            Column("iban", _("Account"), value=lambda row: format_iban(row.iban), kind="code"),
            Column("usable_from", _("Used from"), kind="moment"),
            Column("ended_at", _("Until"), kind="moment"),
        ],
        rows=bank_accounts_of(person_id=person.pk),
    )


def _back() -> list[NavItem]:
    return [NavItem(_("My details"), reverse("me"))]


@member_page(methods=READ_AND_WRITE)
def details(request: HttpRequest) -> HttpResponse:
    """Change name, language, address, phone."""
    person: Person = request.person  # type: ignore[attr-defined]
    fields = ("given_name", "family_name", "language", "street", "postcode", "municipality", "phone")
    form = DetailsForm(request.POST or None, initial={name: getattr(person, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        facts, country = form.cleaned_data, person.country
        if attempt(
            form,
            lambda: change_details(person_id=person.pk, country_code=country, actor=request.user.pk, **facts),
        ):
            messages.success(request, _("Your details are changed."))
            return redirect("me")
    heading, send = _("Change my details"), _("Save")
    return _form_page(request, form, heading=heading, send=send)


@member_page(methods=READ_AND_WRITE)
@needs_fresh_proof
def bank_account(request: HttpRequest) -> HttpResponse:
    """Where I am paid, the change that is under way with its clock, and a new account; a mail says so."""
    person: Person = request.person  # type: ignore[attr-defined]
    form = BankAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, actor = form.cleaned_data, request.user.pk
        if attempt(form, lambda: change_bank_account(person_id=person.pk, now=timezone.now(), actor=actor, **given)):
            messages.success(request, _("Registered. We tell you by mail, and use it after the pause."))
            return redirect("my_bank_account")
    now = timezone.now()
    context = {
        "form": form,
        "used": account_in_use(now=now, person_id=person.pk),
        "pending": pending_accounts(now=now).filter(person=person).first(),
        "days": int(choice("iban.cooling_off_days", as_of=timezone.localdate())),
        "crumbs": _back(),
    }
    return render(request, "member/me/bank_account.html", context, status=status_of(form))


@member_page(methods=READ_AND_WRITE)
def identity_documents(request: HttpRequest) -> HttpResponse:
    """Send both sides of the identity card; they are destroyed once somebody has looked."""
    person: Person = request.person  # type: ignore[attr-defined]
    sent = request.method == "POST"
    form = IdentityForm(request.POST, request.FILES) if sent else IdentityForm()
    if sent and form.is_valid() and attempt(form, lambda: _receive(form.cleaned_data, person, request)):
        messages.success(request, _("Received. Within 48 working hours you hear from us."))
        return redirect("me")
    lead = _("Encrypted, seen by the desk only, and destroyed once checked. JPEG, PNG or PDF of at most 4 MB.")
    return _form_page(request, form, heading=_("Send my identity card"), send=_("Send"), lead=lead, files=True)


def _receive(files: dict[str, Any], person: Person, request: HttpRequest) -> bool:
    scans = [identity.read_scan(kind=kind, content=file.read()) for kind, file in files.items() if file]
    identity.receive_identity_documents(person_id=person.pk, scans=scans, now=timezone.now(), actor=request.user.pk)
    return True


def _form_page(
    request: HttpRequest, form: Any, *, heading: str, send: str, lead: str = "", files: bool = False
) -> HttpResponse:
    context = {"form": form, "heading": heading, "lead": lead, "send": send, "files": files, "crumbs": _back()}
    return render(request, "member/me/form.html", context, status=status_of(form))


@member_page()
def data(request: HttpRequest) -> HttpResponse:
    """Everything that is stored about me, as a file (GDPR, articles 15 and 20)."""
    person: Person = request.person  # type: ignore[attr-defined]
    text = json.dumps(everything_about(person_id=person.pk), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return HttpResponse(
        text, "application/json", headers={"Content-Disposition": 'attachment; filename="my-data.json"'}
    )
