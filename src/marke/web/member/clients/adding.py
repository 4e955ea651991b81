"""Add a client or correct it: the number finds who it is, and look-alikes are shown while typing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.directory.queries.looking_up import look_number_up
from marke.domain.sales.operations.contacts import add_contact
from marke.domain.sales.queries.clients import LookAlike, look_alikes
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.rules.likeness import Reason
from marke.usecases.keep_client import correct_client, take_client
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.member.clients.contacts import crumbs_of, link_of
from marke.web.member.clients.forms import ClientForm, NewClientForm, initial_of
from marke.web.refusals import attempt

REASONS = {
    Reason.NUMBER: gettext_lazy("the same number"),
    Reason.NAME: gettext_lazy("the same name"),
    Reason.ALIKE: gettext_lazy("almost the same name"),
    Reason.MAIL: gettext_lazy("the same house of e-mail and a similar name"),
}


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Add a client; one that the enterprise knows by its number is linked, not written twice."""
    if request.POST.get("action") == "fill":
        return _new_page(request, unit, NewClientForm(initial=_filled_from_register(request)))
    form = NewClientForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        added = attempt(form, lambda: _add(unit, form))
        if added:
            client_id, is_new = added
            messages.success(request, _added(form.cleaned_data["name"], is_new))
            return redirect(_onwards(request, unit, client_id))
    return _new_page(request, unit, form)


def _onwards(request: HttpRequest, unit: Unit, client_id: uuid.UUID) -> str:
    """Where the member was going: on with the quote or invoice that the client was added for, else to the client."""
    if request.GET.get("then") == "quote":
        return reverse("quote_new_for", args=[unit.pk, client_id])
    if request.GET.get("then") == "invoice":
        return f"{reverse('invoice_new', args=[unit.pk])}?client={client_id}"
    return reverse("client", args=[unit.pk, client_id])


def _new_page(request: HttpRequest, unit: Unit, form: NewClientForm) -> HttpResponse:
    number = str(form["number"].value() or "")
    context = {
        "unit": unit,
        "form": form,
        "here": request.get_full_path(),
        "looked": look_number_up(number=number),
        "alike": _alike(unit, number, str(form["name"].value() or ""), str(form["email"].value() or "")),
        "crumbs": crumbs_of(unit),
    }
    return render(request, "member/clients/client_new.html", context, status=422 if form.errors else 200)


def _filled_from_register(request: HttpRequest) -> dict[str, object]:
    """What was typed, with name and address as the register has them."""
    typed: dict[str, object] = {name: request.POST.get(name, "") for name in NewClientForm.base_fields}
    typed["vat_liable"] = "vat_liable" in request.POST
    company = look_number_up(number=request.POST.get("number", "")).company
    if company is None:
        return typed
    found = {name: getattr(company, name) for name in ("name", "street", "postcode", "municipality", "country")}
    return {**typed, **found, "language": company.language or typed["language"]}


def _add(unit: Unit, form: NewClientForm) -> tuple[uuid.UUID, bool]:
    client_id, is_new = take_client(unit_id=unit.pk, client=form.client(), now=timezone.now())
    if contact := form.first_contact():
        add_contact(unit_id=unit.pk, client_id=client_id, contact=contact)
    return client_id, is_new


def _added(name: str, is_new: bool) -> str:
    sentence = (
        _("%(name)s is your client now. You can send an invoice.")
        if is_new
        else _("The enterprise knew this number already: %(name)s is your client now.")
    )
    return sentence % {"name": name}


@unit_page(Scope.CREATE_INVOICE)
def client_check(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """While typing: who has this number, and does the client look like one the unit already has?"""
    number, name, email = (request.GET.get(key, "") for key in ("number", "name", "email"))
    context = {"unit": unit, "looked": look_number_up(number=number), "alike": _alike(unit, number, name, email)}
    return render(request, "member/clients/client_check.html", context)


def _alike(unit: Unit, number: str, name: str, email: str) -> list[tuple[LookAlike, str]]:
    found = look_alikes(unit_id=unit.pk, name=name, number=number, email=email)
    return [(each, str(REASONS[each.reason])) for each in found]


@unit_page(Scope.CREATE_INVOICE, methods=READ_AND_WRITE)
def client_edit(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """Correct a client that only this unit works for."""
    link = link_of(unit, client)
    form = ClientForm(request.POST or None, initial=initial_of(link.client))
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change(unit, client, form)):
        messages.success(request, _("Corrected. Invoices already sent keep what they said."))
        return redirect("client", unit=unit.pk, client=client)
    context = {"unit": unit, "client": link.client, "form": form, "crumbs": crumbs_of(unit, link)}
    return render(request, "member/clients/client_edit.html", context, status=422 if form.errors else 200)


def _change(unit: Unit, client_id: uuid.UUID, form: ClientForm) -> bool:
    correct_client(unit_id=unit.pk, client_id=client_id, client=form.client(), now=timezone.now())
    return True
