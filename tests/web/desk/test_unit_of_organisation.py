"""Feature 17 at the desk: an association or company holds a unit in its own name, and a person answers for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page
from tests.support.browser import Site, accessibility_findings
from tests.support.cooperative import Facts, known_person, new_person, open_test_cooperative, pay
from tests.support.enterprise import ACTOR
from tests.web.conftest import make_user
from tests.web.units.test_screens import log_in, look

from marke.domain.foundation.transactions import acting, acting_as_system
from marke.domain.members.operations import NewSubscription
from marke.domain.people.models import Organisation, StaffRole
from marke.domain.people.operations import NewOrganisation, register_organisation, register_person, suspend
from marke.domain.units.models import Unit
from marke.usecases.subscribe_share import subscribe_shares

TODAY = timezone.localdate()
ASKED = {"name": "Kunstatelier", "activity": "musician", "answers": ""}
Staff = Callable[[StaffRole], Client]


def kunst() -> Organisation:
    """Kunst vzw, which Nora Peeters represents; it has no share yet."""
    with acting_as_system():
        open_test_cooperative(years=(TODAY.year,))
        nora = known_person(Facts(user_id=make_user("nora@example.org").pk))
        new = NewOrganisation("Kunst vzw", "association", "0403.019.261", nora.pk, "Markt 1", "9000", "Gent")
        return register_organisation(new=new, actor=ACTOR)


@pytest.fixture
def association(db: None) -> Organisation:
    return kunst()


@pytest.fixture
def shareholder(association: Organisation) -> Organisation:
    """Kunst vzw with a paid share for this year."""
    buy_share(association, on=TODAY)
    return association


def buy_share(organisation: Organisation, *, on: dt.date) -> None:
    with acting_as_system():
        wanted = NewSubscription(count=1, organisation_id=organisation.pk)
        pay(subscribe_shares(subscriptions=[wanted], today=on, actor=ACTOR)[0], on=on)


@pytest.fixture
def desk(as_user: Callable[..., Client]) -> Staff:
    """Makes a browser of a member of staff with this role."""

    def open_desk(role: StaffRole) -> Client:
        with acting_as_system():
            return as_user(make_user(f"{role}@example.org", staff_role=role, second_factor=True))

    return open_desk


def page_of(organisation: Organisation) -> str:
    return f"/desk/organisations/{organisation.pk}/"


def form_of(organisation: Organisation) -> str:
    return f"{page_of(organisation)}unit/"


def the_unit() -> Unit:
    with acting(actor=ACTOR, staff=True):
        return Unit.objects.select_related("organisation").get()


def holder_of(unit: Unit) -> str:
    with acting(actor=ACTOR, staff=True):
        return str(unit.roles.get(kind="holder").person)


def no_unit_opened() -> bool:
    with acting(actor=ACTOR, staff=True):
        return not Unit.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ADMINISTRATOR])
def test_a_unit_opens_in_the_name_of_an_association(desk: Staff, shareholder: Organisation, role: StaffRole) -> None:
    """Its share carries the unit; who represents it answers for it unless somebody else is named."""
    client = desk(role)
    answer = client.post(form_of(shareholder), ASKED, follow=True)
    unit = the_unit()
    assert answer.redirect_chain == [(f"/desk/units/{unit.pk}/", 302)]
    assert (unit.organisation, unit.state, holder_of(unit)) == (shareholder, "open", "Nora Peeters")
    assert "Held in the name of Kunst vzw." in answer.content.decode()
    assert f"{unit} is open." in answer.content.decode()


def test_somebody_else_answers_for_it_without_a_share_of_their_own(desk: Staff, shareholder: Organisation) -> None:
    """The share is the organisation's, so the person found by e-mail needs none (rule 2)."""
    with acting_as_system():
        known_person(Facts(serial=2, given_name="Karim", family_name="Azizi", user_id=make_user("k@example.org").pk))
    assert desk(StaffRole.ADVISER).post(form_of(shareholder), {**ASKED, "answers": "K@Example.org"}).status_code == 302
    assert holder_of(the_unit()) == "Karim Azizi"


def test_the_page_of_an_organisation_lists_its_units(desk: Staff, shareholder: Organisation) -> None:
    client = desk(StaffRole.ADVISER)
    assert form_of(shareholder) in client.get(page_of(shareholder)).content.decode()
    client.post(form_of(shareholder), ASKED)
    unit = the_unit()
    assert f'href="/desk/units/{unit.pk}/"' in client.get(page_of(shareholder)).content.decode()


def test_who_decides_nothing_is_not_offered_the_form(desk: Staff, shareholder: Organisation) -> None:
    """An accountant reads the organisation and opens nothing."""
    client = desk(StaffRole.ACCOUNTANT)
    assert form_of(shareholder) not in client.get(page_of(shareholder)).content.decode()
    assert client.post(form_of(shareholder), ASKED).status_code == 403
    assert no_unit_opened()


def test_a_regulated_trade_waits_for_its_screening(desk: Staff, shareholder: Organisation) -> None:
    answer = desk(StaffRole.ADVISER).post(form_of(shareholder), {**ASKED, "activity": "catering"}, follow=True)
    assert the_unit().state == "requested"
    assert "waits for the screening of its trade" in answer.content.decode()


def test_rule_02_without_a_share_of_the_organisation_no_unit_opens(desk: Staff, association: Organisation) -> None:
    """The refusal says whose share is missing, and what was typed stays."""
    answer = desk(StaffRole.ADVISER).post(form_of(association), ASKED)
    assert answer.status_code == 422
    assert f"The organisation has no paid share for {TODAY.year}." in answer.content.decode()
    assert "Kunstatelier" in answer.content.decode()
    assert no_unit_opened()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 121),
        ("activity", ""),
        ("activity", "alchemist"),
        ("answers", "nobody@example.org"),
        ("answers", "' or 1=1 --"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_beside_its_field(
    desk: Staff, shareholder: Organisation, field: str, value: str
) -> None:
    answer = desk(StaffRole.ADVISER).post(form_of(shareholder), {**ASKED, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert no_unit_opened()


def test_only_somebody_whose_identity_is_checked_answers_for_a_unit(desk: Staff, shareholder: Organisation) -> None:
    with acting_as_system():
        facts = Facts(serial=2, given_name="Karim", user_id=make_user("karim@example.org").pk)
        register_person(new=new_person(facts), today=TODAY, actor=ACTOR)
    answer = desk(StaffRole.ADVISER).post(form_of(shareholder), {**ASKED, "answers": "karim@example.org"})
    assert "Karim Peeters cannot answer" in answer.context["form"].errors["answers"][0]
    assert no_unit_opened()


def test_a_suspended_representative_answers_for_nothing_new(desk: Staff, shareholder: Organisation) -> None:
    with acting_as_system():
        suspend(person_id=shareholder.represented_by_id, suspended=True, reason="Card stolen", actor=ACTOR)
    answer = desk(StaffRole.ADVISER).post(form_of(shareholder), ASKED)
    assert list(answer.context["form"].errors) == ["answers"]
    assert no_unit_opened()


def test_an_organisation_that_does_not_exist_opens_nothing(desk: Staff, shareholder: Organisation) -> None:
    unknown = f"/desk/organisations/{shareholder.represented_by_id}/unit/"
    assert desk(StaffRole.ADVISER).post(unknown, ASKED).status_code == 404
    assert no_unit_opened()


def test_the_member_reads_who_holds_the_unit(desk: Staff, shareholder: Organisation, client: Client) -> None:
    desk(StaffRole.ADVISER).post(form_of(shareholder), ASKED)
    client.force_login(shareholder.represented_by.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "<dt>Held by</dt><dd>Kunst vzw</dd>" in client.get(f"/units/{the_unit().pk}/").content.decode()


@pytest.mark.browser
def test_the_screens_are_accessible_fresh_refused_and_done(context: BrowserContext, page: Page, site: Site) -> None:
    """The form, its refusal for want of a share, the organisation with its unit, and the unit of the member."""
    organisation = kunst()
    with acting_as_system():
        adviser = make_user("adviser@example.org", staff_role=StaffRole.ADVISER, second_factor=True)
    log_in(context, site, adviser)
    look(page, site, form_of(organisation), "desk-organisation-unit")
    page.get_by_label("Name of the unit").fill("Kunstatelier")
    page.get_by_label("Musician", exact=True).check(force=True)
    page.get_by_role("button", name="Open the unit").click()
    page.get_by_text("The organisation has no paid share").first.wait_for()
    assert accessibility_findings(page) == []
    buy_share(organisation, on=TODAY)
    page.get_by_role("button", name="Open the unit").click()
    page.wait_for_url("**/desk/units/1001/")
    look(page, site, page_of(organisation), "desk-organisation")
    log_in(context, site, organisation.represented_by.user)
    look(page, site, "/units/1001/", "member-of-organisation")
