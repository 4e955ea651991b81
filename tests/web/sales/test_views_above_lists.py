"""Saved views on every list: save what is shown, come back to it, share it, open the list with it."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from marke.domain.foundation.transactions import acting, acting_as_system
from marke.domain.lists.models import SavedView
from marke.domain.lists.operations.views import Place
from marke.domain.people.models import User
from marke.web.lists.shelf import sign

LIST = "/units/1001/invoices/"
DESK_LIST = "/desk/invoices/"


def token_on(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, "the page offers to save what it shows"
    return found[1]


def changes(browser: Browser) -> list[str]:
    """The addresses that change the views a person keeps in unit 1001, in their order."""
    return re.findall(
        r'action="(/units/1001/views/[0-9a-f-]{36}/)"', browser.get("/units/1001/views/").content.decode()
    )


def save(browser: Browser, address: str, name: str, **more: str):
    """Save what a list shows, as the person would."""
    page = browser.get(address).content.decode()
    area = "/desk/views/keep/" if address.startswith("/desk/") else "/units/1001/views/keep/"
    return browser.post(area, {"name": name, "token": token_on(page), **more}, follow=True)


def test_a_filter_is_saved_and_comes_back_as_a_tab(ann: Browser) -> None:
    page = save(ann, f"{LIST}?status=overdue&page=3", "Chase these").content.decode()
    assert "«Chase these» is saved" in page
    assert f'href="{LIST}?status=overdue" aria-current="page"' in page
    assert "Save this view" not in page


def test_nothing_is_offered_where_nothing_is_filtered_or_understood(ann: Browser) -> None:
    for query in ("", "?status=", "?status=nonsense", "?page=2", "?view=all"):
        assert 'name="token"' not in ann.get(LIST + query).content.decode(), query


def test_a_default_opens_the_list_and_all_is_one_click_away(ann: Browser) -> None:
    save(ann, f"{LIST}?status=paid", "Paid", default="on")
    assert ann.get(LIST).headers["Location"] == f"{LIST}?status=paid"
    page = ann.get(f"{LIST}?status=paid").content.decode()
    assert f'href="{LIST}?view=all"' in page
    assert ann.get(f"{LIST}?view=all").status_code == 200


def test_a_stale_view_says_so(ann: Browser) -> None:
    """A state that no longer exists, or a field the list has no more."""
    save(ann, f"{LIST}?status=paid", "Old")
    with acting_as_system():
        owner = User.objects.get(email="ann@example.org").pk
    with acting(actor=owner, units=[1001]):
        SavedView.objects.update(query="colour=red")
    assert "(out of date)" in ann.get(f"{LIST}?status=draft").content.decode()


def test_the_unit_sees_what_is_shared_the_other_unit_does_not(ann: Browser, bob: Browser) -> None:
    save(ann, f"{LIST}?status=paid", "Ours", shared="on")
    assert "Ours" not in bob.get("/units/1002/invoices/").content.decode()
    assert ann.get("/units/1001/views/").status_code == 200


def test_views_are_arranged(ann: Browser) -> None:
    save(ann, f"{LIST}?status=paid", "First")
    save(ann, f"{LIST}?status=overdue", "Second")
    first, second = changes(ann)
    ann.post(second, {"action": "up"})
    ann.post(first, {"name": "Settled", "default": "on", "action": "change"})
    page = ann.get(f"{LIST}?status=draft").content.decode().split('id="shelf"')[1]
    assert page.index("Second") < page.index("Settled")
    ann.post(second, {"action": "remove"})
    assert "Second" not in ann.get(f"{LIST}?status=draft").content.decode()


def test_a_refused_name_keeps_what_was_typed(ann: Browser) -> None:
    save(ann, f"{LIST}?status=paid", "First")
    save(ann, f"{LIST}?status=overdue", "Second")
    second = re.findall(r'action="(/units/1001/views/[0-9a-f-]{36}/)"', ann.get("/units/1001/views/").content.decode())[
        1
    ]
    response = ann.post(second, {"name": "First", "shared": "on"})
    assert response.status_code == 422
    assert "under the name «First»" in response.content.decode()


@pytest.mark.parametrize("token", ["", "nonsense", "WyJ4Il0:1:2"])
def test_a_filter_that_no_list_sealed_is_not_saved(ann: Browser, token: str) -> None:
    assert ann.post("/units/1001/views/keep/", {"name": "X", "token": token}).status_code == 404


def test_a_seal_of_one_place_is_worth_nothing_in_another(ann: Browser, clerk: Browser) -> None:
    """A filter of the desk is not kept in a unit, nor one of another unit in one's own."""
    desk, other = sign(Place("desk_invoices"), "status=paid"), sign(Place("invoices", 1002), "status=paid")
    for token in (desk, other):
        assert ann.post("/units/1001/views/keep/", {"name": "X", "token": token}).status_code == 404
    assert clerk.post("/desk/views/keep/", {"name": "X", "token": other}).status_code == 404


@pytest.mark.parametrize(
    "name", ["desk_invoices", "desk_costs", "desk_units", "desk_payments", "desk_people", "desk_organisations"]
)
def test_every_list_of_the_desk_keeps_views(clerk: Browser, name: str) -> None:
    """The filter bar brings them, whatever the list."""
    queries = {"desk_organisations": "q=tij", "desk_people": "q=ann", "desk_costs": "state=paid"}
    queries |= {"desk_payments": "status=credit", "desk_units": "state=open"}
    address = f"{reverse(name)}?{queries.get(name, 'status=overdue')}"
    assert "«Look here» is saved" in save(clerk, address, "Look here").content.decode()
