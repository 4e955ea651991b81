"""A cost from the receipt to the payment: reserved, decided by somebody else, booked, paid."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from tests.support.selling import CLERK, NOW, STANDARD, TODAY, client_of, invoice_of

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.purchases.enums import CostState, PaidBy, Proof
from marke.domain.purchases.models import Cost
from marke.domain.purchases.operations import CostInput
from marke.domain.purchases.receipts import LARGEST_FILE, ReceiptInput
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.refusal import Refusal
from marke.usecases.decide_cost import approve_costs, reject_cost
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.pay_cost import pay_costs
from marke.usecases.receive_payment import receive_payment
from marke.usecases.record_cost import UnableToBear, record_cost, record_costs

pytestmark = pytest.mark.usefixtures("selling")
PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture(autouse=True)
def money(selling: None) -> None:
    """Unit 1001 has 935.00 of received budget."""
    invoice = issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    receive_payment(payment=PaymentInput(TODAY, 121_000, invoice.communication), actor=SYSTEM)


def cost(gross: int = 12_100, **more) -> CostInput:
    given = {
        "supplier": "Muziekhuis",
        "spent_on": TODAY,
        "vat_rate": STANDARD,
        "category": "material",
        "proof": Proof.INVOICE,
        "paid_by": PaidBy.MEMBER,
    }
    return CostInput(unit_id=1001, gross=gross, **(given | more))


def record(given: CostInput) -> Cost:
    return record_cost(cost=given, actor=SYSTEM, now=NOW)


def approve(*costs: Cost) -> list[Cost]:
    return approve_costs(cost_ids=[cost.pk for cost in costs], actor=CLERK, now=NOW)


@pytest.mark.parametrize(
    ("category", "proof", "charge"),
    [
        ("material", Proof.INVOICE, 10_000),
        ("car", Proof.INVOICE, 11_050),
        ("restaurant", Proof.INVOICE, 12_100),
        ("material", Proof.RECEIPT, 12_100),
    ],
)
def test_x5_a_purchase_of_121(category: str, proof: Proof, charge: int) -> None:
    """X5: 121.00 costs the unit 100.00, 110.50 for a car, 121.00 in a restaurant or with a till receipt."""
    handed_in = record(cost(category=category, proof=proof))
    assert handed_in.charge == charge
    assert unit_budget(unit_id=1001).available == 93_500 - charge
    approve(handed_in)
    budget = unit_budget(unit_id=1001)
    assert (budget.received, budget.committed) == (93_500 - charge, 0)
    assert role_balance(role="vat.deductible") == 12_100 - charge
    assert role_balance(role="payable.member_expense") == 12_100


def test_a_cost_reserves_the_budget_at_once() -> None:
    """Before anybody decides, the money cannot be spent twice."""
    record(cost(60_500))
    with pytest.raises(UnableToBear, match=r"takes EUR 500.00, and EUR 435.00"):
        record(cost(60_500))


def test_costs_of_one_list_share_the_budget() -> None:
    with pytest.raises(UnableToBear):
        record_costs(costs=[cost(60_500), cost(60_500)], actor=SYSTEM, now=NOW)
    assert not Cost.objects.exists()


def test_expected_money_bears_no_costs() -> None:
    """Costs use only money that clients have paid; what is still due does not count."""
    issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    with pytest.raises(UnableToBear):
        record(cost(121_000))


def test_a_cost_is_decided_by_another_person() -> None:
    handed_in = record(cost())
    with pytest.raises(Refusal, match="another person"):
        approve_costs(cost_ids=[handed_in.pk], actor=SYSTEM, now=NOW)
    with pytest.raises(DatabaseError, match="another_person"), transaction.atomic():
        Cost.objects.filter(pk=handed_in.pk).update(state=CostState.APPROVED, decided_by=SYSTEM, entry_id=1)


def test_a_rejected_cost_frees_the_budget_and_says_why() -> None:
    handed_in = record(cost())
    with pytest.raises(Refusal, match="Say why"):
        reject_cost(cost_id=handed_in.pk, reason=" ", actor=CLERK, now=NOW)
    reject_cost(cost_id=handed_in.pk, reason="Private purchase", actor=CLERK, now=NOW)
    assert unit_budget(unit_id=1001).available == 93_500
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.reason) == (CostState.REJECTED, "Private purchase")
    with pytest.raises(Refusal, match="already decided"):
        approve(handed_in)


def test_an_approved_cost_is_paid_once() -> None:
    """The supplier is paid; the unit bore the cost before, so no budget moves."""
    (approved,) = approve(record(cost(paid_by=PaidBy.SUPPLIER, pay_to_iban="BE71096123456769")))
    pay_costs(cost_ids=[approved.pk], on=TODAY, actor=CLERK)
    assert role_balance(role="payable.supplier") == 0
    assert role_balance(role="bank") == 121_000 - 12_100
    with pytest.raises(Refusal, match="not paid yet"):
        pay_costs(cost_ids=[approved.pk], on=TODAY, actor=CLERK)


def test_the_enterprise_needs_an_account_to_pay() -> None:
    with pytest.raises(Refusal, match="account of the supplier"):
        record(cost(paid_by=PaidBy.SUPPLIER))


@pytest.mark.parametrize(
    ("spent_on", "today", "accepted"),
    [
        (dt.date(2026, 9, 11), dt.date(2026, 9, 11), True),
        (dt.date(2026, 9, 12), dt.date(2026, 9, 11), False),
        (dt.date(2025, 12, 31), dt.date(2026, 1, 15), True),
        (dt.date(2025, 12, 31), dt.date(2026, 1, 16), False),
        (dt.date(2024, 12, 31), dt.date(2026, 1, 2), False),
    ],
)
def test_rule_21_receipts_of_a_year_are_handed_in_by_mid_january(
    spent_on: dt.date, today: dt.date, accepted: bool
) -> None:
    now = dt.datetime.combine(today, dt.time(10), tzinfo=dt.UTC)
    given = cost(spent_on=spent_on)
    if accepted:
        assert record_cost(cost=given, actor=SYSTEM, now=now).spent_on == spent_on
    else:
        with pytest.raises(Refusal):
            record_cost(cost=given, actor=SYSTEM, now=now)


def test_a_receipt_is_kept_under_a_name_of_ours() -> None:
    handed_in = record(cost(receipts=(ReceiptInput("../../etc/passwd.jpg", PHOTO),)))
    receipt = handed_in.receipts.get()
    assert receipt.content_type == "image/jpeg"
    assert receipt.file.name.startswith("receipts/")
    assert "passwd" not in receipt.file.name
    assert default_storage.open(receipt.file.name).read() == PHOTO


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><script>", b"MZ program", PHOTO + b"0" * LARGEST_FILE],
    ids=["empty", "page", "exe", "huge"],
)
def test_only_photos_and_pdfs_of_bearable_size_are_kept(content: bytes) -> None:
    """The file itself is looked at; its name proves nothing."""
    with pytest.raises(Refusal):
        record(cost(receipts=(ReceiptInput("receipt.pdf", content),)))


def test_a_receipt_is_handed_in_once() -> None:
    photo = (ReceiptInput("a.jpg", PHOTO),)
    first = record(cost(receipts=photo))
    with pytest.raises(Refusal, match="already handed in for Muziekhuis"):
        record(cost(receipts=photo))
    reject_cost(cost_id=first.pk, reason="Blurred", actor=CLERK, now=NOW)
    record(cost(receipts=photo))


def test_a_cost_that_was_handed_in_is_never_rewritten() -> None:
    handed_in = record(cost())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Cost.objects.filter(pk=handed_in.pk).update(gross=1, vat=0, deductible=0, charge=1)


def test_a_reserved_cost_can_be_approved_after_the_money_was_reserved_elsewhere() -> None:
    """The reservation keeps its money although the rest was spent meanwhile."""
    first = record(cost(12_100))
    record(cost(83_500, vat_rate=Decimal(0)))
    assert unit_budget(unit_id=1001).available == 0
    approve(first)
    assert unit_budget(unit_id=1001).available == 0
