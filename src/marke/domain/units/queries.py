"""Read units: whose they are, who may do what in them, who advises them, what waits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Count, F, Func, Q, QuerySet, When
from django.utils.translation import gettext as _

from marke.domain.foundation.search import BEST, FAIR, GOOD, Question, SearchHit, key_matches
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.people.models import StaffRole, User
from marke.domain.units.enums import LIVE_STATES, RoleKind, UnitState
from marke.domain.units.models import (
    AdviserAssignment,
    AdviserRequest,
    Invitation,
    Project,
    Transfer,
    Unit,
    UnitRole,
)
from marke.kernel.text import fold

ADVISING_ROLES = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER)
PORTFOLIO_SIZE = 250
"""Live units per adviser, with a collective back-up (shared-enterprise.md, section 7.2)."""


class DatabaseDay(Func):
    """Today as the database has it. Rights are judged by one clock, the same as in `security.units_of_user`."""

    template = "current_date"


def units_of_user(*, user_id: uuid.UUID) -> list[int]:
    """The numbers of the units that this user holds or administers today, by the database's own definer function.

    Row-level security hides units until they are named, so the names themselves come from a function that answers
    for one user only.
    """
    with connection.cursor() as cursor:
        cursor.execute("select security.units_of_user(%s)", [user_id])
        return [number for (number,) in cursor.fetchall()]


def roles_today() -> QuerySet[UnitRole]:
    """The roles in force today."""
    today = DatabaseDay()
    return UnitRole.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)


def may_act(*, unit_id: int, person_id: uuid.UUID, scope: str | None = None) -> bool:
    """Whether the person may do this in the unit today.

    A holder may do everything. An administrator may see the unit and do what the holder allowed, one scope each.
    A participant sees only their own work. Without ``scope``: whether the person may see the unit.
    """
    roles = roles_today().filter(unit_id=unit_id, person_id=person_id).exclude(kind=RoleKind.PARTICIPANT)
    if scope in (None, "view"):
        return roles.exists()
    return any(role.kind == RoleKind.HOLDER or scope in role.scopes for role in roles)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """An adviser and how many live units they advise, against what one person can carry."""

    adviser_id: uuid.UUID
    name: str
    units: int

    @property
    def is_full(self) -> bool:
        """More units than one adviser should carry: new ones go to a colleague."""
        return self.units >= PORTFOLIO_SIZE


def adviser_names() -> dict[uuid.UUID, str]:
    """The names of those who advise members, in the order of their names."""
    advisers = User.objects.filter(staff_role__in=ADVISING_ROLES, is_active=True)
    names = advisers.values_list("pk", "person__given_name", "person__family_name", "email")
    return {pk: _called(given, family, email) for pk, given, family, email in names.order_by("person__given_name")}


def portfolios() -> list[Portfolio]:
    """Every adviser with the number of live units they advise today, smallest first."""
    live = Q(portfolio__valid_to__isnull=True, portfolio__unit__state__in=[*LIVE_STATES, UnitState.REQUESTED])
    advisers = User.objects.filter(staff_role__in=ADVISING_ROLES, is_active=True).annotate(
        units=Count("portfolio", filter=live)
    )
    names = advisers.values_list("pk", "person__given_name", "person__family_name", "email", "units")
    return [
        Portfolio(pk, _called(given, family, email), units)
        for pk, given, family, email, units in names.order_by("units", "pk")
    ]


def _called(given: str | None, family: str | None, email: str) -> str:
    return f"{given or ''} {family or ''}".strip() or email


def roles_of(*, unit_id: int) -> QuerySet[UnitRole]:
    """Everybody who has or had a role in a unit, with their person; present ones and holders first."""
    holders_first = Case(When(kind=RoleKind.HOLDER, then=0), default=1)
    roles = UnitRole.objects.filter(unit_id=unit_id).select_related("person__user")
    return roles.order_by(F("valid_to").desc(nulls_first=True), holders_first, "kind", "valid_from", "id")


def holder_accounts(*, unit_id: int) -> list[User]:
    """The log-ins of those who answer for a unit today: who hears what clients say to it."""
    holders = UnitRole.objects.filter(unit_id=unit_id, kind=RoleKind.HOLDER, valid_to__isnull=True)
    return [role.person.user for role in holders.select_related("person__user") if role.person.user]


def open_invitations(*, unit_id: int, as_of: dt.date) -> QuerySet[Invitation]:
    """The invitations that wait for an answer."""
    waiting = Invitation.objects.filter(unit_id=unit_id, role__isnull=True, withdrawn_on__isnull=True)
    return waiting.filter(expires_on__gte=as_of).order_by("invited_on")


def projects_of(*, unit_id: int) -> QuerySet[Project]:
    """The projects of a unit, open ones first, by name."""
    return Project.objects.filter(unit_id=unit_id).order_by(F("closed_on").asc(nulls_first=True), "name")


def open_projects(*, unit_id: int) -> QuerySet[Project]:
    """The projects of a unit on which something can be booked."""
    return Project.objects.filter(unit_id=unit_id, closed_on__isnull=True).order_by("name")


def adviser_of(*, unit_id: int) -> AdviserAssignment | None:
    """Who advises a unit today."""
    current = AdviserAssignment.objects.filter(unit_id=unit_id, valid_to__isnull=True)
    return current.select_related("adviser__person").first()


def advisers_of(*, unit_id: int) -> QuerySet[AdviserAssignment]:
    """Everybody who advises or advised a unit, latest first."""
    return AdviserAssignment.objects.filter(unit_id=unit_id).select_related("adviser__person").order_by("-valid_from")


def open_adviser_request(*, unit_id: int) -> AdviserRequest | None:
    """The unit's request for another adviser that waits for an answer."""
    return AdviserRequest.objects.filter(unit_id=unit_id, state=AdviserRequest.State.ASKED).first()


def adviser_requests_to_answer() -> QuerySet[AdviserRequest]:
    """Requests for another adviser that wait for the desk, oldest first."""
    return AdviserRequest.objects.filter(state=AdviserRequest.State.ASKED).select_related("unit").order_by("asked_on")


def units_of_organisation(*, organisation_id: uuid.UUID) -> QuerySet[Unit]:
    """The units that an organisation holds in its own name, by number."""
    return Unit.objects.filter(organisation_id=organisation_id).order_by("pk")


def units_to_screen() -> QuerySet[Unit]:
    """Units of regulated trades that wait for an adviser, oldest first."""
    return Unit.objects.filter(state=UnitState.REQUESTED).order_by("requested_on", "pk")


@dataclass(frozen=True, slots=True)
class ReceivingUnit:
    """What a giver may know of another unit: the name behind the number they typed."""

    number: int
    name: str
    takes_in: bool


def receiving_unit(*, number: int) -> ReceivingUnit | None:
    """The unit behind an exact number, for a transfer. Nothing else of another unit is shown."""
    with enterprise_view():
        unit = Unit.objects.filter(pk=number).only("name", "state").first()
    if unit is None or unit.state in (UnitState.REQUESTED, UnitState.REFUSED):
        return None
    return ReceivingUnit(number, unit.name, unit.state in (UnitState.OPEN, UnitState.DORMANT))


def names_of_units(*, unit_ids: Collection[int]) -> dict[int, str]:
    """The names of units that appear in the visitor's own transfers, which may be other people's units."""
    with enterprise_view():
        return dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))


def transfers_of(*, unit_id: int) -> QuerySet[Transfer]:
    """The transfers to and from a unit, latest first."""
    both = Transfer.objects.filter(Q(from_unit_id=unit_id) | Q(to_unit_id=unit_id))
    return both.select_related("from_project", "to_project", "returned_by").order_by("-made_on", "-id")


def name_is_used(*, name: str) -> bool:
    """Whether a live unit has this name already: a warning, since names need not be unique."""
    with enterprise_view():
        return Unit.objects.filter(search_key=fold(name), state__in=[*LIVE_STATES, UnitState.REQUESTED]).exists()


def search(question: Question, *, url_name: str = "unit") -> list[SearchHit]:
    """Units by number or name, as far as the transaction sees them."""
    by_number = Q(pk=question.number) if question.number and question.number < 2**31 else Q(pk=None)
    found = Unit.objects.filter(by_number | key_matches("search_key", question)).order_by("search_key")
    return [
        SearchHit(
            kind="unit",
            title=str(unit),
            url_name=url_name,
            url_kwargs={"unit": unit.pk},
            detail=unit.get_state_display() if unit.state != UnitState.OPEN else "",
            why=_("number") if unit.pk == question.number else _("name"),
            rank=_rank(unit, question),
        )
        for unit in found[: question.limit]
    ]


def _rank(unit: Unit, question: Question) -> int:
    if unit.pk == question.number:
        return BEST
    return GOOD if unit.search_key.startswith(question.text) else FAIR
