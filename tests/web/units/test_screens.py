"""Every screen about units in a real browser: accessible in each state, at phone and desk width, light and dark."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page
from tests.support.browser import Site, accessibility_findings
from tests.support.enterprise import (
    ACTOR,
    a_person,
    a_shareholder,
    a_unit,
    a_user,
    an_adviser,
    expect,
    open_books,
    receive,
)

from marke.domain.foundation.transactions import acting
from marke.domain.people.models import Person, StaffRole, User
from marke.domain.units.models import Transfer
from marke.domain.units.operations import (
    Move,
    add_role,
    ask_for_another_adviser,
    freeze,
    invite,
    open_project,
    start_closing,
    transfer,
)
from marke.reporting.unit_figures import refresh_unit_figures

pytestmark = pytest.mark.browser
TODAY = dt.date.today()  # noqa: DTZ011 - the site runs on the real clock
PICTURES = os.environ.get("MARKE_PICTURES")


@pytest.fixture
def street(site: Site) -> dict[str, User]:
    """Five units in different states, and the log-ins of a holder and of the desk."""
    with acting(actor=ACTOR, staff=True):
        open_books(TODAY.year - 1, TODAY.year)
        an_adviser("Elke")
        holder = a_shareholder("Nora", TODAY.year - 1, TODAY.year)
        nora = a_unit(holder, name="Atelier Nora", day=TODAY.replace(year=TODAY.year - 1, day=1))
        other = a_unit(a_shareholder("Omar", TODAY.year - 1, TODAY.year), name="Fanfare Zuid", day=TODAY)
        a_unit(a_shareholder("Lies", TODAY.year), name="Soep en Co", activity="catering", day=TODAY)
        frozen = a_unit(a_shareholder("Jan", TODAY.year), name="Studio Jan", activity="editing", day=TODAY)
        freeze(unit_id=frozen.pk, reason="Insurance ran out: send the new policy.", day=TODAY, actor=ACTOR)
        _a_year_of(nora, other)
        desk = a_user(staff_role=StaffRole.SENIOR_ADVISER)
        Person.objects.create(user=desk, given_name="Ann", family_name="De Desk")
        Authenticator.objects.create(user=desk, type=Authenticator.Type.TOTP, data={})
        refresh_unit_figures(as_of=TODAY)
        fresh = a_shareholder("Fien", TODAY.year)
        a_unit(fresh, name="Nieuw", day=TODAY)
    return {"holder": holder.user, "desk": desk, "fresh": fresh.user}


def _a_year_of(unit, other) -> None:
    for months in range(11, -1, -1):
        day = TODAY - dt.timedelta(days=30 * months)
        receive(unit, 850_00 + 120_00 * (months % 4), day=day)
        spend = Move(
            from_unit=unit.pk, to_unit=other.pk, amount=300_00 + 50_00 * (months % 3), message="Fanfare", day=day
        )
        transfer(move=spend, actor=ACTOR)
    expect(unit, 1_450_00, day=TODAY)
    project = open_project(unit_id=unit.pk, name="Zomerfestival", day=TODAY)
    inside = Move(from_unit=unit.pk, to_unit=unit.pk, to_project=project.pk, amount=500_00, message="Start", day=TODAY)
    transfer(move=inside, actor=ACTOR)
    add_role(unit_id=unit.pk, person_id=a_person("Bo").pk, kind="administrator", day=TODAY, scopes=["create_invoice"])
    invite(unit_id=unit.pk, email="guest@example.org", kind="participant", day=TODAY, actor=ACTOR)
    ask_for_another_adviser(unit_id=unit.pk, reason="Somebody who speaks French.", day=TODAY, actor=ACTOR)


def log_in(context: BrowserContext, site: Site, user: User) -> None:
    """The browser gets a session of this user."""
    with acting(actor=user.pk, staff=True):
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": site.url}])


def look(page: Page, site: Site, address: str, name: str) -> None:
    """Open a page on a desk and on a phone, keep its picture when asked to; axe judges it, nothing scrolls sideways.

    The colours of both themes are judged once, on the style guide.
    """
    for width, scheme in ((390, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(site.url + address)
        assert page.locator("h1").count() == 1, address
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} scrolls sideways"
    assert accessibility_findings(page) == [], address


def test_a_members_screens_are_accessible(street, context: BrowserContext, page: Page, site: Site) -> None:
    log_in(context, site, street["holder"])
    with acting(actor=ACTOR, staff=True):
        made = Transfer.objects.filter(from_unit=1001, to_unit=1002).latest("id")
    for name in (
        "",
        "budget/",
        "statement/",
        "transfers/",
        "transfers/new/",
        f"transfers/{made.pk}/",
        "projects/",
        "people/",
        "people/invite/",
        "settings/",
        "settings/adviser/",
        "settings/closing/",
    ):
        look(page, site, f"/units/1001/{name}", "member-" + name.replace("/", "-").replace(str(made.pk), "one"))
    look(page, site, "/units/new/", "member-new")


def test_a_fresh_unit_and_a_refused_transfer_are_accessible(
    street,
    context: BrowserContext,
    page: Page,
    site: Site,
) -> None:
    log_in(context, site, street["fresh"])
    look(page, site, "/units/1005/", "fresh")
    page.goto(f"{site.url}/units/1005/transfers/new/")
    page.get_by_label("To unit").fill("1002")
    page.get_by_label("Amount").fill("25")
    page.get_by_label("What for?").fill("Poster")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Fanfare Zuid (1002)").wait_for()
    assert accessibility_findings(page) == []
    page.get_by_role("button", name="Transfer", exact=True).click()
    assert page.get_by_role("link", name="available").or_(page.get_by_text("available")).count()
    assert accessibility_findings(page) == []


def test_the_desks_screens_about_units_are_accessible(
    street,
    context: BrowserContext,
    page: Page,
    site: Site,
) -> None:
    log_in(context, site, street["desk"])
    with acting(actor=ACTOR, staff=True):
        start_closing(unit_id=1002, day=TODAY, actor=ACTOR)
    for name in ("units/", "units/1001/", "units/1001/freeze/", "units/1001/adviser/", "units/1003/screening/"):
        look(page, site, f"/desk/{name}", "desk-" + name.replace("/", "-"))
    look(page, site, "/desk/screening/", "desk-screening")
    look(page, site, "/desk/advisers/", "desk-advisers")
    page.get_by_role("link", name="Atelier Nora (1001)").click()
    assert accessibility_findings(page) == []
