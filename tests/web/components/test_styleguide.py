"""The living style guide draws every component on every layout, without an undefined name or an inline style."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.http import Http404, HttpResponse
from django.template import engines
from django.test import override_settings

from marke.web.components import styleguide

Guide = Callable[..., HttpResponse]
UNDEFINED = "undefined name: %s"
STATIC = Path(settings.STATICFILES_DIRS[0])


@pytest.fixture
def strict_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """An undefined name shows in the page instead of vanishing."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNDEFINED)


@pytest.mark.usefixtures("strict_templates")
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("layout", styleguide.LAYOUTS)
def test_it_works(guide: Guide, layout: str, language: str) -> None:
    response = guide(layout, language)
    html = response.content.decode()
    assert response.status_code == 200
    assert "undefined name" not in html
    assert f'<html lang="{language}"' in html


@pytest.mark.parametrize("layout", styleguide.LAYOUTS)
def test_nothing_is_inline(guide: Guide, layout: str) -> None:
    """The content policy forbids scripts, handlers and styles inside the page."""
    html = guide(layout).content.decode()
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r'<[^>]+\s(style|on\w+)="', html)
    assert "javascript:" not in html


def test_each_page_has_one_main_heading(guide: Guide) -> None:
    assert guide("member").content.decode().count("<h1") == 1


def test_every_icon_exists(guide: Guide) -> None:
    """A symbol that is not in the sprite would leave a hole."""
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons/sprite.svg").read_text()))
    for layout in styleguide.LAYOUTS:
        assert set(re.findall(r'sprite\.svg#([^"]+)"', guide(layout).content.decode())) <= known


def test_the_chosen_theme_is_kept(guide: Guide) -> None:
    assert 'data-theme="dark"' in guide("member", cookies="marke_theme=dark").content.decode()


@pytest.mark.parametrize("hostile", ["blue", '"><script>', "dark light"])
def test_an_unknown_theme_is_ignored(guide: Guide, hostile: str) -> None:
    assert "data-theme=" not in guide("member", cookies=f"marke_theme={hostile}").content.decode()


@override_settings(DEBUG=False, DEMO=False)
def test_the_guide_is_not_for_visitors(guide: Guide) -> None:
    """A real cooperative does not show its building blocks."""
    with pytest.raises(Http404):
        guide("member")


def test_an_unknown_layout_does_not_exist(guide: Guide) -> None:
    with pytest.raises(Http404):
        guide("secret")
