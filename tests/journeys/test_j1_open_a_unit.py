"""J1: a newcomer joins in at most seven screens and twelve fields, and every state is accessible."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page
from tests.support.browser import Site
from tests.support.cooperative import BORN, announced_contract, open_test_cooperative
from tests.support.meter import Meter

from marke.countries.be.identifiers import make_iban, make_test_national_number
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.members.models import Application, Subscription

pytestmark = pytest.mark.browser


@pytest.fixture
def open_site(site: Site) -> Site:
    """The site of a cooperative that can be joined."""
    today = timezone.localdate()
    with acting_as_system():
        open_test_cooperative(years=(today.year,))
        announced_contract(in_force_from=today, text=Path(__file__).read_text()[:600])
    return site


def test_j1_stays_within_its_budget(open_site: Site, page: Page) -> None:
    """From the e-mail address to the signed contract: counted by hand and by the page."""
    meter = Meter(page)
    meter.start(f"{open_site.url}/join/")
    meter.type(page.get_by_label("E-mail address"), "nora@example.org")
    meter.tap(page.get_by_role("button", name="Send the code"))
    meter.type(page.get_by_label("Code of six digits"), re.search(r"\d{6}", mail.outbox[0].body)[0])
    meter.tap(page.get_by_role("button", name="Continue"))
    meter.type(page.get_by_label("First name"), "Nora")
    meter.type(page.get_by_label("Last name"), "Peeters")
    meter.type(page.get_by_label("National number"), make_test_national_number(born=BORN, serial=3))
    meter.type(page.get_by_label("Address"), "Kerkstraat 12, 9000 Gent")
    meter.type(page.get_by_label("Phone"), "0470 12 34 56")
    meter.tap(page.get_by_role("button", name="Continue"))
    meter.tick(page.locator("input[name=activity]:visible").first)
    meter.tap(page.get_by_role("button", name="Continue"))
    meter.type(page.get_by_label("Name of the unit"), "Studio Nora")
    meter.tap(page.get_by_role("button", name="Continue"))
    meter.type(page.get_by_label("Account number (IBAN)"), make_iban(9))
    meter.tap(page.get_by_role("button", name="Continue"))
    meter.tick(page.get_by_label("I agree with the charter"))
    meter.tap(page.get_by_role("button", name="Sign"), decision=True)
    page.get_by_role("heading", name="Welcome, Nora").wait_for()
    meter.assert_within("J1.open_a_unit")
    assert Application.objects.get().state == Application.State.SUBMITTED
    assert Subscription.objects.count() == 1
