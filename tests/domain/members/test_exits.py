"""Leaving: at nominal value, within three years, heard before an exclusion."""

import datetime as dt

import pytest
from tests.support.cooperative import TODAY, Facts, member, subscribe

from marke.countries.be.identifiers import make_iban
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance
from marke.domain.members import exits, policies, queries
from marke.domain.members.models import Exit, Member
from marke.domain.members.operations import UnableToSubscribe, apply
from marke.domain.people.models import Person
from marke.usecases.leave_enterprise import accept_exit, repay_exit


def leave(person: Person) -> Exit:
    return exits.request_exit(member_id=apply(person_id=person.pk).pk, today=TODAY, actor=SYSTEM)


def accept(leaving: Exit) -> Exit:
    return accept_exit(exit_id=leaving.pk, reason="Board of 9 March", today=TODAY, actor=SYSTEM)


def release(leaving: Exit) -> Exit:
    return exits.release_repayment(exit_id=leaving.pk, reason="Both tests passed", today=TODAY, actor=SYSTEM)


def propose(file: Member) -> Exit:
    reason = "Invoices of a company of their own"
    return exits.propose_exclusion(member_id=file.pk, reason=reason, today=TODAY, actor=SYSTEM)


def test_rule_05_an_exit_is_repaid_at_nominal_value_within_three_years() -> None:
    """Two shares of EUR 30: EUR 60 is owed, at the latest three years after the member asked."""
    leaving = accept(leave(member(shares=2)))
    assert (leaving.count, leaving.amount, leaving.repay_before) == (2, 6000, dt.date(2029, 3, 10))
    assert (role_balance(role="share.capital"), role_balance(role="payable.share_exit")) == (0, 6000)


def test_rule_05_the_money_leaves_after_the_net_asset_and_liquidity_test() -> None:
    leaving = accept(leave(member()))
    with pytest.raises(exits.UnableToLeave):
        repay_exit(exit_id=leaving.pk, iban=make_iban(5), on=TODAY, today=TODAY, actor=SYSTEM)
    release(leaving)
    repaid = repay_exit(exit_id=leaving.pk, iban=make_iban(5), on=TODAY, today=TODAY, actor=SYSTEM)
    assert repaid.state == Exit.State.REPAID
    assert (role_balance(role="payable.share_exit"), role_balance(role="bank.cooperative")) == (0, 0)


def test_who_left_has_no_right_of_use() -> None:
    person = member(shares=5)
    accept(leave(person))
    assert not policies.has_right_of_use(person_id=person.pk, as_of=TODAY)
    assert queries.capital_as_of(as_of=TODAY).shares == 0


def test_a_member_can_stay_until_the_exit_is_accepted() -> None:
    leaving = leave(member())
    assert exits.withdraw_exit(exit_id=leaving.pk, actor=SYSTEM).state == Exit.State.WITHDRAWN
    again = leave(Person.objects.get())
    accept(again)
    with pytest.raises(exits.UnableToLeave, match="moved on"):
        exits.withdraw_exit(exit_id=again.pk, actor=SYSTEM)


def test_one_exit_at_a_time() -> None:
    person = member()
    leave(person)
    with pytest.raises(exits.UnableToLeave, match="under way"):
        leave(person)


def test_who_is_leaving_buys_no_new_shares() -> None:
    person = member()
    accept(leave(person))
    with pytest.raises(UnableToSubscribe, match="under way"):
        subscribe(person)


def test_an_exclusion_waits_one_month_for_observations() -> None:
    """Without observations the decision comes after the month; with them it may come at once."""
    file = apply(person_id=member().pk)
    proposal = exits.propose_exclusion(
        member_id=file.pk, reason="Invoices of a company of their own", today=TODAY, actor=SYSTEM
    )
    assert proposal.observations_until == dt.date(2026, 4, 10)
    with pytest.raises(exits.UnableToLeave, match="observations"):
        accept(proposal)
    exits.record_observations(exit_id=proposal.pk, text="That is not so.", today=TODAY, actor=SYSTEM)
    assert accept(proposal).amount == 3000
    assert Member.objects.get().state == Member.State.EXCLUDED


def test_observations_after_the_month_are_too_late() -> None:
    file = apply(person_id=member().pk)
    proposal = exits.propose_exclusion(
        member_id=file.pk, reason="Invoices of a company of their own", today=TODAY, actor=SYSTEM
    )
    with pytest.raises(exits.UnableToLeave, match="over"):
        exits.record_observations(exit_id=proposal.pk, text="Wait.", today=dt.date(2026, 4, 11), actor=SYSTEM)


def test_a_rejected_exclusion_changes_nothing() -> None:
    person = member()
    file = apply(person_id=person.pk)
    proposal = exits.propose_exclusion(
        member_id=file.pk, reason="Invoices of a company of their own", today=TODAY, actor=SYSTEM
    )
    exits.reject_exclusion(exit_id=proposal.pk, reason="Not proven", today=TODAY, actor=SYSTEM)
    assert policies.has_right_of_use(person_id=person.pk, as_of=TODAY)


@pytest.mark.parametrize("reason", ["", "   ", "ok"])
def test_a_decision_has_its_reason(reason: str) -> None:
    leaving = leave(member())
    with pytest.raises(exits.UnableToLeave, match="few words"):
        accept_exit(exit_id=leaving.pk, reason=reason, today=TODAY, actor=SYSTEM)


def test_nobody_leaves_without_shares() -> None:
    file = apply(person_id=member(Facts(serial=1)).pk)
    accept(exits.request_exit(member_id=file.pk, today=TODAY, actor=SYSTEM))
    Member.objects.filter(pk=file.pk).update(state=Member.State.MEMBER)
    Exit.objects.update(state=Exit.State.WITHDRAWN)
    with pytest.raises(exits.UnableToLeave, match="no shares"):
        exits.request_exit(member_id=file.pk, today=TODAY, actor=SYSTEM)
