"""What every page receives without asking: its shell, its menu, its primary button."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.accounts import queries as accounts
from marke.domain.parameters.queries import cooperative
from marke.domain.sales.enums import DocumentLanguage
from marke.web import navigation
from marke.web.components.shell import LanguageChoice, NavItem, Shell

BRAND = "Marke"
THEME_COOKIE = "marke_theme"
THEMES = ("light", "dark")
LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for the layouts. A view overrides `navigation` or `primary_action` by naming its own."""
    return {
        "demo": settings.DEMO,
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "navigation": SimpleLazyObject(lambda: navigation.navigation(request)),
        "primary_action": SimpleLazyObject(lambda: navigation.primary_action(request)),
        "secondary_navigation": SimpleLazyObject(lambda: _other_area(request)),
        "viewing_as": getattr(request, "viewing_as", None),
    }


def theme_of(request: HttpRequest) -> str:
    """The theme this browser chose, or nothing when it follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _portal_shell(request: HttpRequest) -> Shell:
    """Around a page of the portal stands the cooperative, not Marke, and nothing but the languages of clients."""
    current = get_language() or settings.LANGUAGE_CODE
    visits = bool(request.ticket)
    return Shell(
        brand=cooperative().name,
        language=current,
        theme=theme_of(request),
        languages=[LanguageChoice(code, LANGUAGE_NAMES[code], code == current) for code in DocumentLanguage.values],
        path=request.get_full_path(),
        home_url=reverse("portal"),
        palette_url="",
        help_url="",
        language_url=reverse("portal_language") if visits else "",
        sign_in_url="",
        sign_out_url="",
        account_url="",
    )


def _shell(request: HttpRequest) -> Shell:
    if navigation.area_of(request) == "portal":
        return _portal_shell(request)
    user, area = request.user, navigation.area_of(request)
    signed_in = user.is_authenticated
    own_account = signed_in and getattr(request, "viewing_as", None) is None
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return Shell(
        brand=BRAND,
        language=current,
        theme=theme_of(request),
        languages=[LanguageChoice(code, LANGUAGE_NAMES[code], code == current) for code, _name in settings.LANGUAGES],
        path=request.get_full_path(),
        home_url=reverse({"desk": "desk", "member": "home", "unit": "home"}.get(area, "landing")),
        palette_url=_palette_url(request, area) if signed_in else "",
        help_url=reverse("help"),
        language_url=reverse("set_language"),
        sign_in_url="" if signed_in else reverse("account_login"),
        sign_out_url=reverse("account_logout") if own_account else "",
        account_url=reverse("account") if own_account else "",
        user_name=accounts.name_of(user_id=user.pk) if signed_in else "",
    )


def _palette_url(request: HttpRequest, area: str) -> str:
    """The desk searches everything, the portal one's own; pages for anybody follow who is here."""
    at_desk = area == "desk" or (area == "public" and request.user.is_staff)
    return reverse("desk_palette" if at_desk else "palette")


def _other_area(request: HttpRequest) -> list[NavItem]:
    """The way between desk and portal for those who have both, and from public pages back to one's own."""
    area, user = navigation.area_of(request), request.user
    items = []
    if user.is_authenticated and user.is_staff and area != "desk" and getattr(request, "viewing_as", None) is None:
        items.append(NavItem(_("Desk"), reverse("desk"), "inbox"))
    if user.is_authenticated and area in {"desk", "public"} and accounts.is_a_person(user_id=user.pk):
        items.append(NavItem(_("My portal"), reverse("home"), "house"))
    return items
