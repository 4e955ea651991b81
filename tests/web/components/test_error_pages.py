"""When a page fails, the visitor reads what happened and what to do next, even when nothing else works."""

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_it_stands_without_any_context(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No visitor, no database, no session: the page still renders whole, in the language that was asked."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "undefined name: %s")
    with translation.override(language):
        html = render_to_string(name)
    assert "undefined name" not in html
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_it_says_what_to_do_next(name: str) -> None:
    """At least two sentences and one way out; never a dead end."""
    html = render_to_string(name)
    assert html.count("<p>") >= 1
    assert 'class="button primary"' in html


@pytest.mark.parametrize("name", PAGES)
def test_it_needs_no_script(name: str) -> None:
    assert "<script" not in render_to_string(name)
