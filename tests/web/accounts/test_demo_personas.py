"""Personas: a link opens the demo with an invented person's eyes, in demo mode only."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.test import Client

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import User


@pytest.fixture
def link(nora: User) -> str:
    """The link that opens the portal as Nora."""
    with acting_as_system():
        personas.introduce(user=nora, name="Nora", title="Stage designer", story="Two years of work.", order=1)
    return f"/demo/{personas.token(user_id=nora.pk)}/"


def test_the_demo_introduces_its_people(client: Client, link: str) -> None:
    """The list says who can be looked at and links to each."""
    page = client.get("/demo/").content.decode()
    assert "Stage designer" in page
    assert link in page


def test_one_button_opens_the_portal_as_the_persona(client: Client, link: str, nora: User) -> None:
    """The link shows one button; pressing it signs in."""
    assert "Open as Nora" in client.get(link).content.decode()
    assert client.get("/home/").status_code == 302
    assert client.post(link)["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(nora.pk)


def test_a_link_that_was_not_signed_here_does_not_exist(client: Client, link: str, nora: User) -> None:
    """Nobody becomes somebody else by writing their id into a link."""
    for forged in [f"/demo/{nora.pk.hex}:x/", f"/demo/{nora.pk}/", link[:-3] + "xx/"]:
        assert client.post(forged).status_code == 404


def test_somebody_who_is_no_persona_cannot_be_opened(client: Client, link: str, karim: User) -> None:
    """Even a well signed link opens invented people only."""
    assert client.post(f"/demo/{personas.token(user_id=karim.pk)}/").status_code == 404


def test_outside_demo_mode_the_addresses_do_not_exist(
    client: Client, link: str, settings: pytest.FixtureRequest
) -> None:
    """A real cooperative has no door of this kind."""
    settings.DEMO = False
    assert [client.get("/demo/").status_code, client.get(link).status_code, client.post(link).status_code] == [404] * 3


def test_a_production_host_refuses_demo_mode(settings: pytest.FixtureRequest) -> None:
    """`check --deploy` fails while demo mode is on."""

    def refused() -> set[str]:
        return {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}

    settings.DEMO = True
    assert "marke.E001" in refused()
    settings.DEMO = False
    assert "marke.E001" not in refused()
