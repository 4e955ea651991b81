"""The context every page receives: its shell, and empty navigation for pages that set none."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from marke.web.components.shell import LanguageChoice, Shell

THEME_COOKIE = "marke_theme"
THEMES = ("light", "dark")
LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}


def url_or_nothing(name: str) -> str:
    """The address of a named page, or nothing when this installation does not offer it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def theme_of(request: HttpRequest) -> str:
    """The theme this browser chose, or nothing when it follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def shell_context(request: HttpRequest) -> dict[str, object]:
    """What surrounds the page for this visitor, in this language and theme."""
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "shell": Shell(
            brand=getattr(settings, "MARKE_BRAND", "Marke"),
            language=current,
            theme=theme_of(request),
            languages=[
                LanguageChoice(code=code, name=LANGUAGE_NAMES.get(code, code), current=code == current)
                for code in (code.split("-")[0] for code, _ in settings.LANGUAGES)
            ],
            path=request.get_full_path(),
            home_url=url_or_nothing("home") or "/",
            palette_url=url_or_nothing("palette") if signed_in else "",
            help_url=url_or_nothing("help"),
            language_url=url_or_nothing("set_language"),
            sign_in_url="" if signed_in else url_or_nothing("account_login"),
            sign_out_url=url_or_nothing("account_logout") if signed_in else "",
            account_url=url_or_nothing("account") if signed_in else "",
            user_name=str(user) if signed_in else "",
        ),
        "navigation": (),
        "primary_action": None,
        "secondary_navigation": (),
    }
