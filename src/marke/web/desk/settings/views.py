"""The cooperative's own choices: what is in force, since when, on which decision; and a new value from a day on."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import names_of
from marke.domain.parameters import operations, queries
from marke.domain.parameters.defaults import DEFINITIONS, Definition
from marke.domain.parameters.models import Choice
from marke.domain.people.models import StaffRole
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.formatting import (
    format_enterprise_number,
    format_iban,
    format_long_day,
    format_money,
    format_percent,
)
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.timeline import timeline
from marke.web.desk.settings.forms import UNITS, ChoiceForm, IdentityForm
from marke.web.refusals import show_on


@desk_page(StaffRole.ADMINISTRATOR, StaffRole.BOARD, StaffRole.AUDITOR)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Every choice with its value today, and who the cooperative is."""
    in_force = queries.choices_in_force(as_of=timezone.localdate())
    cooperative = queries.cooperative()
    rows = [(definition, in_force.get(name)) for name, definition in DEFINITIONS.items()]
    table = Table(
        caption=_("Choices in force today"),
        columns=[
            Column(
                "title",
                _("Choice"),
                value=lambda row: gettext(row[0].title),
                link=lambda row: reverse("desk_choice", args=row[0].name.split(".")),
            ),
            Column("value", _("Value"), value=lambda row: shown(row[0], row[1])),
            Column("since", _("Since"), kind="date", value=lambda row: row[1].valid_from if row[1] else None),
            Column("source", _("Source"), value=lambda row: source_of(row[1]) if row[1] else ""),
        ],
        rows=rows,
    )
    identity = [
        (_("Name"), cooperative.name),
        (_("Legal name"), cooperative.legal_name),
        (_("Enterprise number"), format_enterprise_number(cooperative.enterprise_number)),
        (_("Seller and employer"), cooperative.seller_name),
        (_("Its enterprise number"), format_enterprise_number(cooperative.seller_enterprise_number)),
        (_("Address"), f"{cooperative.street}, {cooperative.postcode} {cooperative.municipality}".strip(", ")),
        (_("Bank account"), format_iban(cooperative.iban)),
    ]
    actions = (
        [Action(_("Change the identity"), reverse("desk_identity"), icon="pencil")] if _may_change(request) else []
    )
    return render(request, "desk/settings/settings.html", {"table": table, "identity": identity, "actions": actions})


@desk_page(StaffRole.ADMINISTRATOR, StaffRole.BOARD, StaffRole.AUDITOR, methods=READ_AND_WRITE)
def choice_page(request: HttpRequest, *, area: str, choice: str) -> HttpResponse:
    """All values of one choice, and for administrators a new one from a day on."""
    definition = DEFINITIONS.get(f"{area}.{choice}")
    if definition is None or (request.method == "POST" and not _may_change(request)):
        raise Http404
    form = ChoiceForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = operations.change(
                    name=definition.name,
                    value=Decimal(form.cleaned_data["value"]),
                    valid_from=form.cleaned_data["valid_from"],
                    source=form.cleaned_data["source"],
                    today=timezone.localdate(),
                    actor=request.user.pk,
                )
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _said(definition, made))
            return redirect("desk_choice", area=area, choice=choice)
    context = {
        "heading": gettext(definition.title),
        "crumbs": [NavItem(_("Settings"), reverse("desk_settings"))],
        "table": _history(definition),
        "form": form if _may_change(request) else None,
    }
    return render(request, "desk/settings/choice.html", context, status=422 if form.errors else 200)


@desk_page(StaffRole.ADMINISTRATOR, methods=READ_AND_WRITE)
def identity(request: HttpRequest) -> HttpResponse:
    """Change how the cooperative shows itself."""
    cooperative = queries.cooperative()
    form = IdentityForm(request.POST or None, instance=cooperative)
    if request.method == "POST" and form.is_valid():
        operations.identify(actor=request.user.pk, **form.cleaned_data)
        messages.success(
            request, _("From now on the cooperative shows itself so. Documents already issued keep theirs.")
        )
        return redirect("desk_settings")
    context = {
        "form": form,
        "crumbs": [NavItem(_("Settings"), reverse("desk_settings"))],
        "events": timeline([cooperative]),
    }
    return render(request, "desk/settings/identity.html", context, status=422 if form.errors else 200)


def shown(definition: Definition, choice: Choice | None) -> str:
    """The value of a choice as people read it."""
    if choice is None:
        return _("not decided")
    language, value = get_language() or "en", Decimal(choice.value)
    if definition.kind == "cents":
        return format_money(int(value), language=language)
    if definition.kind == "rate":
        return format_percent(value, language=language, decimals=2)
    return f"{int(value)} {UNITS[definition.kind]}".strip()


def source_of(choice: Choice) -> str:
    """On what a value rests: a decision in the cooperative's own words, or where the first value came from."""
    firsts = {
        "seed": _("the founding brochure"),
        "practice": _("practice of shared enterprises"),
        "default": _("first value, to be decided"),
    }
    return firsts.get(choice.source, choice.source)


def _history(definition: Definition) -> Table:
    rows = queries.history(name=definition.name)
    names = names_of(row.decided_by for row in rows)
    return Table(
        caption=_("All values, latest first"),
        columns=[
            Column("valid_from", _("From"), kind="date"),
            Column("value", _("Value"), value=lambda row: shown(definition, row)),
            Column("source", _("Source"), value=source_of),
            Column("decided_by", _("Recorded by"), value=lambda row: names.get(row.decided_by, "")),
            Column("decided_at", _("Recorded"), kind="moment"),
        ],
        rows=rows,
    )


def _said(definition: Definition, made: Choice) -> str:
    sentence = _("%(choice)s is %(value)s from %(day)s on.")
    day = format_long_day(made.valid_from, language=get_language() or "en")
    return sentence % {"choice": gettext(definition.title), "value": shown(definition, made), "day": day}


def _may_change(request: HttpRequest) -> bool:
    return request.user.staff_role == StaffRole.ADMINISTRATOR
