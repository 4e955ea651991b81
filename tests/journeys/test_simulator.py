"""The simulator in a real browser: three fields, live, by keyboard, without script, on the smallest phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.browser import Site, accessibility_findings
from tests.support.meter import Meter

pytestmark = pytest.mark.browser


def answered(page: Page, words: str) -> None:
    expect(page.locator("#simulator-result")).to_contain_text(words)


def test_j1_the_simulator_stays_within_its_budget(site: Site, page: Page) -> None:
    """Screen 0 of joining: amount, days and status, and the answer is there."""
    meter = Meter(page)
    meter.start(f"{site.url}/simulator/")
    meter.type(page.get_by_role("textbox", name="Net pay"), "500")
    meter.type(page.get_by_role("textbox", name="Days of work"), "4")
    meter.choose(page.get_by_label("You work as"), "Artist")
    answered(page, "€500.00 reaches your account")
    expect(page.get_by_role("textbox", name="Your client pays")).not_to_have_value("1,000.00")
    meter.assert_within("J1.simulate")


def test_the_others_follow_while_one_is_typed_and_the_caret_stays(site: Site, page: Page) -> None:
    """Typing a gross pay changes the other three; focus and caret stay where they are."""
    page.goto(f"{site.url}/simulator/")
    gross, net = page.get_by_role("textbox", name="Gross pay"), page.get_by_role("textbox", name="Net pay")
    before = net.input_value()
    gross.click()
    gross.press("ControlOrMeta+a")
    gross.press_sequentially("800")
    gross.press("ArrowLeft")
    expect(net).not_to_have_value(before)
    assert page.evaluate("document.activeElement.id") == "id_gross"
    assert gross.input_value() == "800"
    assert gross.evaluate("element => element.selectionStart") == 2


def test_an_amount_is_written_out_when_one_leaves_it(site: Site, page: Page) -> None:
    """«800» becomes «800.00» once the field is left; the address of the page is the link to the answer."""
    page.goto(f"{site.url}/simulator/")
    page.get_by_role("textbox", name="Gross pay").fill("800")
    page.get_by_role("textbox", name="Gross pay").press("Tab")
    expect(page.get_by_role("textbox", name="Gross pay")).to_have_value("800.00")
    assert "given=gross&gross=800%2C00" in page.url


def test_a_line_opens_its_explanation_by_keyboard(site: Site, page: Page) -> None:
    """Every line is reached with Tab and opened with Enter."""
    page.goto(f"{site.url}/simulator/")
    line = page.locator(".lines summary", has_text="Withholding tax").first
    line.focus()
    line.press("Enter")
    expect(page.get_by_text("is brought to a month of 20 days")).to_be_visible()
    assert accessibility_findings(page) == []


def test_an_error_stands_beside_its_field_while_typing_goes_on(site: Site, page: Page) -> None:
    """What cannot be read is said beside the field, and what was typed stays."""
    page.goto(f"{site.url}/simulator/")
    page.get_by_role("textbox", name="Net pay").fill("abc")
    expect(page.locator("#id_net_error")).to_contain_text("Write an amount such as")
    answered(page, "No answer yet")
    expect(page.get_by_role("textbox", name="Net pay")).to_have_value("abc")
    page.get_by_role("textbox", name="Net pay").fill("400")
    answered(page, "€400.00 reaches your account")
    expect(page.locator("#id_net_error")).to_have_count(0)
    assert accessibility_findings(page) == []


def test_it_works_without_script(site: Site, chromium: Browser) -> None:
    """Enter or the button computes from the amount that was changed."""
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site.url}/simulator/")
    page.get_by_role("textbox", name="Gross pay").fill("800")
    page.get_by_role("button", name="Compute").click()
    expect(page.get_by_role("textbox", name="Gross pay")).to_have_value("800.00")
    page.get_by_role("textbox", name="Net pay").fill("500")
    page.get_by_role("textbox", name="Net pay").press("Enter")
    expect(page.get_by_role("textbox", name="Net pay")).to_have_value("500.00")
    answered(page, "€500.00 reaches your account")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_smallest_phone_and_is_accessible(site: Site, chromium: Browser, scheme: str) -> None:
    """At 320 pixels nothing sticks out, and axe finds nothing, with an answer, with limits and with errors."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for question in ("", "?given=net&net=50", "?given=net&net=-5&days=99&status=wizard"):
        page.goto(f"{site.url}/simulator/{question}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert accessibility_findings(page) == []
    context.close()
