"""Rights on the first line of every view.

Each view is marked with exactly one of `public_page`, `member_page`, `unit_page`, `desk_page` or `portal_page`; a
consistency test refuses an address whose view has no mark. The mark names the methods, checks who is here and what they
may do, and hands the view what it asked for. Row-level security stands behind it as the second fence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from marke.domain.accounts import queries as accounts
from marke.domain.members import queries as members
from marke.domain.people.models import Person, StaffRole, User
from marke.domain.units import queries as units
from marke.domain.units.models import Unit
from marke.web.portal import visits

View = Callable[..., HttpResponse]
READ = ("GET", "HEAD")
READ_AND_WRITE = ("GET", "HEAD", "POST")
WRITE = ("POST",)


def visible_units(user: User) -> list[int]:
    """The numbers of the units whose rows this user's requests may see."""
    return units.units_of_user(user_id=user.pk)


def role_may_enter(role: str, roles: Collection[str]) -> bool:
    """Administrators enter every page of the desk, others the pages that name their role or none."""
    return not roles or role in roles or role == StaffRole.ADMINISTRATOR


def has_second_factor(user: User) -> bool:
    """True when a log-in needs more than a password. The invented people of the demo need not have it."""
    return is_mfa_enabled(user) or (settings.DEMO and accounts.is_persona(user_id=user.pk))


def public_page(*, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """Anybody may see this page."""
    return _page("public", methods, lambda request, kwargs: None)


def member_page(*, methods: tuple[str, ...] = READ, person: bool = True) -> Callable[[View], View]:
    """Somebody who logged in. The view gets ``request.person``; ``person=False`` also lets in accounts that have not
    said yet who they are (the first screens of joining)."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.person = Person.objects.filter(user=request.user).first()
        if person and request.person is None:
            return redirect("join")
        return None

    return _page("member", methods, check)


def unit_page(
    scope: str | None = None, *, methods: tuple[str, ...] = READ, blockable: bool = True
) -> Callable[[View], View]:
    """A page of one unit: the address names it as ``unit``, the view gets the `Unit` in its place.

    A unit that is not the visitor's own does not exist for them (404). ``scope`` is what a page that writes needs, for
    example ``create_invoice``; holders have every scope. Whoever has not accepted the contract of use in force is led
    to it first, unless ``blockable=False``.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.person = Person.objects.filter(user=request.user).first()
        unit = Unit.objects.filter(pk=kwargs["unit"]).first()
        if unit is None or request.person is None:
            raise Http404
        if not units.may_act(unit_id=unit.pk, person_id=request.person.pk, scope=scope):
            raise PermissionDenied
        if blockable and members.contract_of_use_to_accept(person_id=request.person.pk, as_of=localdate()) is not None:
            return redirect("contract_of_use")
        kwargs["unit"] = unit
        return None

    return _page("unit", methods, check)


def desk_page(*roles: StaffRole, methods: tuple[str, ...] = READ, second_factor: bool = True) -> Callable[[View], View]:
    """A page of the staff desk, for the named roles (administrators always; no role named: every staff member).

    The desk opens to a second factor only (ledger.md 7.1, ASVS 6.3.3): whoever has none is led to the page that
    explains how to add one, which is the one page with ``second_factor=False``.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        role = request.user.staff_role
        if not role or not role_may_enter(role, roles):
            raise PermissionDenied
        if second_factor and not has_second_factor(request.user):
            return redirect("desk_second_factor")
        return None

    return _page("desk", methods, check, roles)


def portal_page(*, methods: tuple[str, ...] = READ, link: bool = True, writes: bool = True) -> Callable[[View], View]:
    """A page of the portal: what a client sees by a personal link. The view gets ``request.visit``.

    Who signed in does not count here, only the link whose cookie the browser holds; without one that still opens, the
    visitor is led to the page that explains it. ``link=False`` lets in everybody (the door itself). A preview of a
    member or the staff sees all and does nothing, so it may send only what changes nothing (``writes=False``). What
    the client has not got does not exist, and says so on a page of the portal.
    """

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not link:
            return None
        request.visit = visits.visit_of(request)
        if request.visit is None:
            return redirect("portal_closed")
        if request.visit.is_preview and writes and request.method not in READ:
            raise PermissionDenied
        return None

    page = _page("portal", methods, check)
    return lambda view: page(_in_the_portal(view))


def _in_the_portal(view: View) -> View:
    """What every answer of the portal has: nobody keeps a copy of it, no search engine lists it."""

    @wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, **kwargs)
        except Http404:
            response = render(request, "portal/missing.html", status=404)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


def _page(
    area: str,
    methods: tuple[str, ...],
    check: Callable[[HttpRequest, dict[str, Any]], HttpResponse | None],
    roles: tuple[StaffRole, ...] = (),
) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return check(request, kwargs) or view(request, **kwargs)

        checked.area = area  # type: ignore[attr-defined]
        checked.methods = methods  # type: ignore[attr-defined]
        checked.roles = roles  # type: ignore[attr-defined]
        return checked

    return mark
