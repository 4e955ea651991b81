"""J3: from «pay someone» to «paid», for oneself and for somebody else, and what each step costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.meter import Meter
from tests.support.selling import client_of, invoice_of
from tests.support.selling_journey import Seller, carried, link_in, selling

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import BankAccount, Person, User
from marke.domain.work.enums import ContractState, MonthState
from marke.domain.work.models import Contract, ContractMonth
from marke.domain.work.operations import contracts as work
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.browser
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def nora(site: Site, tmp_path: Path) -> Iterator[Seller]:
    """A member whose clients owe her unit EUR 4,675; she has an account on which she is paid."""
    with selling(site, tmp_path) as seller:
        now = timezone.now()
        with acting_as_system():
            client = client_of(1001)
            for _ in range(5):
                issue_invoice(invoice=invoice_of(1001, client), on=timezone.localdate(), actor=SYSTEM)
            person = Person.objects.get(user=seller.user)
            person.given_name, person.family_name = "Nora", "Janssens"
            person.birth_date = dt.date(1990, 3, 1)
            person.save()
            BankAccount.objects.create(person=person, iban="BE71096123456769", registered_at=now, usable_from=now)
        yield seller


def visitor(chromium: Browser, **more: object) -> BrowserContext:
    """A fresh browser in English."""
    context = chromium.new_context(**{"locale": "en-GB", "viewport": DESKTOP, "reduced_motion": "reduce", **more})
    context.set_default_timeout(10_000)
    return context


def three_days() -> list[dt.date]:
    """Three days of next week, Tuesday to Thursday: no Sunday, no night, nothing to weigh."""
    today = timezone.localdate()
    tuesday = today + dt.timedelta(days=8 - today.weekday())
    return [tuesday + dt.timedelta(days=number) for number in range(3)]


def choose_days(meter: Meter) -> None:
    for day in three_days():
        meter.pick(meter.page.locator(f"input[name=days][value='{day.isoformat()}']"))


def accepted() -> Contract:
    """The office accepts the declaration of the one contract."""
    with acting_as_system():
        contract = Contract.objects.get()
        work.mark_declared(contract_ids=[contract.pk], now=timezone.now())
        contract.refresh_from_db()
    return contract


def over() -> None:
    """The days of the contract lie behind: the calendar is moved, not the clock."""
    with acting_as_system():
        ContractMonth.objects.update(last_day=timezone.localdate())


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_j3_for_oneself_stays_within_its_budget(nora: Seller, chromium: Browser, viewport: dict[str, int]) -> None:
    """Function, family and nothing more is asked the first time; every state is accessible."""
    context = visitor(chromium, viewport=viewport)
    nora.let_in(context)
    meter = Meter(context.new_page())
    page = meter.page
    meter.start(f"{nora.site.url}/units/1001/work/")
    meter.tap(page.locator("main").get_by_role("link", name="Pay someone").first)
    meter.choose(page.get_by_label("As what"), "Trainer, teacher")
    choose_days(meter)
    meter.pick(page.get_by_label("Gross pay a day", exact=True))
    expect(page.get_by_text("It takes from your unit")).to_be_visible()
    meter.tap(page.get_by_role("button", name="Read and sign"), decision=True)
    meter.tap(page.get_by_role("button", name="Sign as Nora Janssens"), decision=True)
    expect(page.get_by_text("Promised by")).to_be_visible()
    contract = accepted()
    over()
    meter.arrive(f"{nora.site.url}/units/1001/work/{contract.pk}/")
    meter.tap(page.get_by_role("button", name="Yes, worked as planned"), decision=True)
    with acting_as_system():
        assert ContractMonth.objects.get().state == MonthState.CONFIRMED
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    meter.assert_within("J3.myself")


def zoe_works_here() -> User:
    """Zoë worked through the unit before."""
    now = timezone.now()
    with acting_as_system():
        user = User.objects.create_user("zoe@example.org", language="en")
        zoe = Person.objects.create(user=user, given_name="Zoë", family_name="Peeters", birth_date=dt.date(1992, 4, 2))
        record_pay_files(files=[PayFileInput(zoe.pk, dt.date(2026, 1, 1), {"family": {}})], actor=SYSTEM, now=now)
        day = timezone.localdate() - dt.timedelta(days=60)
        Contract.objects.create(
            unit_id=1001, person=zoe, function="trainer", starts_on=day, ends_on=day, amount=200_00, worker="employee",
            scheme="ordinary", coefficient=1, employment_budget=200_00, offered_by=SYSTEM, offered_at=now,
            state=ContractState.CANCELLED, reason="Called off",
        )  # fmt: skip
    return user


def test_j3_for_somebody_else_stays_within_its_budget(nora: Seller, chromium: Browser) -> None:
    """Nora chooses, Zoë reads and signs on her phone by the link of her mail, Nora confirms."""
    zoe = zoe_works_here()
    context = visitor(chromium)
    nora.let_in(context)
    with acting_as_system():
        me = Person.objects.get(user=nora.user)
        files = [PayFileInput(me.pk, dt.date(2026, 1, 1), {"family": {}})]
        record_pay_files(files=files, actor=SYSTEM, now=timezone.now())
    meter = Meter(context.new_page())
    page = meter.page
    meter.start(f"{nora.site.url}/units/1001/work/")
    meter.tap(page.locator("main").get_by_role("link", name="Pay someone").first)
    meter.pick(page.get_by_label("Zoë Peeters"))
    meter.choose(page.get_by_label("As what"), "Trainer, teacher")
    choose_days(meter)
    meter.pick(page.get_by_label("Gross pay a day", exact=True))
    meter.tap(page.get_by_role("button", name="Read and sign"), decision=True)
    phone = visitor(chromium, viewport=PHONE)
    Seller(nora.site, zoe).let_in(phone)
    worker = Meter(phone.new_page())
    worker.start(nora.site.url + link_in(carried(), "/me/work/"))
    worker.tap(worker.page.get_by_role("button", name="Sign as Zoë Peeters"), decision=True)
    with acting_as_system():
        contract = Contract.objects.get(state=ContractState.SIGNED)
        work.mark_declared(contract_ids=[contract.pk], now=timezone.now())
    over()
    meter.arrive(f"{nora.site.url}/units/1001/work/{contract.pk}/")
    meter.tap(page.get_by_role("button", name="Yes, worked as planned"), decision=True)
    meter.others = {"worker_taps": worker.taps}
    assert worker.findings == []
    meter.assert_within("J3.somebody_known")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_j3_without_script(nora: Seller, chromium: Browser, viewport: dict[str, int]) -> None:
    """Every step posts and every answer is a page."""
    context = visitor(chromium, java_script_enabled=False, viewport=viewport)
    nora.let_in(context)
    page = context.new_page()
    fill_in(page, nora.site)
    page.get_by_role("button", name="Compute").click()
    expect(page.get_by_text("It takes from your unit")).to_be_visible()
    page.get_by_role("button", name="Read and sign").click()
    page.get_by_role("button", name="Sign as Nora Janssens").click()
    with acting_as_system():
        assert Contract.objects.get().state == ContractState.SIGNED


def fill_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/units/1001/work/new/")
    page.get_by_label("As what").select_option(label="Trainer, teacher")
    for day in three_days():
        page.locator(f"input[name=days][value='{day.isoformat()}']").check()


def test_j3_by_keyboard_alone(nora: Seller, chromium: Browser) -> None:
    """Days are boxes that the space bar ticks, pay a slider that the arrows move, and Enter sends."""
    context = visitor(chromium)
    nora.let_in(context)
    page = context.new_page()
    page.goto(f"{nora.site.url}/units/1001/work/new/")
    reach(page, name="function")
    page.keyboard.type("Trainer")
    for day in three_days():
        reach(page, name="days", value=day.isoformat())
        page.keyboard.press("Space")
    reach(page, name="pay")
    page.keyboard.press("ArrowRight")
    reach(page, words="Read and sign")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/*-*/")
    reach(page, words="Sign as")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Promised by")).to_be_visible()
    with acting_as_system():
        assert (Contract.objects.get().state, Contract.objects.get().amount) == (ContractState.SIGNED, 181_00)


def reach(page: Page, name: str = "", *, value: str = "", words: str = "") -> None:
    """Tab until the control of this name, or with these words, has the focus."""
    for _step in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(({name, value, innerText}) => [name || '', value || '', innerText || ''])(document.activeElement)"
        )
        if (name and here[0] == name and value in here[1]) or (words and words in here[2]):
            return
    raise AssertionError(f"Tab never reached {name or words}")


def test_j3_a_double_tap_offers_one_contract(nora: Seller, chromium: Browser) -> None:
    """Read and sign pressed twice in a row: one contract, reserved once."""
    context = visitor(chromium)
    nora.let_in(context)
    page = context.new_page()
    fill_in(page, nora.site)
    page.get_by_role("button", name="Read and sign").dblclick()
    page.get_by_role("button", name="Sign as Nora Janssens").dblclick()
    expect(page.get_by_text("Promised by")).to_be_visible()
    with acting_as_system():
        assert Contract.objects.count() == 1


def test_j3_every_page_is_for_everybody(nora: Seller, chromium: Browser) -> None:
    """Lists, the day, the pay file and the payslips: nothing bars anybody, nothing sticks out on a phone."""
    context = visitor(chromium, viewport=PHONE)
    nora.let_in(context)
    page, found = context.new_page(), []
    for address in ("/units/1001/work/", "/me/work/", "/me/pay/", "/me/pay-file/", "/units/1001/work/new/"):
        page.goto(nora.site.url + address)
        found += [f"{address}: {finding}" for finding in accessibility_findings(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address}: scrolls sideways")
    assert found == []
