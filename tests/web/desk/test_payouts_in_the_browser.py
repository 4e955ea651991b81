"""Money out in a real browser: no barriers, and a batch made, approved and looked at."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.support.banking import INVENTED
from tests.support.browser import Site
from tests.support.cooperative import Facts, known_person
from tests.support.selling import open_house
from tests.web.shell.test_in_the_browser import barriers, open_as

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.payouts import operations
from marke.domain.payouts.enums import Purpose, Verification
from marke.domain.payouts.models import AccountCase, Batch, PaymentOrder
from marke.domain.payouts.operations import OrderInput
from marke.domain.payouts.verifications import PayeeAnswer, record_answers
from marke.domain.people.models import StaffRole, User
from marke.usecases.change_bank_account import change_bank_account
from marke.usecases.pay_out import propose_batch

pytestmark = pytest.mark.browser
NAMES = ("Nora Janssens", "Bo Maes", "Zoë Vandenbroucke", "Ida Lambert")


@pytest.fixture
def officer(site: Site) -> str:
    """The link of the payroll officer's persona; wages wait, one payee is doubted, one account is shared."""
    with acting_as_system():
        open_house()
        user = User.objects.create_user("mira@example.org", staff_role=StaffRole.PAYROLL, language="en")
        personas.introduce(user=user, name="Mira", title="Invented", story="Pays.", order=0)
        order_wages(NAMES)
        record_answers(
            answers=[PayeeAnswer(INVENTED.iban(4), NAMES[3], Verification.NO_MATCH, "I. Nobody")],
            actor=SYSTEM,
            now=timezone.now(),
        )
        for serial in (1, 2):
            person = known_person(Facts(serial=serial))
            change_bank_account(person_id=person.pk, iban=INVENTED.iban(50), now=timezone.now(), actor=SYSTEM)
    return f"{site.url}/demo/{personas.token(user_id=user.pk)}/"


def order_wages(names: tuple[str, ...]) -> None:
    operations.order(
        orders=[
            OrderInput(
                key=f"wage/{name}",
                purpose=Purpose.WAGES,
                owed="payable.net_pay",
                source=("test.wage", uuid.uuid4()),
                name=name,
                iban=INVENTED.iban(number),
                amount=number * 41_337,
                due_on=timezone.localdate(),
                text="2026-09",
            )
            for number, name in enumerate(names, 1)
        ]
    )


def test_money_out_has_no_barriers(page: Page, site: Site, officer: str) -> None:
    """Every list, a batch, a parked payment and an odd account, in light and dark and on a small phone."""
    with acting_as_system():
        batch = propose_batch(purpose=Purpose.WAGES, actor=SYSTEM, now=timezone.now())
        order_wages(("Lou Peeters",))
        parked = PaymentOrder.objects.get(state="parked")
        case = AccountCase.objects.get()
    open_as(page, officer)
    addresses = [
        reverse("desk_payouts"),
        reverse("desk_batch", args=[batch.pk]),
        reverse("desk_batch_approve", args=[batch.pk]),
        reverse("desk_payout_orders"),
        reverse("desk_payout_order", args=[parked.pk]),
        reverse("desk_payees"),
        reverse("desk_account_cases"),
        reverse("desk_account_case", args=[case.pk]),
    ]
    assert barriers(page, site, addresses) == []


def test_a_batch_is_made_in_one_tap_and_refuses_its_maker(page: Page, site: Site, officer: str) -> None:
    """From what is due to a batch; whoever made it is not asked to approve, and refused when they try."""
    open_as(page, officer)
    page.goto(f"{site.url}{reverse('desk_payouts')}")
    page.get_by_role("button", name="Make a batch").click()
    expect(page.get_by_text("Never paid before").first).to_be_visible()
    expect(page.get_by_role("link", name="Approve")).to_have_count(0)
    page.goto(f"{page.url}approve/")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("You proposed this batch").first).to_be_visible()
    with acting_as_system():
        assert Batch.objects.get().count == len(NAMES) - 1
