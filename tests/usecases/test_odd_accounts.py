"""The largest single theft is one changed account: what looks odd waits until somebody else has looked."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from tests.support.banking import INVENTED
from tests.support.cooperative import Facts, known_person

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.parameters.operations import decide
from marke.domain.payouts import operations
from marke.domain.payouts.cases import TooManyNewAccounts, decide_case
from marke.domain.payouts.enums import CaseKind, CaseState, OrderState, Purpose
from marke.domain.payouts.models import AccountCase, Batch, PaymentOrder
from marke.domain.payouts.operations import OrderInput, Proposal
from marke.domain.people.models import Person
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal
from marke.usecases.change_bank_account import change_bank_account
from marke.usecases.pay_out import look_again, settle_case

pytestmark = pytest.mark.usefixtures("selling")
NOW = dt.datetime(2026, 9, 21, 10, tzinfo=dt.UTC)
CLERK, OTHER = (uuid.UUID(f"00000000-0000-7000-8000-0000000000{digit}") for digit in ("c1", "a1"))
THEIRS = INVENTED.iban(77)


@pytest.fixture
def couple(selling: None) -> tuple[Person, Person]:
    """Nora's account, and Bo who registers the same one a week later."""
    nora, bo = (known_person(Facts(serial=serial)) for serial in (21, 22))
    for person, moment in ((nora, NOW - dt.timedelta(days=30)), (bo, NOW - dt.timedelta(days=7))):
        change_bank_account(person_id=person.pk, iban=THEIRS, now=moment, actor=OTHER)
    return nora, bo


def pay(person: Person, iban: str = THEIRS) -> PaymentOrder:
    order = OrderInput(
        key=f"wage/{uuid7()}",
        purpose=Purpose.WAGES,
        owed="payable.net_pay",
        source=("wages.payslip", uuid7()),
        name=str(person),
        iban=iban,
        amount=100_00,
        due_on=NOW.date(),
        person_id=person.pk,
    )
    return operations.order(orders=[order])[0]


def propose() -> Batch:
    proposal = Proposal(Purpose.WAGES, NOW.date(), "De Marke", "BE71096123456769")
    return operations.propose(proposal=proposal, actor=CLERK, now=NOW)


def test_one_account_for_two_people_keeps_back_whoever_came_last(couple: tuple[Person, Person]) -> None:
    """Nora, who had it first, is paid; Bo's wage waits until somebody has looked."""
    first, second = (pay(person) for person in couple)
    assert list(propose().orders.all()) == [first]
    second.refresh_from_db()
    assert (second.state, AccountCase.objects.get().person) == (OrderState.PARKED, couple[1])


def test_once_found_in_order_the_wage_goes_on(couple: tuple[Person, Person]) -> None:
    """A couple: with a reason, by somebody who registered neither account."""
    pay(couple[0])
    waiting = pay(couple[1])
    propose()
    assert look_again(order_ids=[waiting.pk], now=NOW) == 0
    settle_case(case_id=AccountCase.objects.get().pk, in_order=True, reason="A couple", actor=CLERK, now=NOW)
    assert propose().orders.get() == waiting


def test_a_parked_wage_follows_its_payee_to_another_account(couple: tuple[Person, Person]) -> None:
    """Not in order: Bo registers an account of their own, and the wage goes there after its pause."""
    pay(couple[0])
    waiting = pay(couple[1])
    propose()
    decide_case(case_id=AccountCase.objects.get().pk, in_order=False, reason="Not theirs", actor=CLERK, now=NOW)
    account = change_bank_account(person_id=couple[1].pk, iban=INVENTED.iban(78), now=NOW, actor=OTHER)
    assert look_again(order_ids=[waiting.pk], now=account.usable_from) == 1
    waiting.refresh_from_db()
    assert (waiting.iban, waiting.account_by) == (INVENTED.iban(78), OTHER)


def test_nobody_decides_on_an_account_that_they_registered(couple: tuple[Person, Person]) -> None:
    case = AccountCase.objects.get()
    with pytest.raises(Refusal, match="another person decides"):
        decide_case(case_id=case.pk, in_order=True, reason="Mine", actor=OTHER, now=NOW)
    with pytest.raises(Refusal, match="what you found"):
        decide_case(case_id=case.pk, in_order=True, reason=" ", actor=CLERK, now=NOW)
    assert AccountCase.objects.get().state == CaseState.OPEN


def test_many_new_accounts_in_one_day_stop_every_batch() -> None:
    """A break-in changes many at once: nothing is proposed nor handed to the bank until somebody has looked."""
    decide(name="iban.changes_a_day", value=Decimal(2), valid_from=NOW.date(), source="Test", actor=SYSTEM)
    pay(known_person(Facts(serial=30)))
    batch = propose()
    for serial in (31, 32, 33):
        person = known_person(Facts(serial=serial))
        change_bank_account(person_id=person.pk, iban=INVENTED.iban(300 + serial), now=NOW, actor=OTHER)
    case = AccountCase.objects.get(kind=CaseKind.BURST)
    for deed in (propose, lambda: operations.batch_to_export(batch_id=batch.pk)):
        with pytest.raises(TooManyNewAccounts, match="Nothing leaves"):
            deed()
    with pytest.raises(Refusal, match="another person decides"):
        decide_case(case_id=case.pk, in_order=True, reason="Fine", actor=OTHER, now=NOW)
    decide_case(case_id=case.pk, in_order=True, reason="A bank closed", actor=CLERK, now=NOW)
    with pytest.raises(Refusal, match="nothing to pay"):
        propose()
