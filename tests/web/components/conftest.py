"""The style guide as a visitor gets it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from marke.web.components import styleguide


class NoMessages(BaseStorage):
    """Messages of a visitor who has none."""

    def _get(self, *args: object, **kwargs: object) -> tuple[list[object], bool]:
        return [], True

    def _store(self, messages: object, response: object, *args: object, **kwargs: object) -> list[object]:
        return []


def draw(layout: str, language: str = "en", cookies: str = "") -> HttpResponse:
    """One layout of the guide as a visitor gets it, without a database."""
    request = RequestFactory().get(f"/styleguide/{layout}/", HTTP_COOKIE=cookies)
    request.user = AnonymousUser()
    request._messages = NoMessages(request)
    with translation.override(language):
        return styleguide.page(request, layout=layout)


@pytest.fixture(scope="session")
def guide() -> Callable[..., HttpResponse]:
    """Draws the guide: `guide("member", language="nl", cookies="marke_theme=dark")`."""
    return draw
