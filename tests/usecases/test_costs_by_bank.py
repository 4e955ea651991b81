"""Approved costs leave with the same batches as wages: ordered, approved by others, paid when the bank says so."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from tests.support.cooperative import Facts, known_person
from tests.support.selling import CLERK, NOW, TODAY, client_of, invoice_of

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import OrderState, Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import NeedsOtherEyes
from marke.domain.people.models import User
from marke.domain.purchases.enums import CostState, PaidBy, Proof
from marke.domain.purchases.models import Cost
from marke.domain.purchases.operations import CostInput
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.usecases.confirm_payouts import confirm_from_bank, return_from_bank
from marke.usecases.decide_cost import approve_costs
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.pay_cost import order_costs
from marke.usecases.pay_out import export_batch, propose_batch
from marke.usecases.receive_payment import receive_payment
from marke.usecases.record_cost import record_cost

pytestmark = pytest.mark.usefixtures("selling")
SHOP = "BE71096123456769"


@pytest.fixture(autouse=True)
def money(selling: None) -> None:
    """A client paid, so that unit 1001 can bear costs."""
    invoice = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    receive_payment(payment=PaymentInput(TODAY, 121_000, invoice.communication), actor=SYSTEM)


def approved(paid_by: PaidBy = PaidBy.SUPPLIER, *, by: uuid.UUID = SYSTEM) -> Cost:
    given = CostInput(
        unit_id=1001,
        supplier="Print shop",
        spent_on=TODAY,
        gross=12_100,
        vat_rate=Decimal("0.21"),
        category="material",
        proof=Proof.INVOICE,
        paid_by=paid_by,
        pay_to_iban=SHOP if paid_by == PaidBy.SUPPLIER else "",
    )
    cost = record_cost(cost=given, actor=by, now=NOW)
    return approve_costs(cost_ids=[cost.pk], actor=CLERK, now=NOW)[0]


def leave() -> None:
    """All costs that wait leave with one batch."""
    batch = propose_batch(purpose=Purpose.COSTS, actor=CLERK, now=NOW)
    for _ in range(2):
        payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid7(), now=NOW)
    export_batch(batch_id=batch.pk, actor=CLERK, now=NOW)


def state_of(cost: Cost) -> tuple[str, dt.date | None]:
    return Cost.objects.values_list("state", "paid_on").get(pk=cost.pk)


def test_a_cost_is_paid_when_the_bank_says_so() -> None:
    """Ordered, on its way, paid on the value date; the supplier is owed nothing any more."""
    cost = approved()
    (order,) = order_costs(cost_ids=[cost.pk], now=NOW)
    assert (order.name, order.iban, order.amount, state_of(cost)) == ("Print shop", SHOP, 12_100, ("ordered", None))
    leave()
    confirm_from_bank(end_to_end=[order.end_to_end], on=TODAY, actor=SYSTEM)
    assert state_of(cost) == (CostState.PAID, TODAY)
    assert role_balance(role="payable.supplier") == role_balance(role="bank.outgoing") == 0


def test_a_cost_is_ordered_once() -> None:
    cost = approved()
    order_costs(cost_ids=[cost.pk], now=NOW)
    with pytest.raises(Refusal, match="Only an approved cost"):
        order_costs(cost_ids=[cost.pk], now=NOW)
    assert PaymentOrder.objects.count() == 1


@pytest.mark.parametrize("after_payment", [True, False])
def test_a_cost_that_comes_back_is_paid_again(after_payment: bool) -> None:
    """The account was closed: the supplier is owed again, and a second order goes out."""
    cost = approved()
    (order,) = order_costs(cost_ids=[cost.pk], now=NOW)
    leave()
    if after_payment:
        confirm_from_bank(end_to_end=[order.end_to_end], on=TODAY, actor=SYSTEM)
    return_from_bank(end_to_end=order.end_to_end, reason="AC04", on=TODAY, actor=SYSTEM)
    assert (state_of(cost), role_balance(role="payable.supplier")) == ((CostState.APPROVED, None), 12_100)
    (again,) = order_costs(cost_ids=[cost.pk], now=NOW)
    assert (again.state, again.key[-2:]) == (OrderState.WAITING, "/2")


def test_a_member_gets_back_what_they_paid_on_their_own_account() -> None:
    user = User.objects.create_user("zoe@example.org")
    person = known_person(Facts(serial=40, user_id=user.pk))
    cost = approved(PaidBy.MEMBER, by=user.pk)
    (order,) = order_costs(cost_ids=[cost.pk], now=NOW)
    assert (order.person, order.owed) == (person, "payable.member_expense")
    assert order.iban == person.bank_accounts.get().iban


def test_without_an_account_nobody_is_paid_back() -> None:
    """All or none: the refusal names the cost, and nothing is ordered."""
    user = User.objects.create_user("zoe@example.org")
    costs = [approved(), approved(PaidBy.MEMBER, by=user.pk)]
    with pytest.raises(Refusal, match="no bank account"):
        order_costs(cost_ids=[cost.pk for cost in costs], now=NOW)
    assert not PaymentOrder.objects.exists()


def test_whoever_wrote_down_the_supplier_s_account_does_not_approve_the_payment() -> None:
    """Four eyes for suppliers: the member who typed the account lets no money go there."""
    order_costs(cost_ids=[approved(by=uuid.UUID(int=7)).pk], now=NOW)
    batch = propose_batch(purpose=Purpose.COSTS, actor=CLERK, now=NOW)
    with pytest.raises(NeedsOtherEyes, match="You registered an account"):
        payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid.UUID(int=7), now=NOW)


def test_a_statement_tells_wages_and_costs_alike() -> None:
    """Whoever reads statements needs one door; what it does not know is passed over."""
    cost = approved()
    (order,) = order_costs(cost_ids=[cost.pk], now=NOW)
    leave()
    assert confirm_from_bank(end_to_end=["UNKNOWN"], on=TODAY, actor=SYSTEM) == []
    assert [row.pk for row in confirm_from_bank(end_to_end=[order.end_to_end], on=TODAY, actor=SYSTEM)] == [order.pk]
    assert confirm_from_bank(end_to_end=[order.end_to_end], on=TODAY, actor=SYSTEM) == []
