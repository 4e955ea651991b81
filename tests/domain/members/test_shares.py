"""Rules 1 to 5: shares give the right of use, are paid by the person, count from the money, and leave at par."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from tests.support.cooperative import TODAY, Facts, known_person, member, pay, subscribe

from marke.countries.be.identifiers import NotAnIdentifier, make_iban, make_structured_communication
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance
from marke.domain.members import policies, queries, register
from marke.domain.members.models import Member, ShareMovement, Subscription, YearOfUse
from marke.domain.members.operations import (
    NewSubscription,
    SharePayment,
    UnableToReceive,
    UnableToSubscribe,
    admit,
    apply,
)
from marke.domain.parameters.operations import decide
from marke.domain.people.operations import NewPerson, register_person
from marke.domain.people.policies import NotKnownWellEnough
from marke.rules.posting.entry import MalformedEntry, credit, debit, entry
from marke.rules.posting.journals import Journal
from marke.usecases.receive_share_payment import receive_share_payments
from marke.usecases.subscribe_share import expire_shares, subscribe_shares


def payment_of(subscription: Subscription, **changes: object) -> SharePayment:
    facts = {
        "reference": subscription.reference,
        "amount": subscription.amount,
        "payer_iban": make_iban(77),
        "paid_on": TODAY,
    }
    return SharePayment(**{**facts, **changes})  # type: ignore[arg-type]


def receive(payment: SharePayment, *, today: dt.date = TODAY) -> Subscription:
    return receive_share_payments(payments=[payment], today=today, actor=SYSTEM)[0]


def test_rule_01_n_shares_give_n_years_of_use() -> None:
    """Three shares bought in 2026 give the right of use in 2026, 2027 and 2028."""
    person = member(shares=3)
    years = [dt.date(year, 6, 1) for year in (2026, 2027, 2028, 2029)]
    assert [policies.has_right_of_use(person_id=person.pk, as_of=day) for day in years] == [True, True, True, False]


def test_rule_01_the_next_share_is_for_the_next_year() -> None:
    """Who has a share for this year buys the next one for next year."""
    person = member()
    assert subscribe(person).first_year == 2027


def test_rule_01_who_skipped_a_year_owes_no_arrears() -> None:
    """A member of 2025 who comes back in 2027 buys one share, for 2027."""
    person = member(on=dt.date(2025, 4, 1))
    assert not policies.has_right_of_use(person_id=person.pk, as_of=TODAY)
    assert subscribe(person, on=dt.date(2027, 2, 1)).first_year == 2027


def test_rule_01_one_share_is_enough_for_a_year() -> None:
    """No second share is sold for a year that has one."""
    person = member()
    subscription = Subscription.objects.get(member__person=person)
    with pytest.raises(DatabaseError, match="one_share_is_enough"), transaction.atomic():
        YearOfUse.objects.create(member=subscription.member, year=2026, starts_on=TODAY, subscription=subscription)


def test_rule_02_without_a_share_for_the_year_nothing_new_is_let_in() -> None:
    person = known_person()
    with pytest.raises(policies.NoRightOfUse, match="2026"):
        policies.require_right_of_use(person_id=person.pk, as_of=TODAY)


def test_rule_03_a_share_is_paid_by_the_person() -> None:
    """The enterprise's own account cannot pay a share."""
    subscription = subscribe(known_person())
    with pytest.raises(UnableToReceive, match="never by the enterprise"):
        receive(payment_of(subscription, payer_iban=make_iban(1)))


def test_rule_03_no_entry_pays_a_share_from_a_unit() -> None:
    """Shares and unit budgets belong to two legal entities; an entry that touches both is refused."""
    with pytest.raises(MalformedEntry):
        entry(
            "x",
            Journal.BUDGET,
            TODAY,
            debit("unit.received", 3000, unit=1001),
            credit("receivable.share", 3000),
        )


def test_rule_03_a_paid_share_names_the_account_it_came_from() -> None:
    subscription = subscribe(known_person())
    with pytest.raises(DatabaseError, match="rule_03"), transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(state="paid", paid_on=TODAY)


def test_rule_04_membership_counts_from_the_day_the_money_arrives() -> None:
    """Subscribed on the 10th, paid on the 15th: a member from the 15th."""
    person = known_person()
    subscription = subscribe(person)
    arrived = TODAY + dt.timedelta(days=5)
    receive(payment_of(subscription, paid_on=arrived), today=arrived)
    assert not policies.has_right_of_use(person_id=person.pk, as_of=arrived - dt.timedelta(days=1))
    assert policies.has_right_of_use(person_id=person.pk, as_of=arrived)
    assert Member.objects.get(person=person).since == arrived


def test_rule_04_a_transfer_comes_within_ten_days() -> None:
    """Money on the tenth day pays the share, money on the eleventh does not."""
    last, late = TODAY + dt.timedelta(days=10), TODAY + dt.timedelta(days=11)
    subscription = subscribe(known_person())
    with pytest.raises(UnableToReceive, match="had to be paid"):
        receive(payment_of(subscription, paid_on=late), today=late)
    assert receive(payment_of(subscription, paid_on=last), today=late).state == Subscription.State.PAID


def test_rule_04_an_unpaid_share_expires_and_nothing_is_owed() -> None:
    subscription = subscribe(known_person())
    assert expire_shares(today=subscription.pay_before, actor=SYSTEM) == []
    assert expire_shares(today=subscription.pay_before + dt.timedelta(days=1), actor=SYSTEM) == [subscription]
    assert (role_balance(role="receivable.share"), role_balance(role="share.capital")) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"amount": 2999}, UnableToReceive, "EUR 30.00"),
        ({"amount": 6000}, UnableToReceive, "EUR 30.00"),
        ({"reference": make_structured_communication(5)}, UnableToReceive, "No shares wait"),
        ({"reference": "123"}, NotAnIdentifier, "structured communication"),
        ({"payer_iban": "BE00 0000"}, NotAnIdentifier, "bank account"),
        ({"paid_on": TODAY + dt.timedelta(days=1)}, UnableToReceive, "not come yet"),
    ],
)
def test_a_payment_that_does_not_fit_pays_nothing(changes: dict, error: type[Exception], words: str) -> None:
    """Too little, too much, unknown, mistyped or from the future: refused with the reason, the shares keep waiting."""
    subscription = subscribe(known_person())
    with pytest.raises(error) as refused:
        receive(payment_of(subscription, **changes))
    assert words in str(refused.value)
    subscription.refresh_from_db()
    assert subscription.state == Subscription.State.SUBSCRIBED


def test_a_share_is_paid_once() -> None:
    subscription = subscribe(known_person())
    receive(payment_of(subscription))
    with pytest.raises(UnableToReceive, match="paid already"):
        receive(payment_of(subscription))


def test_the_books_follow_subscription_and_payment() -> None:
    """P31: EUR 30 is owed, then paid; the capital is EUR 30."""
    subscription = subscribe(known_person())
    assert (role_balance(role="receivable.share"), role_balance(role="share.capital")) == (3000, 3000)
    pay(subscription)
    balances = [role_balance(role=role) for role in ("receivable.share", "share.capital", "bank.cooperative")]
    assert balances == [0, 3000, 3000]


def test_the_register_equals_the_capital_in_the_books() -> None:
    """Register of today = capital less what subscribers still owe."""
    member(Facts(serial=1), shares=3)
    member(Facts(serial=2))
    subscribe(known_person(Facts(serial=3)))
    statement = queries.capital_as_of(as_of=TODAY)
    assert (statement.members, statement.shares, statement.amount) == (2, 4, 12_000)
    assert statement.amount == role_balance(role="share.capital") - role_balance(role="receivable.share")


def test_the_register_can_be_shown_as_of_every_past_day() -> None:
    member(Facts(serial=1), on=dt.date(2025, 5, 5))
    member(Facts(serial=2))
    assert queries.capital_as_of(as_of=dt.date(2025, 5, 4)).shares == 0
    assert [row.shares for row in queries.register_as_of(as_of=dt.date(2025, 12, 31))] == [1]
    assert [row.number for row in queries.register_as_of(as_of=TODAY)] == [1, 2]


def test_a_line_of_the_register_never_changes() -> None:
    member()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ShareMovement.objects.update(count=100)


def test_lines_of_the_register_are_numbered_without_gaps() -> None:
    for serial in range(1, 4):
        member(Facts(serial=serial))
    assert list(ShareMovement.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("count", [0, -1, 21, 10**9])
def test_a_number_that_is_no_number_of_shares_is_refused(count: int) -> None:
    with pytest.raises(UnableToSubscribe, match="1 to 20"):
        subscribe(known_person(), count=count)


def test_one_subscription_waits_at_a_time() -> None:
    """Who has not paid yet does not subscribe again."""
    person = known_person()
    subscribe(person)
    with pytest.raises(UnableToSubscribe, match="waiting for payment"):
        subscribe(person)


def test_two_subscriptions_of_one_person_in_one_batch_are_refused() -> None:
    wanted = NewSubscription(count=1, person_id=known_person().pk)
    with pytest.raises(UnableToSubscribe):
        subscribe_shares(subscriptions=[wanted, wanted], today=TODAY, actor=SYSTEM)


def test_a_share_needs_address_and_phone() -> None:
    """Identity grade 1 opens shares."""
    nameless = NewPerson(given_name="", family_name="Doe", birth_date=dt.date(1990, 1, 1))
    stranger = register_person(new=nameless, today=TODAY, actor=SYSTEM)
    with pytest.raises(NotKnownWellEnough, match="address"):
        subscribe(stranger)


def test_partners_need_the_decision_of_the_board() -> None:
    """Category C opens with an admission, never by itself."""
    person = known_person()
    file = apply(person_id=person.pk, category="C")
    with pytest.raises(UnableToSubscribe, match="category C"):
        subscribe(person)
    admit(member_id=file.pk, category="C", reason="Board of 3 March", on=TODAY, actor=SYSTEM)
    assert subscribe(person).member.category == "C"


def test_shares_go_to_another_member_at_nominal_value() -> None:
    """The receiver becomes a member, the giver of the last share leaves, the capital stays."""
    giver, receiver = member(Facts(serial=1), shares=2), known_person(Facts(serial=2))
    files = [apply(person_id=person.pk) for person in (giver, receiver)]
    register.transfer_shares(giver_id=files[0].pk, receiver_id=files[1].pk, count=2, on=TODAY, actor=SYSTEM)
    assert [queries.shares_of(member_id=file.pk, as_of=TODAY) for file in files] == [0, 2]
    assert not policies.has_right_of_use(person_id=giver.pk, as_of=TODAY)
    assert queries.capital_as_of(as_of=TODAY).amount == 6000
    assert Member.objects.get(person=giver).state == Member.State.LEFT


@pytest.mark.parametrize("count", [0, 3, -1])
def test_nobody_gives_more_shares_than_they_have(count: int) -> None:
    giver, receiver = member(Facts(serial=1), shares=2), known_person(Facts(serial=2))
    files = [apply(person_id=person.pk) for person in (giver, receiver)]
    with pytest.raises(register.UnableToTransfer, match="2 shares"):
        register.transfer_shares(giver_id=files[0].pk, receiver_id=files[1].pk, count=count, on=TODAY, actor=SYSTEM)


def test_shares_keep_the_price_of_their_day() -> None:
    """When the price changes, older shares keep their own nominal value."""
    person = member()
    decide(name="share.price", value=Decimal(4000), valid_from=dt.date(2026, 4, 1), source="board", actor=SYSTEM)
    pay(subscribe(person, on=dt.date(2026, 4, 2)), on=dt.date(2026, 4, 3))
    file = apply(person_id=person.pk)
    assert queries.shares_by_price(member_id=file.pk, as_of=dt.date(2026, 4, 3)) == {3000: 1, 4000: 1}
