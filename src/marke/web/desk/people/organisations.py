"""Organisations at the desk: associations and companies that hold shares or a unit in their own name."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.members import queries as members
from marke.domain.members.operations import NewSubscription
from marke.domain.people import queries
from marke.domain.people.addresses import read_address
from marke.domain.people.models import Organisation, Person, StaffRole
from marke.domain.people.operations import NewOrganisation, register_organisation
from marke.domain.units import queries as units
from marke.domain.units.activities import activity
from marke.domain.units.enums import UnitState
from marke.usecases.open_unit_for_organisation import open_unit_for_organisation
from marke.usecases.subscribe_share import subscribe_shares
from marke.web.access import READ_AND_WRITE, desk_page, role_may_enter
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar, chips_of
from marke.web.components.formatting import format_enterprise_number
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Column, Table
from marke.web.components.timeline import timeline
from marke.web.desk.form_page import FormPage
from marke.web.desk.people.forms import CountForm, OrganisationFilter, OrganisationForm, UnitOfOrganisationForm
from marke.web.lists.shelf import keeps_views
from marke.web.unit_words import state_badge

PAGE = 50
CLERKS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)


@desk_page()
@keeps_views
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation, by name."""
    form = OrganisationFilter(request.GET or None)
    text = form.cleaned_data.get("q", "") if form.is_bound and form.is_valid() else ""
    page = Paginator(queries.organisations_found(text=text), PAGE).get_page(request.GET.get("page"))
    table = Table(
        caption=_("Organisations"),
        caption_hidden=True,
        columns=[
            Column("name", _("Name"), link=_link),
            Column("kind", _("Kind"), value=lambda row: row.get_kind_display()),
            Column("enterprise_number", _("Enterprise number"), kind="code", value=_number),
            Column("represented_by", _("Represented by"), value=lambda row: str(row.represented_by)),
        ],
        rows=list(page.object_list),
    )
    context = {
        "bar": FilterBar(form=form, chips=chips_of(form=form, query=request.GET)),
        "table": table,
        "page": page,
        "filtered": bool(text),
    }
    return render(request, "desk/people/organisations.html", context, status=status_of(form))


def _link(row: Organisation) -> str:
    return reverse("desk_organisation", args=[row.pk])


def _number(row: Organisation) -> str:
    return format_enterprise_number(row.enterprise_number)


@desk_page()
def organisation_page(request: HttpRequest, *, organisation: uuid.UUID) -> HttpResponse:
    """One organisation: who acts for it, its shares and its units."""
    found, today = _organisation(organisation), timezone.localdate()
    member = members.member_file(organisation_id=found.pk)
    shares = members.shares_of(member_id=member.pk, as_of=today) if member else 0
    years = members.years_of_use(member_id=member.pk) if member else set()
    context = {
        "organisation": found,
        "figures": [
            Figure(_("Shares"), str(shares), note=member.get_state_display() if member else _("no member")),
            Figure(_("Right of use"), _("yes") if today.year in years and shares else _("no"), note=str(today.year)),
        ],
        "pairs": [
            (_("Kind"), found.get_kind_display()),
            (_("Enterprise number"), _number(found)),
            (_("Address"), f"{found.street}, {found.postcode} {found.municipality}"),
            (_("Represented by"), str(found.represented_by)),
        ],
        "units": _units(found),
        "actions": _actions(found) if role_may_enter(request.user.staff_role, CLERKS) else [],
        "crumbs": [NavItem(_("Organisations"), reverse("desk_organisations"))],
        "events": timeline([found, *([member] if member else [])], limit=20),
    }
    return render(request, "desk/people/organisation.html", context)


def _actions(organisation: Organisation) -> list[Action]:
    keys = [organisation.pk]
    return [
        Action(_("Subscribe shares"), reverse("desk_organisation_share", args=keys), kind="primary"),
        Action(_("Open a unit in its name"), reverse("desk_organisation_unit", args=keys)),
    ]


def _units(organisation: Organisation) -> Table | None:
    rows = list(units.units_of_organisation(organisation_id=organisation.pk))
    if not rows:
        return None
    language = get_language() or "en"
    return Table(
        caption=_("Units"),
        columns=[
            Column("name", _("Unit"), value=str, link=lambda row: reverse("desk_unit", args=[row.pk])),
            Column("activity", _("Activity"), value=lambda row: activity(row.activity).name(language)),
            Column("opened_on", _("Open since"), kind="date"),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        rows=rows,
    )


def _organisation(key: uuid.UUID) -> Organisation:
    found = Organisation.objects.select_related("represented_by").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@desk_page(*CLERKS, methods=READ_AND_WRITE)
def register(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """Register an organisation that this person represents."""
    representative = Person.objects.filter(pk=person).first()
    if representative is None:
        raise Http404
    page = FormPage(
        heading=_("Register an organisation"),
        send=_("Register"),
        lead=_("Represented by %(name)s") % {"name": representative},
        crumbs=[NavItem(str(representative), reverse("desk_person", args=[representative.pk]))],
    )

    def act(facts: dict[str, Any]) -> Organisation:
        place = read_address(facts["address"])
        new = NewOrganisation(
            name=facts["name"],
            kind=facts["kind"],
            enterprise_number=facts["enterprise_number"],
            represented_by=representative.pk,
            street=place.street,
            postcode=place.postcode,
            municipality=place.municipality,
            language=representative.language,
        )
        return register_organisation(new=new, actor=request.user.pk)

    return page.answer(
        request,
        OrganisationForm(request.POST or None),
        act=act,
        done=_("Registered. It can subscribe shares and hold a unit."),
        to=reverse("desk_organisations"),
    )


@desk_page(*CLERKS, methods=READ_AND_WRITE)
def share(request: HttpRequest, *, organisation: uuid.UUID) -> HttpResponse:
    """Subscribe shares for an organisation; its own account pays them."""
    found, today = _organisation(organisation), timezone.localdate()
    page = FormPage(
        heading=_("Subscribe shares"),
        send=_("Subscribe"),
        lead=str(found),
        crumbs=[NavItem(str(found), reverse("desk_organisation", args=[found.pk]))],
    )
    return page.answer(
        request,
        CountForm(request.POST or None),
        act=lambda facts: subscribe_shares(
            subscriptions=[NewSubscription(facts["count"], organisation_id=found.pk)],
            today=today,
            actor=request.user.pk,
        ),
        done=_("Subscribed: the communication to pay with stands in the list."),
        to=reverse("desk_shares"),
    )


@desk_page(*CLERKS, methods=READ_AND_WRITE)
def unit_new(request: HttpRequest, *, organisation: uuid.UUID) -> HttpResponse:
    """Open a unit in the name of an organisation; a regulated trade waits for its screening."""
    found = _organisation(organisation)
    page = FormPage(
        heading=_("Open a unit in its name"),
        send=_("Open the unit"),
        lead=str(found),
        crumbs=[NavItem(str(found), reverse("desk_organisation", args=[found.pk]))],
    )
    form = UnitOfOrganisationForm(request.POST or None, representative=found.represented_by)
    if form.is_bound and form.is_valid():
        made = attempt(
            form,
            lambda: open_unit_for_organisation(
                organisation_id=found.pk, today=timezone.localdate(), actor=request.user.pk, **form.cleaned_data
            ),
        )
        if made:
            waits = made.state == UnitState.REQUESTED
            said = _("%(unit)s waits for the screening of its trade.") if waits else _("%(unit)s is open.")
            messages.success(request, said % {"unit": made})
            return redirect("desk_unit", unit=made.pk)
    return page.show(request, form)
