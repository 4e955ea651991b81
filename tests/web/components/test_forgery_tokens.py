"""Every form that writes carries the token against forgery, however deep in the page it stands."""

from __future__ import annotations

import pytest
from django.middleware.csrf import get_token
from django.template import engines
from django.test import RequestFactory

from marke.web.components.shell import Action

FORM = "{% load marke %}{% post_form action='/here/' %}{% endpost_form %}"
INCLUDED = {
    "a form in the page": FORM,
    "a form in a part": "{% include form only %}",
    "an action in the head of the page": "{% include 'components/page_header.html' with actions=actions only %}",
}


@pytest.mark.parametrize("template", INCLUDED.values(), ids=INCLUDED)
def test_a_form_carries_its_token_wherever_it_stands(template: str) -> None:
    """A part that gets its own slots only still posts: a button that the site refuses is no button."""
    request = RequestFactory().get("/")
    get_token(request)
    form = engines["django"].from_string(FORM)
    actions = [Action("Change", "/here/", method="post")]
    page = engines["django"].from_string(template).render({"form": form, "actions": actions}, request)
    assert 'name="csrfmiddlewaretoken" value=""' not in page
    assert page.count("csrfmiddlewaretoken") == 1
