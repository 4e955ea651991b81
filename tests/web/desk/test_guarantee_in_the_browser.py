"""The wage guarantee in a real browser: figures and tables without barriers, on a phone and at a desk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from tests.support.browser import Site
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit
from tests.support.wages import a_worker, run_to, worked
from tests.web.shell.test_in_the_browser import barriers, open_as

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import StaffRole, User
from marke.domain.wages.enums import RunState
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.browser


@pytest.fixture
def accountant(site: Site) -> str:
    """The link of the accountant's persona; one unit was advanced a wage, another was promised one."""
    with acting_as_system():
        open_house()
        user = User.objects.create_user("mira@example.org", staff_role=StaffRole.ACCOUNTANT, language="en")
        personas.introduce(user=user, name="Mira", title="Invented", story="Counts.", order=0)
        for unit in (1001, 1002):
            open_unit(unit)
            issue_invoice(invoice=invoice_of(unit, client_of(unit)), on=TODAY, actor=SYSTEM)
        worked(a_worker("Nora"))
        run_to(RunState.POSTED)
        worked(a_worker("Bo"), unit=1002)
    return f"{site.url}/demo/{personas.token(user_id=user.pk)}/"


def test_the_guarantee_has_no_barriers(page: Page, site: Site, accountant: str) -> None:
    """In light and dark, and without scrolling sideways on a small phone."""
    open_as(page, accountant)
    assert barriers(page, site, [reverse("desk_guarantee")]) == []
