"""One transaction per request, in the visitor's name, read-only unless the method writes; the person's language."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from marke.domain.foundation.transactions import SYSTEM, acting
from marke.web.access import visible_units

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
GetResponse = Callable[[HttpRequest], HttpResponse]


class TransactionMiddleware:
    """Open the request's transaction around the view.

    A GET can only read: PostgreSQL itself refuses anything else. A POST is one transaction that ends as a whole when
    the view raises. The visitor's units are named to row-level security; staff enter the staff role at the desk.
    Log-in pages write before anybody is known, so they write in the name of the enterprise.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):  # type: ignore[no-untyped-def]
        if getattr(view, "manages_own_transaction", False):
            return None
        is_login = view.__module__.startswith("allauth.")
        user = request.user if request.user.is_authenticated else None
        staff = bool(user and user.is_staff and request.path.startswith("/desk/"))
        with acting(
            actor=user.pk if user else SYSTEM,
            units=visible_units(user) if user and not staff else (),
            staff=staff,
            read_only=request.method in SAFE_METHODS and not is_login,
            request_id=request.headers.get("X-Request-Id", "")[:64] or uuid.uuid4().hex,
        ):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
        return response


class PersonLanguageMiddleware:
    """The interface follows the person's own language; a visitor's follows the browser or the language cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
