"""Money leaves by four eyes: each attack is refused by the database, and the books follow the bank's statement."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from lxml import etree
from tests.support.banking import INVENTED, schema

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.operations import post
from marke.domain.ledger.queries import role_balance
from marke.domain.ledger.refusals import UnableToPost
from marke.domain.payouts import operations
from marke.domain.payouts.enums import BatchState, OrderState, Purpose, Verification
from marke.domain.payouts.models import Approval, Batch, PaymentOrder
from marke.domain.payouts.operations import NeedsOtherEyes, OrderInput, Proposal
from marke.domain.payouts.proofs import PROOFS
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.rules.posting.entry import credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.usecases.pay_out import confirm_payments, export_batch, file_of, propose_batch, take_back

pytestmark = pytest.mark.usefixtures("selling")
NOW = dt.datetime(2026, 9, 21, 10, tzinfo=dt.UTC)
TODAY = NOW.date()
CLERK, FIRST, SECOND, THIRD = (
    uuid.UUID(f"00000000-0000-7000-8000-0000000000{digit}") for digit in ("c1", "a1", "a2", "a3")
)
HOUSE = "BE71096123456769"


@pytest.fixture(autouse=True)
def owed(selling: None) -> None:
    """The enterprise owes EUR 1,000.00 of net pay."""
    wages = entry(
        "test.wages", Journal.PAY, TODAY, debit("cost.structure", 1_000_00), credit("payable.net_pay", 1_000_00)
    )
    post(entry=wages, source=("test.wages", uuid7()), step="post", actor=SYSTEM)


def a_payment(key: str = "wage/1", **changes: Any) -> OrderInput:
    given = {
        "key": key,
        "purpose": Purpose.WAGES,
        "owed": "payable.net_pay",
        "source": ("wages.payslip", uuid7()),
        "name": "Nora Janssens",
        "iban": INVENTED.iban(1),
        "amount": 400_00,
        "due_on": TODAY,
        "text": "Wages of September 2026",
    }
    return OrderInput(**{**given, **changes})


def a_batch(*payments: OrderInput) -> Batch:
    """A batch that the clerk proposes."""
    operations.order(orders=payments or [a_payment(), a_payment("wage/2", iban=INVENTED.iban(2), amount=600_00)])
    proposal = Proposal(Purpose.WAGES, TODAY, "De Marke", HOUSE)
    return operations.propose(proposal=proposal, actor=CLERK, now=NOW)


def approve(batch: Batch, *people: uuid.UUID, hash_seen: str | None = None) -> Batch:
    for person in people:
        batch = operations.approve(batch_id=batch.pk, hash_seen=hash_seen or batch.hash, actor=person, now=NOW)
    return batch


def exported(*payments: OrderInput) -> Batch:
    batch = approve(a_batch(*payments), FIRST, SECOND)
    return export_batch(batch_id=batch.pk, actor=CLERK, now=NOW).batch


def the_order(key: str = "wage/1") -> PaymentOrder:
    return PaymentOrder.objects.get(key=key)


def test_two_people_approve_and_the_batch_leaves_once() -> None:
    """Proposed by one, approved by two others, exported; the debt is settled and the money is on its way."""
    batch = exported()
    assert (batch.state, batch.count, batch.total) == (BatchState.EXPORTED, 2, 1_000_00)
    assert role_balance(role="payable.net_pay") == 0
    assert role_balance(role="bank.outgoing") == 1_000_00
    with pytest.raises(Refusal, match="cannot leave"):
        export_batch(batch_id=batch.pk, actor=CLERK, now=NOW)
    assert role_balance(role="bank.outgoing") == 1_000_00


def test_the_file_follows_the_schema_and_can_be_made_again() -> None:
    """The same bytes each time, with the totals that people compare."""
    batch = exported()
    content = file_of(batch)
    assert content == file_of(Batch.objects.get(pk=batch.pk))
    root = etree.fromstring(content)
    validator = etree.XMLSchema(etree.parse(schema("pain.001.001.09")))
    assert validator.validate(root), validator.error_log
    assert [each.text for each in root.iter("{*}CtrlSum")] == ["1000.00", "1000.00"]


def test_the_bank_statement_is_the_referee() -> None:
    """One payment is confirmed, then the other: nothing is on its way any more, and the batch is paid."""
    batch = exported()
    first, second = batch.orders.order_by("position")
    assert [row.pk for row in confirm_payments(end_to_end=[first.end_to_end, "UNKNOWN"], on=TODAY, actor=SYSTEM)] == [
        first.pk
    ]
    assert role_balance(role="bank.outgoing") == second.amount
    assert confirm_payments(end_to_end=[first.end_to_end], on=TODAY, actor=SYSTEM) == []
    confirm_payments(end_to_end=[second.end_to_end], on=TODAY, actor=SYSTEM)
    batch.refresh_from_db()
    assert batch.state == BatchState.CONFIRMED
    assert role_balance(role="bank.outgoing") == 0
    assert role_balance(role="bank") == -1_000_00


@pytest.mark.parametrize("after_payment", [True, False])
def test_what_comes_back_is_owed_again(after_payment: bool) -> None:
    """An account that was closed: whether the bank refuses before or returns after, the wage is owed again."""
    exported()
    row = the_order()
    if after_payment:
        confirm_payments(end_to_end=[row.end_to_end], on=TODAY, actor=SYSTEM)
    take_back(end_to_end=row.end_to_end, reason="AC04", on=TODAY, actor=SYSTEM)
    assert role_balance(role="payable.net_pay") == 400_00
    assert the_order().state == OrderState.RETURNED
    with pytest.raises(Refusal, match="No payment with this identification"):
        take_back(end_to_end=row.end_to_end, reason="AC04", on=TODAY, actor=SYSTEM)


def test_the_same_wage_is_ordered_once() -> None:
    """However often a run orders it, one key is one payment."""
    operations.order(orders=[a_payment()])
    operations.order(orders=[a_payment(), a_payment("wage/2", iban=INVENTED.iban(2))])
    assert PaymentOrder.objects.count() == 2


def test_a_payment_that_the_bank_would_refuse_is_parked_and_the_others_leave() -> None:
    """A wrong account number never stops the wages of others."""
    batch = a_batch(a_payment(iban="BE00"), a_payment("wage/2"))
    assert batch.count == 1
    assert the_order().state == OrderState.PARKED
    assert "no account number" in the_order().reason


def test_nobody_approves_their_own_proposal() -> None:
    batch = a_batch()
    with pytest.raises(NeedsOtherEyes, match="You proposed this batch"):
        approve(batch, CLERK)


def test_nobody_approves_twice() -> None:
    batch = approve(a_batch(), FIRST)
    with pytest.raises(NeedsOtherEyes, match="approved this batch already"):
        approve(batch, FIRST)
    assert batch.state == BatchState.APPROVED_ONCE


def test_nobody_approves_an_account_that_they_registered() -> None:
    """Whoever changed an account number, their own or another's, does not let money go there."""
    batch = a_batch(a_payment(account_by=FIRST))
    with pytest.raises(NeedsOtherEyes, match="You registered an account"):
        approve(batch, FIRST)


def test_a_batch_that_is_not_the_one_seen_is_not_approved() -> None:
    with pytest.raises(Refusal, match="not the one you looked at"):
        approve(a_batch(), FIRST, hash_seen="0" * 64)


def test_above_a_large_amount_a_third_person_approves() -> None:
    """EUR 250,000.01 needs three."""
    batch = approve(a_batch(a_payment(amount=250_000_01)), FIRST, SECOND)
    assert batch.state == BatchState.APPROVED_ONCE
    assert approve(batch, THIRD).state == BatchState.APPROVED


def test_one_person_approves_only_so_much_a_day() -> None:
    with pytest.raises(Refusal, match="ask somebody else"):
        approve(a_batch(a_payment(amount=3_000_000_01)), FIRST)


def test_one_approval_is_not_enough_even_for_the_database() -> None:
    """A program that forgets the rule is stopped by the trigger."""
    batch = approve(a_batch(), FIRST)
    with pytest.raises(Refusal, match="cannot leave"):
        export_batch(batch_id=batch.pk, actor=CLERK, now=NOW)
    with pytest.raises(DatabaseError, match="needs 2 approvals"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.APPROVED)


ATTACKS = {
    "another amount": {"amount": 1},
    "another account": {"iban": INVENTED.iban(9)},
    "another name": {"name": "Somebody else"},
    "another identification": {"end_to_end": "X"},
    "out of its batch": {"batch": None, "state": OrderState.WAITING},
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_payment_in_a_batch_does_not_change(attack: str) -> None:
    a_batch()
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentOrder.objects.filter(key="wage/1").update(**ATTACKS[attack])


def test_a_batch_does_not_change_what_was_approved() -> None:
    batch = a_batch()
    for change in ({"hash": "0" * 64}, {"total": 1}, {"approvals_needed": 3}, {"debtor_iban": INVENTED.iban(8)}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(**change)


def test_nothing_joins_a_batch_that_was_looked_at() -> None:
    batch = approve(a_batch(), FIRST)
    (late,) = operations.order(orders=[a_payment("wage/3")])
    with pytest.raises(DatabaseError, match="takes up no more"), transaction.atomic():
        PaymentOrder.objects.filter(pk=late.pk).update(batch=batch, position=9, state=OrderState.BATCHED)


def test_approvals_and_payments_are_never_deleted() -> None:
    approve(a_batch(), FIRST)
    for rows in (Approval.objects, PaymentOrder.objects, Batch.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete("default")


def test_a_withdrawn_batch_gives_its_payments_back() -> None:
    """Something was wrong: with a reason, the payments wait for the next batch, and all approve anew."""
    batch = approve(a_batch(), FIRST)
    with pytest.raises(Refusal, match="Say why"):
        operations.withdraw(batch_id=batch.pk, reason=" ")
    operations.withdraw(batch_id=batch.pk, reason="Wrong day")
    again = operations.propose(proposal=Proposal(Purpose.WAGES, TODAY, "De Marke", HOUSE), actor=CLERK, now=NOW)
    assert (again.number, again.count, again.state) == (batch.number + 1, 2, BatchState.PROPOSED)
    with pytest.raises(Refusal, match="left already"):
        operations.withdraw(batch_id=batch.pk, reason="Again")


def test_nothing_to_pay_makes_no_batch() -> None:
    with pytest.raises(Refusal, match="nothing to pay"):
        operations.propose(proposal=Proposal(Purpose.WAGES, TODAY, "De Marke", HOUSE), actor=CLERK, now=NOW)


def test_a_name_that_does_not_fit_waits_until_two_people_accept_it() -> None:
    """Verification of payee: «no match» parks the payment, and the batch goes on without it."""
    answer = {"iban": INVENTED.iban(1), "name": "Nora Janssens", "known_as": "", "actor": CLERK, "now": NOW}
    operations.record_verification(answer=Verification.NO_MATCH, **answer)
    batch = a_batch()
    assert (batch.count, the_order().state) == (1, OrderState.PARKED)
    assert accept(FIRST).state == OrderState.PARKED
    with pytest.raises(NeedsOtherEyes, match="accepted this payee already"):
        accept(FIRST)
    assert accept(SECOND).state == OrderState.WAITING


def accept(person: uuid.UUID) -> PaymentOrder:
    return operations.accept_payee(order_id=the_order().pk, reason="Seen her card", actor=person, now=NOW)


def test_a_nearly_fitting_name_never_stops_a_wage() -> None:
    """A missing accent is no reason to pay late."""
    operations.record_verification(
        iban=INVENTED.iban(1),
        name="Nora Janssens",
        answer=Verification.CLOSE,
        known_as="N Janssens",
        actor=CLERK,
        now=NOW,
    )
    assert a_batch().count == 2


def test_nothing_is_written_into_a_batch_from_outside() -> None:
    """Somebody who writes to the database cannot slip a payment into a batch that is being approved, not even anew."""
    batch = a_batch()
    (late,) = operations.order(orders=[a_payment("wage/3")])
    row = PaymentOrder.objects.get(pk=late.pk)
    row.pk, row.key, row.end_to_end = uuid7(), "wage/4", uuid7().hex
    row.batch, row.position, row.state = batch, 9, OrderState.BATCHED
    with pytest.raises(DatabaseError, match="begins outside a batch"), transaction.atomic():
        row.save(force_insert=True)


def test_a_batch_begins_as_a_proposal() -> None:
    """Nobody writes a batch that is approved already."""
    batch = a_batch()
    batch.pk, batch.number, batch.state = uuid7(), 99, BatchState.APPROVED
    with pytest.raises(DatabaseError, match="begins as a proposal"), transaction.atomic():
        batch.save(force_insert=True)


def test_a_payment_leaves_with_its_batch_only() -> None:
    """A payment is not at the bank while its batch is not."""
    a_batch()
    with pytest.raises(DatabaseError, match="leaves with its batch"), transaction.atomic():
        PaymentOrder.objects.filter(key="wage/1").update(state=OrderState.SENT)


def test_a_batch_whose_order_was_changed_does_not_leave() -> None:
    """The hash covers the order of the payments too: a batch that was touched stays, and the books are unchanged."""
    batch = approve(a_batch(), FIRST, SECOND)
    first, second = batch.orders.order_by("position")
    for row, position in ((first, 3), (second, 1), (first, 2)):
        PaymentOrder.objects.filter(pk=row.pk).update(position=position)
    with pytest.raises(Refusal, match="Nothing leaves"):
        export_batch(batch_id=batch.pk, actor=CLERK, now=NOW)
    assert role_balance(role="bank.outgoing") == 0


def test_a_closed_month_stops_the_batch_and_changes_nothing() -> None:
    """Money leaves on a day of the open books only."""
    batch = approve(a_batch(), FIRST, SECOND)
    with pytest.raises(UnableToPost, match="closed or not open"), transaction.atomic():
        export_batch(batch_id=batch.pk, actor=CLERK, now=NOW.replace(year=2031))
    assert (Batch.objects.get(pk=batch.pk).state, role_balance(role="bank.outgoing")) == (BatchState.APPROVED, 0)


def test_a_payee_who_waits_for_a_new_account_is_paid_after_its_pause() -> None:
    """Asked for by the person: the payment is in no batch before."""
    later = NOW + dt.timedelta(days=2)
    operations.order(orders=[a_payment(not_before=later), a_payment("wage/2", iban=INVENTED.iban(2))])
    assert propose(now=NOW).count == 1
    assert propose(now=later).orders.get().key == "wage/1"


def propose(*, now: dt.datetime) -> Batch:
    proposal = Proposal(Purpose.WAGES, TODAY, "De Marke", HOUSE)
    return operations.propose(proposal=proposal, actor=CLERK, now=now)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 9, 21, 12, 59, tzinfo=dt.UTC), dt.date(2026, 9, 21)),
        (dt.datetime(2026, 9, 21, 13, 0, tzinfo=dt.UTC), dt.date(2026, 9, 22)),
        (dt.datetime(2026, 9, 25, 13, 0, tzinfo=dt.UTC), dt.date(2026, 9, 28)),
        (dt.datetime(2026, 9, 26, 9, 0, tzinfo=dt.UTC), dt.date(2026, 9, 28)),
    ],
)
def test_the_bank_pays_today_until_three_in_the_afternoon(moment: dt.datetime, day: dt.date) -> None:
    """After that hour, and at the weekend, on the next working day; from the enterprise's own account."""
    operations.order(orders=[a_payment()])
    batch = propose_batch(purpose=Purpose.WAGES, actor=CLERK, now=moment)
    assert (batch.execute_on, batch.debtor_iban) == (day, HOUSE)


def exceptions() -> set[str]:
    """The names of the proofs that do not hold now."""
    with connection.cursor() as cursor:
        broken = set()
        for proof in PROOFS:
            cursor.execute(proof.sql)
            if cursor.fetchone():
                broken.add(proof.name)
    return broken


def test_books_payments_and_batches_agree_all_the_way() -> None:
    """Before it leaves, on its way, half confirmed and paid: every proof holds."""
    batch = approve(a_batch(), FIRST, SECOND)
    assert not exceptions()
    export_batch(batch_id=batch.pk, actor=CLERK, now=NOW)
    assert not exceptions()
    for row in batch.orders.order_by("position"):
        confirm_payments(end_to_end=[row.end_to_end], on=TODAY, actor=SYSTEM)
        assert not exceptions()


def test_money_on_its_way_that_no_payment_explains_is_found() -> None:
    """Somebody books by hand on the account of money on its way: selfcheck says so that night."""
    exported()
    stray = entry("test.stray", Journal.BANK, TODAY, debit("cost.structure", 1_00), credit("bank.outgoing", 1_00))
    post(entry=stray, source=("test.stray", uuid7()), step="post", actor=SYSTEM)
    assert exceptions() == {"payouts.on-its-way-is-at-the-bank"}
