"""The page of a person at the desk leads an adviser into that person's portal."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from marke.domain.people.models import Person, StaffRole, User


def test_an_adviser_finds_the_way_on_the_page_of_the_person(
    nora: User, staff: Callable[[StaffRole], User], as_user: Callable[[User], Client]
) -> None:
    """Advisers are offered to read along; an accountant is not."""
    person = Person.objects.get(user=nora)
    link = f"/desk/open-as/{nora.pk}/"
    assert link in as_user(staff(StaffRole.ADVISER)).get(f"/desk/people/{person.pk}/").content.decode()
    assert link not in as_user(staff(StaffRole.ACCOUNTANT)).get(f"/desk/people/{person.pk}/").content.decode()
