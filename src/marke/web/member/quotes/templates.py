"""A unit's own templates of quotes: keep one, begin from one, remove one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.quotes import queries
from marke.domain.quotes.content import input_of
from marke.domain.quotes.operations import templates as operations
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.shell import Action, NavItem
from marke.web.member.quotes.forms import TemplateForm
from marke.web.member.quotes.views import found_quote, latest_of
from marke.web.refusals import attempt


@unit_page()
def quote_templates(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """What the unit often offers, each with a button that begins a quote."""
    context = {
        "unit": unit,
        "templates": queries.templates_of_unit(unit_id=unit.pk),
        "crumbs": [NavItem(_("Quotes"), reverse("quotes", args=[unit.pk]))],
        "empty_action": Action(_("To the quotes"), reverse("quotes", args=[unit.pk]), icon="arrow-right"),
    }
    return render(request, "member/quotes/quote_templates.html", context)


@unit_page(Scope.CREATE_QUOTE, methods=READ_AND_WRITE)
def quote_template_keep(request: HttpRequest, *, unit: Unit, quote: uuid.UUID) -> HttpResponse:
    """Keep the content of a quote under a name, to begin others from it."""
    found = found_quote(unit, quote)
    version = latest_of(queries.versions_of(found))
    form = TemplateForm(request.POST or None, initial={"name": version.subject[:80]})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        kept = attempt(
            form,
            lambda: operations.keep_template(
                unit_id=unit.pk, name=name, quote=input_of(version), actor=request.user.pk
            ),
        )
        if kept:
            messages.success(request, _("«%(name)s» is among your templates now.") % {"name": kept.name})
            return redirect("quote", unit=unit.pk, quote=quote)
    crumbs = [
        NavItem(_("Quotes"), reverse("quotes", args=[unit.pk])),
        NavItem(str(found), reverse("quote", args=[unit.pk, found.pk])),
    ]
    context = {"unit": unit, "quote": found, "form": form, "crumbs": crumbs}
    return render(request, "member/quotes/quote_template.html", context, status=422 if form.errors else 200)


@unit_page(Scope.CREATE_QUOTE, methods=WRITE)
def quote_template_remove(request: HttpRequest, *, unit: Unit, quote_template: uuid.UUID) -> HttpResponse:
    """Forget a template; quotes begun from it stay."""
    if queries.template_of_unit(unit_id=unit.pk, template_id=quote_template) is None:
        raise Http404
    operations.remove_template(unit_id=unit.pk, template_id=quote_template)
    messages.success(request, _("The template is gone."))
    return redirect("quote_templates", unit=unit.pk)
