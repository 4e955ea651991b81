"""A file of the bank comes in: every line booked once, or nothing at all with the reason."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.support.banking import INVENTED, SOLD, file, samples
from tests.support.cooperative import known_person
from tests.support.selling import CLERK, NOW, OTHER_NUMBER, TODAY, client_of, invoice_of, line, open_unit

from marke.countries.registry import country
from marke.domain.banking import operations, queries
from marke.domain.banking.enums import BookingKind, Channel, FileState, StatementState
from marke.domain.banking.models import BankFile, BankLine, Booking, PayerRule, Statement
from marke.domain.banking.proofs import PROOFS
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.operations import open_year, post
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.members.models import Subscription
from marke.domain.members.operations import NewSubscription
from marke.domain.members.register import LINES, MEMBERS, next_numbers
from marke.domain.payouts import operations as payouts
from marke.domain.payouts.enums import OrderState, Purpose
from marke.domain.payouts.models import PaymentOrder
from marke.domain.payouts.operations import OrderInput, Proposal
from marke.domain.sales.models import Allocation, Invoice, Payment
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.rules.banking import statements as told
from marke.rules.banking.statements import Counterparty, Detail, Entry
from marke.rules.posting.entry import credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.usecases.explain_bank_line import confirm_match, explain_as_charge, suggestions, undo_match
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.pay_out import export_batch
from marke.usecases.subscribe_share import subscribe_shares
from marke.usecases.take_in_bank_file import TakenIn, take_in

pytestmark = pytest.mark.usefixtures("selling")

OUR_IBAN = "BE71096123456769"
PAYER = Counterparty("Festival Lumen", "BE68539007547034", "KREDBEBB")


@pytest.fixture
def invoice(selling: None) -> Invoice:
    return issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def statement(*entries: Entry, opening: int = 0, number: str = "001", on: dt.date = TODAY) -> told.Statement:
    return replace(
        SOLD,
        account=OUR_IBAN,
        number=number,
        entries=entries,
        opening=opening,
        closing=opening + sum(entry.amount for entry in entries),
        opened_on=on,
        closed_on=on,
    )


def came(amount: int, *, communication: str = "", text: str = "", payer: Counterparty = PAYER, code: str = "") -> Entry:
    detail = Detail(amount, payer, communication=communication, text=text)
    return Entry(amount, TODAY, TODAY, "REF", code=code or "00150000", details=(detail,))


def taken(content: bytes, name: str = "day.cod") -> TakenIn:
    return take_in(name=name, content=content, channel=Channel.UPLOAD, actor=SYSTEM, now=NOW)


def proofs_hold() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for proof in PROOFS:
            cursor.execute(proof.sql)
            assert cursor.fetchall() == [], proof.sentence


def test_a_payment_with_its_reference_settles_its_invoice_by_itself(invoice: Invoice) -> None:
    done = taken(file(statement(came(121_000, communication=invoice.communication))))
    assert (done.kept, done.booked, done.is_quarantined) == (1, 1, False)
    invoice.refresh_from_db()
    assert invoice.outstanding == 0
    assert unit_budget(unit_id=1001).received == 93_500
    assert Booking.objects.get().reasons[0] == "reference"
    assert role_balance(role="bank") == 121_000
    proofs_hold()


def test_the_same_file_again_changes_nothing(invoice: Invoice) -> None:
    content = file(statement(came(121_000, communication=invoice.communication)))
    taken(content)
    again = taken(content, "another name.cod")
    assert not again.is_new
    assert (BankFile.objects.count(), BankLine.objects.count(), Payment.objects.count()) == (1, 1, 1)


def test_the_same_statement_in_another_file_changes_nothing(invoice: Invoice) -> None:
    day = statement(came(121_000, communication=invoice.communication))
    taken(file(day))
    more = taken(file(day, statement(came(1_000), opening=121_000, number="002")))
    assert (more.kept, more.booked) == (1, 1)
    assert role_balance(role="bank") == 122_000
    proofs_hold()


def test_a_statement_after_a_gap_waits_for_the_one_before_it() -> None:
    """Monday came, Tuesday is missing: Wednesday waits, whole, and is booked when Tuesday comes."""
    monday, tuesday = statement(came(100)), statement(came(200), opening=100, number="002")
    wednesday = statement(came(300), opening=300, number="003")
    taken(file(monday))
    assert taken(file(wednesday)).booked == 0
    waiting = Statement.objects.get(state=StatementState.WAITING)
    assert queries.gap_before(waiting) == 200
    assert role_balance(role="bank") == 100
    assert taken(file(tuesday)).booked == 2
    assert role_balance(role="bank") == 600
    proofs_hold()


def test_a_broken_file_is_put_in_quarantine_and_nothing_of_it_counts() -> None:
    content = file(statement(came(100)), statement(came(200), opening=100, number="002"))
    broken = content[: len(content) // 2]
    done = taken(broken)
    assert done.file.state == FileState.QUARANTINED
    assert done.file.rule
    assert (Statement.objects.count(), BankLine.objects.count(), role_balance(role="bank")) == (0, 0, 0)
    assert taken(broken).is_quarantined


def test_a_statement_of_an_account_that_is_not_ours_is_refused() -> None:
    done = taken(file(SOLD))
    assert (done.is_quarantined, done.file.rule) == (True, "bank.not-our-account")


def test_another_currency_is_refused_with_its_reason() -> None:
    done = taken(file(replace(statement(came(100)), currency="USD")))
    assert (done.is_quarantined, done.file.rule) == (True, "bank.currency")


def test_money_without_a_reference_waits_with_suggestions(invoice: Invoice) -> None:
    """The name and the amount fit: a person confirms it once, and the account is known from then on."""
    taken(file(statement(came(121_000, text="merci"))))
    payment = Payment.objects.get()
    assert payment.waiting == 121_000
    best = suggestions(payment=payment)[0]
    assert [owed.invoice_id for owed in best.invoices] == [invoice.pk]
    confirm_match(payment_id=payment.pk, invoice_ids=[invoice.pk], on=TODAY, actor=SYSTEM)
    rule = PayerRule.objects.get()
    assert (rule.iban, rule.client_id) == (PAYER.account, invoice.client_id)
    invoice.refresh_from_db()
    assert invoice.outstanding == 0
    proofs_hold()


def test_one_payment_for_two_invoices_pays_both(invoice: Invoice) -> None:
    other = issue_invoice(invoice=invoice_of(1001, invoice.client_id, line("500")), on=TODAY, actor=SYSTEM)
    both = f"{invoice.communication} {other.communication}"
    taken(file(statement(came(181_500, text=both))))
    invoice.refresh_from_db()
    other.refresh_from_db()
    assert (invoice.outstanding, other.outstanding) == (0, 0)
    assert role_balance(role="bank.suspense") == 0
    proofs_hold()


def test_a_reference_of_another_payer_waits_for_a_person(invoice: Invoice) -> None:
    """The account is known to pay for Zinc, and writes the reference of Lumen: probably a mistake."""
    open_unit(1002)
    zinc = client_of(1002, name="Zinc", number=OTHER_NUMBER)
    mine = issue_invoice(invoice=invoice_of(1002, zinc), on=TODAY, actor=SYSTEM)
    taken(file(statement(came(121_000, communication=mine.communication))))
    taken(file(statement(came(121_000, communication=invoice.communication), opening=121_000, number="002")))
    assert role_balance(role="bank.suspense") == 121_000
    invoice.refresh_from_db()
    assert invoice.outstanding == 121_000


def test_undoing_a_match_is_an_entry_of_its_own(invoice: Invoice) -> None:
    """The invoice is owed again, the money waits, the budget is expected again, and the payer is forgotten."""
    taken(file(statement(came(121_000, communication=invoice.communication))))
    undo_match(allocation_id=Allocation.objects.get().pk, on=TODAY, actor=SYSTEM)
    invoice.refresh_from_db()
    assert (invoice.outstanding, Payment.objects.get().waiting) == (121_000, 121_000)
    budget = unit_budget(unit_id=1001)
    assert (budget.received, budget.expected) == (0, 93_500)
    assert role_balance(role="bank.suspense") == 121_000
    assert PayerRule.objects.get().removed_by == SYSTEM
    confirm_match(payment_id=Payment.objects.get().pk, invoice_ids=[invoice.pk], on=TODAY, actor=SYSTEM)
    assert unit_budget(unit_id=1001).received == 93_500
    assert role_balance(role="bank.suspense") == 0
    proofs_hold()


def test_a_match_is_undone_once(invoice: Invoice) -> None:
    taken(file(statement(came(121_000, communication=invoice.communication))))
    made = Allocation.objects.get().pk
    undo_match(allocation_id=made, on=TODAY, actor=SYSTEM)
    with pytest.raises(Refusal, match="undone before"):
        undo_match(allocation_id=made, on=TODAY, actor=SYSTEM)


def test_charges_of_the_bank_are_borne_by_the_pot() -> None:
    taken(file(statement(came(-250, code="08000000"), opening=1_000)))
    assert Booking.objects.get().kind == BookingKind.CHARGE
    assert (role_balance(role="cost.structure"), role_balance(role="bank")) == (250, -250)
    proofs_hold()


def test_money_that_left_and_nobody_ordered_stands_on_the_clearing_account() -> None:
    """Until somebody says what it was; then the clearing account is back at zero."""
    taken(file(statement(came(-500), opening=1_000)))
    assert role_balance(role="bank.clearing") == -500
    explain_as_charge(booking_id=queries.unexplained().get().pk, on=TODAY, actor=SYSTEM)
    assert role_balance(role="bank.clearing") == 0
    assert not queries.unexplained().exists()
    proofs_hold()


@pytest.mark.parametrize("sample", samples("camt", "*.xml"), ids=lambda path: path.stem)
def test_every_official_sample_comes_in_or_says_why_not(sample) -> None:
    """Euro statements of accounts that we call ours are kept; the others are in quarantine with their reason."""
    content = sample.read_bytes()
    try:
        found = country("be").read_bank_file(content)
    except Refusal:
        found = None
    years = {entry.value_on.year for each in found.statements for entry in each.entries} if found else set()
    for year in sorted(years - {TODAY.year}):
        open_year(year=year, actor=SYSTEM)
    for each in found.statements if found else ():
        operations.open_account(iban=each.account, name="sample")
    done = taken(content, sample.name)
    if found and all(each.currency == "EUR" for each in found.statements):
        assert not done.is_quarantined, done.file.reason
        assert done.kept == len({operations.statement_fingerprint(each) for each in found.statements})
    else:
        assert done.file.rule
        assert BankLine.objects.count() == 0
    proofs_hold()


def ordered(amount: int) -> PaymentOrder:
    """A payment that two people approved and that was given to the bank."""
    owed = entry("test.owed", Journal.PAY, TODAY, debit("cost.structure", amount), credit("payable.net_pay", amount))
    post(entry=owed, source=("test.owed", uuid7()), step="post", actor=SYSTEM)
    source = ("test.payment", uuid7())
    given = OrderInput("test/1", Purpose.OTHER, "payable.net_pay", source, "Nora", INVENTED.iban(1), amount, TODAY)
    payouts.order(orders=[given])
    batch = payouts.propose(proposal=Proposal(Purpose.OTHER, TODAY, "De Marke", OUR_IBAN), actor=CLERK, now=NOW)
    for _ in range(2):
        batch = payouts.approve(batch_id=batch.pk, hash_seen=batch.hash, actor=uuid7(), now=NOW)
    export_batch(batch_id=batch.pk, actor=CLERK, now=NOW)
    return PaymentOrder.objects.get()


def moved(order: PaymentOrder, amount: int, **more: str) -> Entry:
    detail = Detail(amount, Counterparty("Nora", order.iban), end_to_end=order.end_to_end, **more)
    return Entry(amount, TODAY, TODAY, details=(detail,))


def test_a_payment_that_we_ordered_is_paid_when_the_statement_shows_it() -> None:
    """What was on its way is at zero again (ledger rule R23)."""
    order = ordered(40_000)
    assert role_balance(role="bank.outgoing") == 40_000
    taken(file(statement(moved(order, -40_000), opening=50_000)))
    order.refresh_from_db()
    assert (order.state, order.executed_on) == (OrderState.EXECUTED, TODAY)
    assert (role_balance(role="bank.outgoing"), role_balance(role="bank")) == (0, -40_000)
    proofs_hold()


def test_a_payment_that_comes_back_is_owed_again() -> None:
    order = ordered(40_000)
    taken(file(statement(moved(order, -40_000), opening=50_000)))
    taken(file(statement(moved(order, 40_000, return_reason="AC04"), opening=10_000, number="002")))
    order.refresh_from_db()
    assert (order.state, order.reason) == (OrderState.RETURNED, "AC04")
    assert (role_balance(role="payable.net_pay"), role_balance(role="bank")) == (40_000, 0)
    proofs_hold()


def test_a_payment_of_another_amount_than_ordered_is_not_taken_for_it() -> None:
    """The bank shows 399.00 where 400.00 was ordered: somebody has to look."""
    order = ordered(40_000)
    taken(file(statement(moved(order, -39_900), opening=50_000)))
    order.refresh_from_db()
    assert order.state == OrderState.SENT
    assert queries.unexplained().count() == 1
    proofs_hold()


def test_money_for_a_share_makes_a_member() -> None:
    """Rule 4: membership begins on the day the money arrives."""
    for series in (MEMBERS, LINES):
        next_numbers(series=series, count=1)
    person = known_person()
    (share,) = subscribe_shares(subscriptions=[NewSubscription(1, person_id=person.pk)], today=TODAY, actor=SYSTEM)
    taken(file(statement(came(share.amount, communication=share.reference))))
    share.refresh_from_db()
    assert share.state == Subscription.State.PAID
    assert role_balance(role="bank.cooperative") == share.amount
    assert Booking.objects.get().kind == BookingKind.SHARE
    proofs_hold()


def test_a_share_paid_with_another_amount_waits_for_a_person() -> None:
    person = known_person()
    (share,) = subscribe_shares(subscriptions=[NewSubscription(1, person_id=person.pk)], today=TODAY, actor=SYSTEM)
    taken(file(statement(came(share.amount - 1, communication=share.reference))))
    share.refresh_from_db()
    assert share.state == Subscription.State.SUBSCRIBED
    assert role_balance(role="bank.suspense") == share.amount - 1
    proofs_hold()
