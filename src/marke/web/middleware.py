"""One attributed transaction per request, sessions that end, the person's language, and staff who read along."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.people.models import User
from marke.kernel.refusal import Refusal
from marke.web.access import visible_units
from marke.web.portal import tickets, visits
from marke.web.refusals import sentence

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
VIEWING_AS = "viewing_as"
"""The session key that holds whose portal an adviser reads along in."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class TransactionMiddleware:
    """Open the request's transaction around the view.

    A GET can only read: PostgreSQL itself refuses anything else. A POST is one transaction that ends as a whole when
    the view raises. The visitor's units are named to row-level security; staff enter the staff role at the desk.
    Log-in pages write before anybody is known, so they write in the name of the enterprise.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.account_pages = AccountMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "manages_own_transaction", False):
            return None
        try:
            with acting(
                **self._attribution(request, view),
                request_id=request.headers.get("X-Request-Id", "")[:64] or uuid.uuid4().hex,
            ):
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
        except (ImmediateHttpResponse, ReauthenticationRequired) as exception:
            # Django shows a middleware only the exceptions of views it calls itself; this one is called here.
            return self.account_pages.process_exception(request, exception)
        except Refusal as refusal:
            # The view had no form to show it on: the sentence gets a page of its own, and nothing was written.
            return render(request, "public/errors/refused.html", {"sentence": sentence(refusal)}, status=409)
        return response

    def _attribution(self, request: HttpRequest, view: Any) -> dict[str, Any]:
        """Who acts in this request, whose rows it sees, and whether it may write."""
        reads = request.method in SAFE_METHODS
        if getattr(view, "area", "") == "portal":
            request.visible_units = []
            return visits.attribution_of(request, reads=reads)
        is_login = view.__module__.startswith("allauth.")
        user = request.user if request.user.is_authenticated else None
        staff = bool(user and user.is_staff and getattr(view, "area", "") == "desk")
        request.visible_units = visible_units(user) if user and not staff else []
        looks_along = getattr(request, "viewing_as", None) is not None
        return {
            "actor": user.pk if user else SYSTEM,
            "units": request.visible_units,
            "staff": staff,
            "read_only": looks_along or (reads and not is_login),
        }


class PortalMiddleware:
    """The portal speaks the client's language, and knows by a cookie of its own which link was followed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if getattr(view, "area", "") == "portal":
            request.ticket = tickets.ticket_of(request)
            translation.activate(request.ticket.language if request.ticket else tickets.language_of_stranger(request))
            request.LANGUAGE_CODE = translation.get_language()


class ViewAsMemberMiddleware:
    """An adviser who opened the portal as a member sees the member's pages and can change nothing there.

    Only pages of the portal change eyes; the desk and the account pages stay the adviser's own. The transaction of
    such a page is read-only, and a form sent from it is refused here before it reaches anything.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        wanted = request.session.get(VIEWING_AS)
        if not wanted or getattr(view, "area", "") not in {"member", "unit"} or not request.user.is_authenticated:
            return None
        member = User.objects.filter(pk=wanted, is_active=True, staff_role="").first()
        if member is None or not request.user.is_staff:
            del request.session[VIEWING_AS]
            return None
        if request.method not in SAFE_METHODS:
            raise PermissionDenied(_("You are reading along: nothing can be changed in a member's name."))
        request.viewer, request.user = request.user, member
        request.viewing_as = member
        return None


class SessionLimitsMiddleware:
    """Staff are signed out after half an hour without a page and after twelve hours in any case (ledger.md 7.8).

    Both moments are kept in the session on the server. The last page is written at most once a minute.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff and self._is_over(request):
            logout(request)
            messages.info(request, _("You were signed out because your session had ended. Sign in to go on."))
            return redirect_to_login(request.get_full_path() if request.method in SAFE_METHODS else "/desk/")
        return self.get_response(request)

    @staticmethod
    def _is_over(request: HttpRequest) -> bool:
        now = timezone.now().timestamp()
        began = request.session.setdefault("staff_since", now)
        seen = request.session.setdefault("staff_seen", now)
        if now - began > settings.STAFF_SESSION_SECONDS or now - seen > settings.STAFF_IDLE_SECONDS:
            return True
        if now - seen > 60:
            request.session["staff_seen"] = now
        return False


class PersonLanguageMiddleware:
    """The interface follows the person's own language; a visitor's follows the browser or the language cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
