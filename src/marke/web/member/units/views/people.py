"""Who acts in the unit: roles, what an administrator may do, invitations by e-mail."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.units import operations, queries
from marke.domain.units.enums import MANAGE, RoleKind, Scope
from marke.domain.units.models import Invitation, Unit, UnitRole
from marke.domain.units.operations.people import INVITATION_DAYS
from marke.usecases.invite_to_unit import accept_invitation, invitation_named, invite_to_unit
from marke.web.access import READ_AND_WRITE, WRITE, member_page, unit_page
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.member.units.forms import InviteForm, RoleForm
from marke.web.member.units.views.common import crumbs, may, role_of_unit, unit_url
from marke.web.refusals import attempt

SALT = "unit-invitation"


@unit_page(blockable=False)
def people(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Everybody who acts or acted in the unit, and who was invited."""
    today, may_manage = timezone.localdate(), may(request, unit)
    roles = list(queries.roles_of(unit_id=unit.pk))
    now = [role for role in roles if role.valid_to is None or role.valid_to >= today]
    past = [role for role in roles if role not in now]
    invitations = list(queries.open_invitations(unit_id=unit.pk, as_of=today))
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "now": _roles_table(unit, now, caption=_("Who acts in the unit"), linked=may_manage),
        "past": _roles_table(unit, past, caption=_("Earlier"), linked=False) if past else None,
        "invitations": [(row, unit_url("unit_invitation_withdraw", unit, invitation=row.pk)) for row in invitations],
        "may_manage": may_manage,
        "actions": [Action(_("Invite somebody"), unit_url("unit_invite", unit), kind="primary", icon="user-plus")]
        if may_manage
        else [],
    }
    return render(request, "member/units/people.html", context)


@unit_page(MANAGE, methods=READ_AND_WRITE)
def invite(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: invite_to_unit(
                unit=unit,
                email=data["email"],
                kind=RoleKind(data["kind"]),
                scopes=data["scopes"],
                until=data["until"] if data["kind"] == RoleKind.ADMINISTRATOR else None,
                day=timezone.localdate(),
                actor=request.user.pk,
                link_to=lambda invitation: request.build_absolute_uri(reverse("invitation", args=[token(invitation)])),
            ),
        )
        if made is not None:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made.email})
            return redirect("unit_people", unit=unit.pk)
    context = {"unit": unit, "crumbs": _crumbs(unit), "form": form}
    return render(request, "member/units/invite.html", context, status=422 if form.errors else 200)


@unit_page(MANAGE, methods=READ_AND_WRITE)
def role(request: HttpRequest, *, unit: Unit, role: uuid.UUID) -> HttpResponse:
    """One role: what an administrator may do and until when; end it."""
    found = role_of_unit(unit, role)
    initial = {"scopes": found.scopes, "until": found.valid_to}
    form = RoleForm(request.POST or None, initial=initial) if found.kind == RoleKind.ADMINISTRATOR else None
    if request.method == "POST" and form and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: operations.change_scopes(
                role=found, scopes=data["scopes"], until=data["until"], day=timezone.localdate()
            ),
        )
        if made is not None:
            messages.success(request, _("%(name)s may now do what you chose.") % {"name": found.person})
            return redirect("unit_people", unit=unit.pk)
    return _role_page(request, unit, found, form)


@unit_page(MANAGE, methods=WRITE)
def end_role(request: HttpRequest, *, unit: Unit, role: uuid.UUID) -> HttpResponse:
    """End a role at once."""
    found = role_of_unit(unit, role)
    form = forms.Form({})
    form.full_clean()
    made = attempt(form, lambda: operations.end_role(role=found, day=timezone.localdate()))
    if made is None:
        return _role_page(request, unit, found, form)
    messages.success(request, _("%(name)s does not act in this unit any more.") % {"name": found.person})
    return redirect("home" if found.person_id == request.person.pk else unit_url("unit_people", unit))


@unit_page(MANAGE, methods=WRITE)
def withdraw(request: HttpRequest, *, unit: Unit, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    today = timezone.localdate()
    found = queries.open_invitations(unit_id=unit.pk, as_of=today).filter(pk=invitation).first()
    if found is None:
        raise Http404
    operations.withdraw_invitation(invitation=found, day=today)
    messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": found.email})
    return redirect("unit_people", unit=unit.pk)


@member_page(methods=READ_AND_WRITE)
def accept(request: HttpRequest, *, token: str) -> HttpResponse:
    """Whoever was invited reads what it means and takes the role."""
    form = forms.Form(request.POST or None)
    invited = _invited(token)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: accept_invitation(
                invitation_id=invited.id,
                person_id=request.person.pk,
                email=request.user.email,
                day=timezone.localdate(),
            ),
        )
        if made is not None:
            messages.success(request, _("You now act in %(unit)s.") % {"unit": invited.unit_name})
            return redirect("home" if made.kind == RoleKind.PARTICIPANT else unit_url("unit", made.unit))
    context = {
        "invited": invited,
        "kind": RoleKind(invited.kind).label,
        "scopes": [Scope(scope).label for scope in invited.scopes],
        "form": form,
    }
    return render(request, "member/units/invitation.html", context, status=422 if form.errors else 200)


def token(invitation: Invitation) -> str:
    """The signed part of an invitation's link."""
    return signing.dumps(str(invitation.pk), salt=SALT)


def _invited(token: str):  # type: ignore[no-untyped-def]
    """The invitation behind a link, or 404 for a link that nobody signed."""
    try:
        key = signing.loads(token, salt=SALT, max_age=(INVITATION_DAYS + 1) * 86_400)
    except signing.BadSignature:
        raise Http404 from None
    found = invitation_named(invitation_id=uuid.UUID(key))
    if found is None:
        raise Http404
    return found


def _role_page(request: HttpRequest, unit: Unit, found: UnitRole, form: forms.Form | None) -> HttpResponse:
    context = {
        "unit": unit,
        "crumbs": _crumbs(unit),
        "role": found,
        "form": form,
        "end_url": unit_url("unit_role_end", unit, role=found.pk),
        "events": timeline([found]),
    }
    return render(request, "member/units/role.html", context, status=422 if form and form.errors else 200)


def _crumbs(unit: Unit) -> list[NavItem]:
    return crumbs(unit, NavItem(_("People"), unit_url("unit_people", unit)))


def _roles_table(unit: Unit, roles: list[UnitRole], *, caption: str, linked: bool) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column(
                "person",
                _("Name"),
                link=(lambda row: unit_url("unit_role", unit, role=row.pk)) if linked else None,
            ),
            Column("kind", _("Role"), kind="badge", value=lambda row: Badge(row.get_kind_display())),
            Column("scopes", _("May"), value=_may_in_words),
            Column("valid_from", _("From"), kind="date"),
            Column("valid_to", _("Until"), kind="date"),
        ],
        rows=roles,
    )


def _may_in_words(row: UnitRole) -> str:
    if row.kind == RoleKind.HOLDER:
        return _("Everything")
    return "; ".join(str(label) for scope, label in Scope.choices if scope in row.scopes)
