"""Every component in a real browser: nothing axe finds serious, no sideways scrolling, usable by keyboard."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Route

from marke.web.components import styleguide

pytestmark = pytest.mark.browser

ORIGIN = "http://marke.test"
STATIC = Path(settings.STATICFILES_DIRS[0])
Opened = Callable[..., Page]
SCREENS = [(1280, "light"), (390, "dark"), (320, "light")]


def answer(route: Route, html: str) -> None:
    """Serve the guide and the static files from memory, without a server."""
    path = route.request.url.removeprefix(ORIGIN).split("?")[0]
    if path.startswith(settings.STATIC_URL):
        file = STATIC / path.removeprefix(settings.STATIC_URL)
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


@pytest.fixture
def opened(chromium: Browser, guide: Callable[..., HttpResponse]) -> Iterator[Callable[..., Page]]:
    """Opens the guide on one layout, on one screen, in a fresh browser profile."""
    contexts = []

    def open_page(layout: str, *, width: int = 1280, scheme: str = "light") -> Page:
        html = guide(layout).content.decode()
        screen = {"width": width, "height": 900}
        contexts.append(chromium.new_context(viewport=screen, color_scheme=scheme, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.route("**/*", lambda route: answer(route, html))
        page.goto(f"{ORIGIN}/styleguide/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("layout", styleguide.LAYOUTS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened: Opened, layout: str, width: int, scheme: str) -> None:
    """WCAG 2.2 AA as far as a machine can tell, down to 320 pixels, in both themes, with all details open."""
    page = opened(layout, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details.disclosure').forEach(detail => detail.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_targets_are_large_enough_on_a_phone(opened: Opened) -> None:
    """Whatever is not a link inside a sentence measures at least 24 pixels (WCAG 2.5.8), buttons at least 44."""
    page = opened("member", width=390)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
            .filter(element => element.checkVisibility() && !element.closest("p, .sr-only, td, th"))
            .map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect(),
                             element.matches(".button, .tabbar a") ? 44 : 20])
            .filter(([, box, least]) => box.height < least)
            .map(([html, box]) => [html, box.height])"""
    )
    assert small == []


def test_an_error_takes_the_focus(opened: Opened) -> None:
    """Who cannot see the page hears first what stands in the way."""
    page = opened("flow")
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_focus_is_always_visible(opened: Opened) -> None:
    """Walking through the page by keyboard, every stop is outlined."""
    page = opened("member")
    page.evaluate("document.activeElement.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        outlined = page.evaluate(
            """() => { const here = document.activeElement, frame = here.closest(".affix") ?? here;
                       return here === document.body || getComputedStyle(frame).outlineStyle !== "none"; }"""
        )
        assert outlined, page.evaluate("document.activeElement.outerHTML")


def test_a_second_press_does_not_send_twice(opened: Opened) -> None:
    """Two quick presses on a button are one order."""
    page = opened("member")
    sent = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    with page.expect_navigation():
        page.evaluate(
            """() => { const button = document.querySelector('main form[method="post"].form button.primary');
                       button.click(); button.click(); }"""
        )
    assert sent == ["POST"]


def test_what_was_typed_survives_a_change_of_language(opened: Opened) -> None:
    """The same page in another language still holds the half-filled form, but never a hidden or secret field."""
    page = opened("member")
    page.fill("#ok_client", "Festival Lumen")
    page.check("#ok_agrees")
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[data-keep] button[lang=nl]').click()")
    page.goto(f"{ORIGIN}/styleguide/")
    assert page.input_value("#ok_client") == "Festival Lumen"
    assert page.is_checked("#ok_agrees")


def test_the_theme_can_be_chosen_and_is_remembered(opened: Opened) -> None:
    page = opened("member")
    page.click("[data-theme-switch]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "marke_theme=dark" in page.evaluate("document.cookie")
