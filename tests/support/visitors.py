"""Who visits the site in a test: members with their person, staff with a role and a second factor."""

from __future__ import annotations

from django.test import Client
from tests.support.cooperative import Facts, known_person, member

from marke.domain.people.models import Person, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def log_in(user: User) -> Client:
    """A browser in which this user is logged in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def member_with_log_in(email: str = "nora@example.org", *, shares: int = 1, serial: int = 1) -> tuple[Client, Person]:
    """A person with shares (none for 0) and the browser in which they are logged in."""
    user = User.objects.create_user(email, language="en")
    facts = Facts(serial=serial, user_id=user.pk)
    person = member(facts, shares=shares) if shares else known_person(facts)
    return log_in(user), person


def together(browser: Client, address: str, *picked: object, action: str, note: str = "") -> str:
    """Pick rows of a list, answer what the deed asks, say yes to what can be done; the page that says what happened."""
    looked = browser.post(address, {"picked": [str(key) for key in picked], "action": action}, follow=True)
    here = looked.request["PATH_INFO"]
    if note:
        browser.post(here, {"note": note})
    return browser.post(here, {"action": "confirm"}, follow=True).content.decode()
