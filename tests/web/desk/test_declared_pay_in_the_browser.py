"""Declarations of pay and documents of pay in a real browser: no barriers, in light and dark and on a small phone."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page
from tests.support.browser import Site
from tests.support.selling import TODAY, client_of, invoice_of, open_house, open_unit
from tests.support.wages import PAYDAY, a_worker, run_to, with_number, worked
from tests.web.conftest import make_user
from tests.web.shell.test_in_the_browser import barriers, open_as

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import Proposal
from marke.domain.people.models import Person, StaffRole, User
from marke.domain.wages.enums import RunState
from marke.kernel.ids import uuid7
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.pay_out import export_batch
from marke.usecases.pay_wages import confirm_wages, order_wages

pytestmark = pytest.mark.browser
AT_TEN = dt.datetime(2026, 9, 21, 10, tzinfo=dt.UTC)
DESK = ["/desk/social/", "/desk/social/quarters/2026/3/", "/desk/social/months/2026/9/", "/desk/social/years/2026/"]


@pytest.fixture
def wages(site: Site) -> Person:
    """Nora worked three times; her wages arrived in September."""
    with acting_as_system():
        open_house()
        open_unit(1001)
        issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
        worker = with_number(a_worker())
        Person.objects.filter(pk=worker.pk).update(street="Kouter 7", postcode="9000", municipality="Gent")
        for start in (14, 15, 16):
            worked(worker, since=dt.date(2026, 9, start), count=1)
        run = run_to(RunState.POSTED)
        order_wages(run_id=run.pk, now=AT_TEN)
        proposal = Proposal(Purpose.WAGES, PAYDAY, "De Marke", "BE71096123456769")
        batch = payouts.propose(proposal=proposal, actor=SYSTEM, now=AT_TEN)
        for _ in range(2):
            payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid7(), now=AT_TEN)
        export_batch(batch_id=batch.pk, actor=SYSTEM, now=AT_TEN)
        sent = list(PaymentOrder.objects.filter(state="sent").values_list("end_to_end", flat=True))
        confirm_wages(end_to_end=sent, on=PAYDAY, actor=SYSTEM)
    return worker


def link_of(site: Site, user: User, name: str) -> str:
    with acting_as_system():
        personas.introduce(user=user, name=name, title="Invented", story="Looks around.", order=0)
    return f"{site.url}/demo/{personas.token(user_id=user.pk)}/"


def test_declarations_have_no_barriers(page: Page, site: Site, wages: Person) -> None:
    """The list, a quarter, a month and a year at the desk."""
    with acting_as_system():
        officer = make_user("mira@example.org", staff_role=StaffRole.PAYROLL)
    open_as(page, link_of(site, officer, "Mira"))
    assert barriers(page, site, DESK) == []


def test_documents_have_no_barriers(page: Page, site: Site, wages: Person) -> None:
    """A worker's own documents."""
    with acting_as_system():
        user = make_user("nora@example.org")
        Person.objects.filter(pk=wages.pk).update(user=user)
    open_as(page, link_of(site, user, "Nora"))
    assert barriers(page, site, ["/me/pay-documents/"]) == []
