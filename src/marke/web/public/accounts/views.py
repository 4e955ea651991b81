"""One's own log-in: ways to sign in, language, and who looked with one's eyes."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from marke.domain.accounts import operations, queries
from marke.domain.people.models import User
from marke.web.access import WRITE, member_page, public_page
from marke.web.components.records import Event

ONE_YEAR = 365 * 24 * 60 * 60


@member_page(person=False)
def account(request: HttpRequest) -> HttpResponse:
    """How I sign in, how safe that is, and who of the staff looked with my eyes."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "email": EmailAddress.objects.filter(user=request.user, primary=True).first() or request.user,
        "has_password": request.user.has_usable_password(),
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "events": looked_along(request.user),
    }
    return render(request, "public/accounts/account.html", context)


@public_page()
def ways_in(request: HttpRequest) -> HttpResponse:
    """The second proofs stand with everything else about one's log-in."""
    return redirect("account")


@public_page()
def join_instead(request: HttpRequest) -> HttpResponse:
    """An account is made while becoming a member, so the library's own sign-up page is the way to join."""
    return redirect("join")


def looked_along(user: User) -> list[Event]:
    """Each time somebody of the staff opened the portal as this member, with the reason they gave."""
    views = queries.views_of_member(user_id=user.pk)
    names = queries.names_of(view.staff_id for view in views)
    return [Event(view.reason, view.opened_at, who=names[view.staff_id]) for view in views]


@public_page(methods=WRITE)
def set_language(request: HttpRequest) -> HttpResponse:
    """Go on in another language at the same place; whoever signed in keeps the choice everywhere."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(target)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            operations.choose_language(user_id=request.user.pk, language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response
