"""Many costs decided at once: the dry run, the confirmation, and what somebody with bad intentions tries."""

import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client as Browser
from tests.support.selling import NOW, TODAY, client_of, invoice_of
from tests.support.visitors import together

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.people.models import User
from marke.domain.purchases.enums import CostState, PaidBy, Proof
from marke.domain.purchases.models import Cost
from marke.domain.purchases.operations import CostInput
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.ids import uuid7
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment
from marke.usecases.record_cost import record_costs

START = "/desk/costs/together/"


@pytest.fixture
def costs(selling: None) -> list[uuid.UUID]:
    """Three costs of one euro that Ann handed in for unit 1001, which has 935.00."""
    with acting_as_system():
        return hand_in(3)


def hand_in(count: int) -> list[uuid.UUID]:
    sent = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    receive_payment(payment=PaymentInput(TODAY, sent.gross, sent.communication), actor=SYSTEM)
    ann = User.objects.get(email="ann@example.org").pk
    given = CostInput(1001, "Print shop", TODAY, 100, Decimal("0.21"), "material", Proof.RECEIPT, PaidBy.MEMBER)
    return [cost.pk for cost in record_costs(costs=[given] * count, actor=ann, now=NOW)]


def states() -> list[str]:
    with acting_as_system():
        return sorted(Cost.objects.values_list("state", flat=True))


def test_the_dry_run_says_what_would_happen_and_does_nothing(clerk: Browser, costs: list[uuid.UUID]) -> None:
    response = clerk.post(START, {"picked": costs, "action": "approve"}, follow=True)
    page = response.content.decode()
    assert "3 can be done, 0 cannot" in page
    assert "Approve: 3 rows" in page
    assert "€3.00" in page
    assert states() == [CostState.SUBMITTED] * 3


def test_after_the_yes_each_cost_is_approved(clerk: Browser, costs: list[uuid.UUID]) -> None:
    assert "3 done, 0 not done" in together(clerk, START, *costs, action="approve")
    assert states() == [CostState.APPROVED] * 3


def test_refusing_asks_for_the_reason_first(clerk: Browser, costs: list[uuid.UUID]) -> None:
    asked = clerk.post(START, {"picked": costs, "action": "reject"}, follow=True)
    assert "Every member reads this reason" in asked.content.decode()
    here = asked.request["PATH_INFO"]
    assert clerk.post(here, {"note": " "}).status_code == 422
    clerk.post(here, {"note": "No receipt for these"})
    assert "3 done" in clerk.post(here, {"action": "confirm"}, follow=True).content.decode()
    assert states() == [CostState.REJECTED] * 3
    with acting_as_system():
        assert Cost.objects.first().reason == "No receipt for these"


def test_a_cost_decided_meanwhile_is_told_and_the_others_go_through(clerk: Browser, costs: list[uuid.UUID]) -> None:
    """Between looking and confirming, somebody else decided one of them."""
    looked = clerk.post(START, {"picked": costs, "action": "approve"}, follow=True)
    together(clerk, START, costs[0], action="reject", note="Private")
    page = clerk.post(looked.request["PATH_INFO"], {"action": "confirm"}, follow=True).content.decode()
    assert "2 done, 1 not done" in page
    assert "This cost was already decided." in page


def test_all_that_match_the_filter(clerk: Browser, costs: list[uuid.UUID]) -> None:
    clerk.post(f"{START}?state=submitted", {"all": "1", "action": "approve"}, follow=True)
    page = clerk.post(f"{START}?state=submitted", {"all": "1", "action": "approve"}, follow=True).content.decode()
    assert "3 can be done" in page


def test_confirming_twice_pays_once(clerk: Browser, costs: list[uuid.UUID]) -> None:
    """The back button and a second press find nothing left to do."""
    together(clerk, START, *costs, action="approve")
    looked = clerk.post(f"{START}?state=approved", {"picked": costs, "action": "pay"}, follow=True)
    for _press in range(2):
        page = clerk.post(looked.request["PATH_INFO"], {"action": "confirm"}, follow=True).content.decode()
        assert "3 done, 0 not done" in page
    assert states() == [CostState.PAID] * 3


def test_many_rows_go_on_behind_a_progress_bar(clerk: Browser, selling: None) -> None:
    """Sixty rows are two portions, in looking as in doing; without script, «Go on» goes on."""
    with acting_as_system():
        many = hand_in(60)
    looked = clerk.post(START, {"picked": many, "action": "approve"}, follow=True)
    here = looked.request["PATH_INFO"]
    assert '<progress value="50" max="60"' in looked.content.decode()
    assert "60 can be done" in clerk.post(here, follow=True).content.decode()
    assert '<progress value="50" max="60"' in clerk.post(here, {"action": "confirm"}, follow=True).content.decode()
    assert "60 done" in clerk.post(here, follow=True).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "approve"},
        {"action": "approve", "picked": "nonsense"},
        {"action": "approve", "picked": str(uuid7())},
    ],
    ids=["nothing", "no key", "a cost that is not there"],
)
def test_nothing_picked_is_said_on_the_list(clerk: Browser, selling: None, sent: dict[str, str]) -> None:
    page = clerk.post(START, sent, follow=True).content.decode()
    assert "Choose at least one row first." in page


def test_ten_thousand_keys_are_refused_without_a_look_at_each(clerk: Browser, costs: list[uuid.UUID]) -> None:
    """Hostile: more keys than anybody can pick; those beyond the bound are not even read."""
    page = clerk.post(START, {"action": "approve", "picked": [uuid7() for _ in range(10_000)]}, follow=True)
    assert page.status_code in {200, 400}
    assert states() == [CostState.SUBMITTED] * 3


def test_a_deed_the_list_does_not_offer_does_not_exist(clerk: Browser, costs: list[uuid.UUID]) -> None:
    assert clerk.post(START, {"picked": costs, "action": "delete"}).status_code == 404
    assert clerk.post(f"{START}?state=paid", {"picked": costs, "action": "approve"}).status_code == 404


def test_a_run_of_somebody_else_does_not_exist(ann: Browser, clerk: Browser, costs: list[uuid.UUID]) -> None:
    """Another member of staff cannot confirm what the clerk looked at, and a member cannot enter at all."""
    here = clerk.post(START, {"picked": costs, "action": "approve"}, follow=True).request["PATH_INFO"]
    assert ann.post(here, {"action": "confirm"}).status_code == 403
    made_up = re.sub(r"[0-9a-f-]{36}", str(uuid7()), here)
    assert clerk.post(made_up, {"action": "confirm"}).status_code == 404
    assert states() == [CostState.SUBMITTED] * 3


def test_reading_a_run_does_nothing(clerk: Browser, costs: list[uuid.UUID]) -> None:
    here = clerk.post(START, {"picked": costs, "action": "approve"}, follow=True).request["PATH_INFO"]
    clerk.get(here, {"action": "confirm"})
    assert states() == [CostState.SUBMITTED] * 3
