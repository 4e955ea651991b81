"""Receipts without invoice (X13): declared, reserved until the money is in, paid in, taken back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.selling import NOW, REDUCED, TODAY, open_unit

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.parameters.operations import decide
from marke.domain.receipts.enums import ReceiptStatus
from marke.domain.receipts.models import PaidIn, Receipt
from marke.domain.receipts.operations import ReceiptInput
from marke.domain.receipts.proofs import PROOFS
from marke.domain.receipts.queries import owed, vat_of_period
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.models import Payment
from marke.domain.sales.operations.payments import PaymentInput
from marke.kernel.refusal import Refusal
from marke.usecases.declare_receipts import declare_receipt, declare_receipts, take_back_receipt
from marke.usecases.receive_money import receive_money

pytestmark = pytest.mark.usefixtures("selling")


def takings(gross: int = 10_600, **more: object) -> ReceiptInput:
    """What an audience paid at the door, at 6 % for a live performance."""
    fixed = {"vat_rate": REDUCED, "vat_ground": "culture_admission"}
    return ReceiptInput(1001, TODAY, gross, "Entrance of the evening", **{**fixed, **more})


def declared(gross: int = 10_600, **more: object) -> Receipt:
    return declare_receipt(receipt=takings(gross, **more), actor=SYSTEM, now=NOW)


def pay_in(receipt: Receipt, amount: int, *, reference: str = "", on: dt.date = TODAY) -> None:
    line = PaymentInput(on, amount, receipt.communication, bank_reference=reference)
    receive_money(payments=[line], actor=SYSTEM, now=NOW)
    receipt.refresh_from_db()


def exceptions() -> list[tuple[object, ...]]:
    """Whatever the proofs of this part find, as `./marke selfcheck` would."""
    found = []
    for proof in PROOFS:
        with connection.cursor() as cursor:
            cursor.execute(proof.sql)
            found += cursor.fetchall()
    return found


def test_x13_takings_of_106_euro() -> None:
    """Net 100.00, VAT 6.00, contribution 6.50, budget 93.50; the member owes 106.00 (P24)."""
    receipt = declared()
    assert (receipt.net, receipt.vat, receipt.contribution, receipt.budget) == (10_000, 600, 650, 9_350)
    assert role_balance(role="receivable.member") == 10_600
    assert role_balance(role="vat.due") == 600
    assert role_balance(role="pot.contribution") == 650


def test_nothing_is_guaranteed_before_the_money_is_in() -> None:
    """The budget is expected and reserved: neither pay nor costs may use it."""
    declared()
    budget = unit_budget(unit_id=1001)
    assert (budget.expected, budget.available_for_pay, budget.available) == (9_350, 0, 0)


def test_paid_in_it_is_available() -> None:
    receipt = declared()
    pay_in(receipt, 10_600)
    budget = unit_budget(unit_id=1001)
    assert (budget.expected, budget.received, budget.available, budget.available_for_pay) == (0, 9_350, 9_350, 9_350)
    assert receipt.status(as_of=TODAY) is ReceiptStatus.PAID_IN
    assert role_balance(role="receivable.member") == 0


def test_a_part_paid_in_frees_its_part() -> None:
    receipt = declared()
    pay_in(receipt, 5_300)
    budget = unit_budget(unit_id=1001)
    assert (budget.received, budget.expected, budget.available_for_pay) == (4_675, 4_675, 4_675)
    pay_in(receipt, 5_300)
    assert unit_budget(unit_id=1001).available == 9_350


def test_what_is_paid_in_too_much_waits() -> None:
    """The rest of the bank line is nobody's until somebody says whose."""
    receipt = declared()
    pay_in(receipt, 12_000)
    assert receipt.paid == 10_600
    assert Payment.objects.get().waiting == 1_400
    assert role_balance(role="bank") == 12_000


def test_a_bank_line_pays_in_once() -> None:
    receipt = declared()
    pay_in(receipt, 5_000, reference="2026-114-7")
    with pytest.raises(Refusal, match="already recorded"):
        pay_in(receipt, 5_000, reference="2026-114-7")
    assert PaidIn.objects.count() == 1


@pytest.mark.parametrize("payer", [ClientKind.COMPANY, ClientKind.ASSOCIATION, ClientKind.PUBLIC])
def test_an_organisation_gets_an_invoice(payer: ClientKind) -> None:
    with pytest.raises(Refusal, match="always gets an invoice"):
        declared(payer=payer)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gross": 0}, "more than zero"),
        ({"gross": -10_600}, "more than zero"),
        ({"taken_on": TODAY + dt.timedelta(days=1)}, "still to come"),
        ({"description": "  "}, "what people paid for"),
        ({"vat_ground": ""}, "needs its reason"),
        ({"vat_rate": Decimal("0.07")}, "does not give this VAT rate"),
        ({"vat_rate": Decimal(0), "vat_ground": "eu_services"}, "another EU country"),
        ({"taken_on": dt.date(2025, 12, 31)}, "books|share"),
    ],
    ids=["zero", "negative", "tomorrow", "no words", "no reason", "7 %", "reverse charge", "closed books"],
)
def test_takings_that_cannot_be(change: dict[str, object], said: str) -> None:
    fixed = {"unit_id": 1001, "taken_on": TODAY, "gross": 10_600, "description": "Entrance"}
    fixed |= {"vat_rate": REDUCED, "vat_ground": "culture_admission"}
    with pytest.raises(Refusal, match=said), transaction.atomic():
        declare_receipt(receipt=ReceiptInput(**{**fixed, **change}), actor=SYSTEM, now=NOW)
    assert not Receipt.objects.exists()


def test_rule_02_no_share_for_the_year_no_receipt() -> None:
    open_unit(1002, share=False)
    with pytest.raises(Refusal, match="paid share for 2026"):
        declare_receipt(
            receipt=ReceiptInput(1002, TODAY, 100, "x", REDUCED, "culture_admission"), actor=SYSTEM, now=NOW
        )


def test_the_receipts_book_has_no_gap_and_a_series_of_its_own() -> None:
    first, second = declare_receipts(receipts=[takings(), takings(500)], actor=SYSTEM, now=NOW)
    assert [first.number, second.number] == ["R2026/00001", "R2026/00002"]
    assert first.communication.startswith("326")


def test_the_days_to_pay_in_are_a_dated_choice() -> None:
    decide(name="receipt.pay_in_days", value=Decimal(3), valid_from=TODAY, source="board", actor=SYSTEM)
    receipt = declared()
    assert receipt.due_on == TODAY + dt.timedelta(days=3)
    assert receipt.status(as_of=TODAY + dt.timedelta(days=4)) is ReceiptStatus.LATE
    assert owed(unit_id=1001, as_of=TODAY + dt.timedelta(days=4)).late == 10_600


def test_a_mistake_is_taken_back_and_its_line_stays() -> None:
    receipt = take_back_receipt(receipt_id=declared().pk, reason="Counted twice", on=TODAY, actor=SYSTEM)
    assert receipt.status(as_of=TODAY) is ReceiptStatus.TAKEN_BACK
    assert unit_budget(unit_id=1001).total == 0
    assert [role_balance(role=role) for role in ("receivable.member", "vat.due", "pot.contribution")] == [0, 0, 0]
    assert vat_of_period(since=TODAY, until=TODAY) == []


def test_money_that_was_paid_in_is_not_taken_back() -> None:
    receipt = declared()
    pay_in(receipt, 100)
    with pytest.raises(Refusal, match="paid in or taken back"):
        take_back_receipt(receipt_id=receipt.pk, reason="Wrong", on=TODAY, actor=SYSTEM)


def test_taking_back_says_why() -> None:
    receipt = declared()
    with pytest.raises(Refusal, match="Say why"):
        take_back_receipt(receipt_id=receipt.pk, reason=" ", on=TODAY, actor=SYSTEM)


def test_a_declared_receipt_never_changes() -> None:
    """The database itself refuses another amount, and the removal of a line of the book."""
    receipt = declared()
    for attempt in (
        lambda: Receipt.objects.filter(pk=receipt.pk).update(description="Something else"),
        lambda: Receipt.objects.filter(pk=receipt.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            attempt()


def test_the_vat_of_a_period_is_what_the_books_owe() -> None:
    declare_receipts(receipts=[takings(), takings(10_001), takings(777)], actor=SYSTEM, now=NOW)
    (row,) = vat_of_period(since=TODAY, until=TODAY)
    assert row.vat == role_balance(role="vat.due")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gross=st.integers(1, 300_000), parts=st.lists(st.integers(1, 100_000), min_size=1, max_size=4))
def test_whatever_is_paid_in_the_books_and_the_receipts_agree(gross: int, parts: list[int]) -> None:
    """In any parts, too little or too much: available never exceeds the budget, and every proof holds."""
    with transaction.atomic():
        receipt = declared(gross)
        for part in parts:
            pay_in(receipt, part)
        assert receipt.paid == min(sum(parts), gross)
        assert receipt.available <= receipt.budget
        assert (receipt.available == receipt.budget) or receipt.paid < gross
        assert unit_budget(unit_id=1001).available == receipt.available
        assert exceptions() == []
        transaction.set_rollback(True)
