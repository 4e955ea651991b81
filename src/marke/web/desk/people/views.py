"""People at the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.accounts.operations import MAY_OPEN_AS_MEMBER
from marke.domain.members import exits
from marke.domain.members import queries as members
from marke.domain.members.operations import admit, apply
from marke.domain.people import identity, queries
from marke.domain.people.models import Person, StaffRole
from marke.domain.people.operations import suspend
from marke.usecases.join_enterprise import decide_identity
from marke.web.access import READ_AND_WRITE, desk_page, role_may_enter
from marke.web.attempt import attempt, status_of
from marke.web.components.filters import FilterBar, SavedView, chips_of
from marke.web.components.formatting import format_iban
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import KeyPaginator
from marke.web.desk.form_page import FormPage
from marke.web.desk.people.forms import AdmissionForm, IdentityDecision, PeopleFilter, ReasonForm
from marke.web.lists.shelf import keeps_views

PAGE = 50
CHECKERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
SUSPENDERS = (StaffRole.SENIOR_ADVISER,)
DECIDERS = (StaffRole.BOARD,)
READERS_OF_NUMBERS = (StaffRole.SENIOR_ADVISER, StaffRole.PAYROLL)
TONES = {
    Person.State.ACTIVE: "good",
    Person.State.DOCUMENTS_IN: "waiting",
    Person.State.SUSPENDED: "bad",
    Person.State.DECEASED: "",
    Person.State.REGISTERED: "",
}


@desk_page()
@keeps_views
def people(request: HttpRequest) -> HttpResponse:
    """Everybody the enterprise knows, by name, state and identity; the queue of checks is a saved view."""
    form = PeopleFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    queue = asked.get("state") == Person.State.DOCUMENTS_IN
    found = queries.people_found(text=asked.get("q", ""), state=asked.get("state", ""), grade=asked.get("grade"))
    if queue:
        found = found.order_by("documents_in_at", "id")
    page = KeyPaginator(found, PAGE).get_page(request.GET.get("page"))
    here = reverse("desk_people")
    context = {
        "bar": FilterBar(
            form=form,
            views=[
                SavedView(_("Everybody"), here, not request.GET),
                SavedView(_("To check"), f"{here}?state=documents_in", queue, queries.identities_to_check().count()),
                SavedView(_("Suspended"), f"{here}?state=suspended", asked.get("state") == Person.State.SUSPENDED),
            ],
            chips=chips_of(form=form, query=request.GET),
        ),
        "table": _table(list(page.object_list), queue=queue),
        "page": page,
        "filtered": bool(request.GET),
    }
    return render(request, "desk/people/people.html", context, status=status_of(form))


def _table(rows: list[Person], *, queue: bool) -> Table:
    columns = [
        Column(
            "name",
            _("Name"),
            value=lambda row: f"{row.family_name}, {row.given_name}".strip(", "),
            link=lambda row: reverse("desk_person", args=[row.pk]),
            note=lambda row: row.user.email if row.user else "",
        ),
        Column("municipality", _("Municipality")),
        Column("identity_grade", _("Identity"), kind="number"),
        Column("state", _("State"), kind="badge", value=lambda row: Badge(row.get_state_display(), TONES[row.state])),
    ]
    if queue:
        columns += [
            Column("documents_in_at", _("Received"), kind="moment"),
            Column("due", _("Check by"), kind="moment", value=_due),
        ]
    return Table(caption=_("People"), columns=columns, rows=rows, caption_hidden=True)


def _due(person: Person) -> Any:
    return queries.activation_due(since=timezone.localtime(person.documents_in_at)) if person.documents_in_at else None


@desk_page()
def person_page(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """One person: who they are, how well they are known, their shares and units, what happened."""
    found = _person(person)
    member = members.member_of(person_id=found.pk)
    today = timezone.localdate()
    shares = members.shares_of(member_id=member.pk, as_of=today) if member else 0
    years = members.years_of_use(member_id=member.pk) if member else set()
    context = {
        "person": found,
        "badge": Badge(found.get_state_display(), TONES[found.state]),
        "figures": [
            Figure(_("Identity"), str(found.identity_grade), note=_("0 mail, 1 address, 2 checked")),
            Figure(_("Shares"), str(shares), note=member.get_state_display() if member else _("no member")),
            Figure(_("Right of use"), _("yes") if today.year in years and shares else _("no"), note=str(today.year)),
        ],
        "pairs": _facts(found),
        "documents": queries.documents_of(person_id=found.pk),
        "due": _due(found) if found.state == Person.State.DOCUMENTS_IN else None,
        "units": _units(found),
        "actions": _actions(found, bool(shares), request.user.staff_role),
        "may_check": role_may_enter(request.user.staff_role, CHECKERS),
        "may_read_number": role_may_enter(request.user.staff_role, READERS_OF_NUMBERS),
        "crumbs": [NavItem(_("People"), reverse("desk_people"))],
        "events": timeline([found, *found.identity_checks.all(), *([member] if member else [])], limit=30),
    }
    return render(request, "desk/people/person.html", context)


def _person(key: uuid.UUID) -> Person:
    found = Person.objects.select_related("user").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _facts(person: Person) -> list[tuple[str, Any]]:
    accounts = queries.bank_accounts_of(person_id=person.pk)
    return [
        (_("E-mail"), person.user.email if person.user else _("no log-in")),
        (_("Phone"), person.phone),
        (_("Address"), person.address),
        (_("Date of birth"), person.birth_date),
        (_("National number"), queries.masked_national_number(person_id=person.pk) or _("none")),
        (_("Language"), person.get_language_display()),
        (_("Bank account"), format_iban(accounts[0].iban) if accounts else _("none")),
        (_("Registered on"), person.registered_on),
    ]


def _units(person: Person) -> Table | None:
    rows = list(person.unit_roles.select_related("unit").order_by("unit_id"))
    if not rows:
        return None
    return Table(
        caption=_("Units"),
        columns=[
            Column("unit", _("Unit"), value=lambda row: str(row.unit)),
            Column("kind", _("Role"), value=lambda row: row.get_kind_display()),
            Column("valid_from", _("From"), kind="date"),
            Column("valid_to", _("Until"), kind="date"),
        ],
        rows=rows,
    )


def _actions(person: Person, is_member: bool, role: str) -> list[Action]:
    """What this member of staff can decide now, the most likely first."""
    keys, suspended = [person.pk], person.state == Person.State.SUSPENDED
    offered = [
        (CHECKERS, person.identity_grade < 2 and not suspended, _("Decide identity"), "desk_identity_check", "primary"),
        (CHECKERS, person.identity_grade == 2, _("Register an organisation"), "desk_organisation_new", ""),
        (DECIDERS, True, _("Admission"), "desk_admission", ""),
        (DECIDERS, is_member, _("Propose exclusion"), "desk_exclusion", ""),
        (SUSPENDERS, True, _("Lift suspension") if suspended else _("Suspend"), "desk_suspend", ""),
    ]
    decisions = [
        Action(label, reverse(name, args=keys), kind=kind)
        for roles, sensible, label, name, kind in offered
        if sensible and role_may_enter(role, roles)
    ]
    if person.user and not person.user.is_staff and role in MAY_OPEN_AS_MEMBER:
        decisions.append(Action(_("Read along"), reverse("desk_open_as_member", args=[person.user_id]), icon="eye"))
    return decisions


def _back(person: Person) -> list[NavItem]:
    return [
        NavItem(_("People"), reverse("desk_people")),
        NavItem(str(person), reverse("desk_person", args=[person.pk])),
    ]


@desk_page(*CHECKERS, methods=READ_AND_WRITE)
def check_identity(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """Decide who somebody is, with the scans beside the decision."""
    found = _person(person)
    form = IdentityDecision(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        check = attempt(
            form,
            lambda: decide_identity(
                person_id=found.pk,
                accepted=facts["decision"] == "accept",
                grounds=facts["grounds"],
                reason=facts["reason"],
                now=timezone.now(),
                today=timezone.localdate(),
                actor=request.user.pk,
            ),
        )
        if check:
            done = (
                _("Identity accepted; the scans are destroyed.") if check.accepted else _("Returned with the reason.")
            )
            messages.success(request, done)
            return redirect("desk_person", person=found.pk)
    context = {
        "form": form,
        "person": found,
        "documents": queries.documents_of(person_id=found.pk),
        "pairs": _facts(found),
        "crumbs": _back(found),
    }
    return render(request, "desk/people/identity.html", context, status=status_of(form))


@desk_page(*CHECKERS)
def document(request: HttpRequest, *, person: uuid.UUID, kind: str) -> HttpResponse:
    """A scan as it was sent in; never kept by the browser."""
    scan = identity.open_scan(person_id=person, kind=kind)
    if scan is None:
        raise Http404
    headers = {"Cache-Control": "no-store", "Content-Disposition": "inline", "Content-Security-Policy": "sandbox"}
    return HttpResponse(scan.content, scan.media_type, headers=headers)


@desk_page(*READERS_OF_NUMBERS, methods=READ_AND_WRITE)
def national_number(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """Read a national number, for a written reason that the person can see. It stands on this answer only."""
    found = _person(person)
    form = ReasonForm(request.POST or None)
    number = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        number = attempt(
            form,
            lambda: identity.reveal_national_number(
                person_id=found.pk, reason=reason, now=timezone.now(), actor=request.user.pk
            ),
        )
    context = {"form": form, "person": found, "number": number, "crumbs": _back(found)}
    answer = render(request, "desk/people/national_number.html", context, status=status_of(form))
    answer["Cache-Control"] = "no-store"
    return answer


@desk_page(*SUSPENDERS, methods=READ_AND_WRITE)
def suspend_person(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """Suspend an account for a reason, or lift the suspension."""
    found = _person(person)
    stop = found.state != Person.State.SUSPENDED
    page = FormPage(
        heading=_("Suspend this account") if stop else _("Lift the suspension"),
        send=_("Suspend") if stop else _("Lift"),
        lead=str(found),
        kind="danger" if stop else "primary",
        crumbs=_back(found),
    )
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda facts: suspend(person_id=found.pk, suspended=stop, reason=facts["reason"], actor=request.user.pk),
        done=_("Suspended: nothing new until it is lifted.") if stop else _("The suspension is lifted."),
        to=reverse("desk_person", args=[found.pk]),
    )


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def admission(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """Record the board's decision that admits somebody as permanent staff or partner."""
    found, today = _person(person), timezone.localdate()
    page = FormPage(
        heading=_("Admission to a share category"), send=_("Record the decision"), lead=str(found), crumbs=_back(found)
    )
    return page.answer(
        request,
        AdmissionForm(request.POST or None),
        act=lambda facts: admit(member_id=apply(person_id=found.pk).pk, on=today, actor=request.user.pk, **facts),
        done=_("Admission recorded."),
        to=reverse("desk_person", args=[found.pk]),
    )


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def exclusion(request: HttpRequest, *, person: uuid.UUID) -> HttpResponse:
    """Propose to exclude a member; one month for observations follows."""
    found, today = _person(person), timezone.localdate()
    page = FormPage(
        heading=_("Propose to exclude this member"),
        send=_("Propose"),
        lead=_("The member reads the reason and has one month to answer before the board decides."),
        kind="danger",
        crumbs=_back(found),
    )
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda facts: exits.propose_exclusion(
            member_id=apply(person_id=found.pk).pk, today=today, actor=request.user.pk, **facts
        ),
        done=_("Proposed. The member can answer for one month."),
        to=reverse("desk_person", args=[found.pk]),
    )
