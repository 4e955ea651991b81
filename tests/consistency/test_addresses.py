"""The addresses of the site keep their own rules: each has a mark, a name of its own and the place its area says."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse
from tests.support.site_map import Address, addresses

from marke.web import navigation

OURS = [address for address in addresses() if address.is_ours]
AREAS = {"public", "member", "unit", "desk", "portal"}


@pytest.mark.parametrize("address", OURS, ids=str)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    """A view without a mark is open by oversight; each is public, or of members, units, the desk or the portal."""
    assert address.area in AREAS


@pytest.mark.parametrize("address", OURS, ids=str)
def test_an_address_lies_where_its_area_is(address: Address) -> None:
    """The desk is under /desk/, clients under /portal/, a unit's pages name the unit: an address tells whose it is."""
    assert address.route.startswith("desk/") == (address.area == "desk")
    assert address.route.startswith("portal/") == (address.area == "portal")
    assert ("unit" in address.placeholders and address.area != "desk") == (address.area == "unit")


def test_every_address_has_a_name_of_its_own() -> None:
    """Two pages under one name would make links lead to whichever comes first."""
    names = Counter(address.name for address in OURS)
    assert "" not in names
    shared = {name for name, count in names.items() if count > 1}
    assert not shared


@pytest.mark.parametrize("place", [*navigation.PUBLIC, *navigation.MEMBER, *navigation.DESK], ids=lambda p: p.url_name)
def test_every_entry_of_a_menu_leads_somewhere(place: navigation.Place) -> None:
    """There is no dead entry in any menu."""
    assert reverse(place.url_name)


@pytest.mark.parametrize("name", [*(p.url_name for p in navigation.UNIT), *(a[0] for a in navigation.UNIT_ACTIONS)])
def test_every_entry_of_a_units_menu_leads_somewhere(name: str) -> None:
    """The places and actions of a unit take its number and nothing else."""
    assert reverse(name, kwargs={"unit": 1001})


def test_every_icon_of_a_menu_is_in_the_sprite() -> None:
    """A menu entry without its picture would look broken."""
    from marke.config.settings.base import PACKAGE

    sprite = (PACKAGE / "web/static/icons/sprite.svg").read_text()
    places = [*navigation.PUBLIC, *navigation.MEMBER, *navigation.UNIT, *navigation.DESK]
    icons = {place.icon for place in places} | {icon for _name, _label, icon in navigation.UNIT_ACTIONS}
    missing = {icon for icon in icons if f'id="{icon}"' not in sprite}
    assert not missing
