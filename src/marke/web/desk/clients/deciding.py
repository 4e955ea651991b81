"""What the desk decides about a client: its state, its limit, and to ask about its VAT number again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.directory.enums import GrantState
from marke.domain.directory.operations import limits, states
from marke.domain.directory.operations.vat_numbers import ask_again
from marke.domain.people.models import StaffRole
from marke.domain.sales.models import Client
from marke.domain.sales.queries.clients import client_by_id
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.components.shell import NavItem
from marke.web.desk.clients.forms import GrantForm, ReasonForm
from marke.web.refusals import attempt

DECIDERS = (StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)
"""Who blocks clients and grants limits."""

STATES: dict[str, tuple[Callable[..., int], Any, Any, str]] = {
    "watch": (
        states.watch,
        gettext_lazy("Watch this client"),
        gettext_lazy("Its payments so far no longer raise its limit. Units go on working for it."),
        "primary",
    ),
    "block": (
        states.block,
        gettext_lazy("Block this client"),
        gettext_lazy("No unit can make a new quote, order or invoice for it. What was made goes on."),
        "danger",
    ),
    "release": (
        states.release,
        gettext_lazy("Release this client"),
        gettext_lazy("It is trusted again as far as it had earned."),
        "primary",
    ),
}
"""What can be done to the state of a client: the act, its name, what it means, and its button."""


def found(client_id: uuid.UUID) -> Client:
    """One client of the enterprise."""
    client = client_by_id(client_id=client_id)
    if client is None:
        raise Http404
    return client


def crumbs(client: Client) -> list[NavItem]:
    """The way back to the list and the client."""
    return [
        NavItem(_("Clients"), reverse("desk_clients")),
        NavItem(client.name, reverse("desk_client", args=[client.pk])),
    ]


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def client_state(request: HttpRequest, *, client: uuid.UUID, act: str) -> HttpResponse:
    """Watch, block or release a client, with a reason."""
    if act not in STATES:
        raise Http404
    operation, heading, lead, kind = STATES[act]
    row, form = found(client), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: operation(client_ids=[row.pk], reason=form.cleaned_data["reason"], actor=request.user.pk),
        )
        if done is not None:
            messages.success(request, _("The state of %(client)s is changed.") % {"client": row.name})
            return redirect("desk_client", client=row.pk)
    return _form(request, row, form, heading=heading, lead=lead, kind=kind)


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def client_limit(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Give a client another limit."""
    row, form = found(client), GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: limits.grant(wanted=form.grant(row.pk), today=localdate(), actor=request.user.pk))
        if made:
            waits = made.state == GrantState.WAITING
            messages.success(
                request,
                _("This limit waits for a second person.") if waits else _("The new limit counts from now on."),
            )
            return redirect("desk_client", client=row.pk)
    lead = _("It counts instead of the computed one. Above what one person may grant, a second person decides.")
    return _form(request, row, form, heading=_("Another credit limit"), lead=lead, kind="primary")


@desk_page(*DECIDERS, methods=WRITE)
def limit_decide(request: HttpRequest, *, client: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    """The second person says yes or no."""
    granted = request.POST.get("answer") == "yes"
    limits.decide(grant_id=grant, granted=granted, today=localdate(), actor=request.user.pk)
    messages.success(request, _("The new limit counts from now on.") if granted else _("The limit stays as it was."))
    return redirect("desk_client", client=client)


@desk_page(*DECIDERS, methods=WRITE)
def limit_end(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Back to the computed limit."""
    limits.end(client_id=found(client).pk, today=localdate(), actor=request.user.pk)
    messages.success(request, _("The computed limit counts again."))
    return redirect("desk_client", client=client)


@desk_page(methods=WRITE)
def vat_ask(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Ask the European register again; the answer comes with the worker's next turn."""
    row = found(client)
    if row.vat_number:
        ask_again(number=row.vat_number, now=timezone.now())
    messages.success(request, _("The European register is asked; the answer stands here within minutes."))
    return redirect("desk_client", client=client)


def _form(request: HttpRequest, client: Client, form: ReasonForm, **words: Any) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs(client), "send": words["heading"], "pairs": None, **words}
    context["lead"] = f"{client.name}. {words['lead']}"
    return render(request, "desk/form.html", context, status=422 if form.errors else 200)
