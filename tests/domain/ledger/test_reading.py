"""Reading the books: budgets, statements, trial balances, and who may see what."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.db import connection, transaction
from tests.domain.ledger.conftest import ACTOR, APPROVER, DAY, invoice

from marke.domain.foundation.transactions import acting
from marke.domain.ledger import holds, operations, queries
from marke.domain.ledger.operations import Posting
from marke.domain.ledger.refusals import HoldResolved, KeyReused, NeedsTwoPeople, UnableToPost, UnableToSpend
from marke.kernel.dates import Month
from marke.rules.posting.entry import Account
from marke.rules.posting.recipes import budgets, sales
from marke.rules.posting.roles import ROLES

pytestmark = pytest.mark.usefixtures("books")

APRIL = dt.date(2026, 4, 2)


@pytest.fixture
def paid(books):
    """Unit 1001 invoiced in March and was paid in April."""
    post(invoice(), "invoice")
    post(sales.client_payment(on=APRIL, unit=1001, paid=1210_00, budget=935_00, expected_left=935_00), "payment")


def post(entry, step):
    return operations.post(entry=entry, source=("test", 1), step=step, actor=ACTOR)


def test_the_roles_in_the_database_are_those_of_the_rules():
    """Number, name, book, side, entity and floor of each role are the same in both places."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, code, book::text, side, entity, per_unit, default_floor from ledger.role order by id"
        )
        rows = cursor.fetchall()
    expected = [(r.number, r.code, r.book.value, r.side, r.entity, r.per_unit, r.default_floor) for r in ROLES]
    assert rows == sorted(expected)


def test_a_payment_turns_expected_into_received(paid):
    """After the client's payment the budget is received, and may be spent on anything."""
    budget = queries.unit_budget(unit_id=1001)
    assert (budget.received, budget.expected, budget.available) == (935_00, 0, 935_00)


def test_a_unit_without_movements_has_nothing():
    """A new unit's budget is zero, not an error."""
    assert queries.unit_budget(unit_id=4242) == queries.UnitBudget()


def test_what_is_committed_is_not_available(paid):
    """A reservation lowers what is available, and expected money is only for pay."""
    post(invoice(), "second invoice")
    reservation = holds.Reservation(
        Account("unit.expected", 1001), 500_00, ("contract", 1), "sign", dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    )
    holds.hold(reservation=reservation, actor=ACTOR)
    budget = queries.unit_budget(unit_id=1001)
    assert (budget.committed, budget.available, budget.available_for_pay) == (500_00, 935_00, 1370_00)


def test_a_statement_runs_from_opening_to_closing(paid):
    """The statement of April opens with March's budget; a payment changes its kind, not its amount."""
    statement = queries.unit_statement(unit_id=1001, start=dt.date(2026, 4, 1), end=dt.date(2026, 4, 30))
    assert (statement.opening, statement.closing) == (935_00, 935_00)
    [line] = statement.lines
    assert (line.kind, line.received, line.expected, line.amount) == ("sales.payment", 935_00, -935_00, 0)


def test_a_statement_keeps_a_running_balance(paid):
    """Each line shows the budget after it."""
    post(budgets.transfer(on=APRIL, giver=1001, taker=1002, amount=35_00), "gift")
    statement = queries.unit_statement(unit_id=1001, start=dt.date(2026, 1, 1), end=dt.date(2026, 12, 31))
    assert [line.balance for line in statement.lines] == [935_00, 935_00, 900_00]


def test_the_latest_movements_keep_their_balances(paid):
    """Asked for the last movement only, the statement opens with what stood before it."""
    post(budgets.transfer(on=APRIL, giver=1001, taker=1002, amount=35_00), "gift")
    year = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}
    statement = queries.unit_statement(unit_id=1001, latest=1, **year)
    assert (statement.opening, [line.amount for line in statement.lines], statement.closing) == (
        935_00,
        [-35_00],
        900_00,
    )


def test_projects_are_parts_of_the_unit(books):
    """A project's budget is its own account; the unit's budget is the sum."""
    project = uuid.UUID(int=7)
    post(sales.invoice(on=DAY, unit=1001, turnover=sales.Turnover(100_00, 0, 6_50), project=project), "project")
    post(invoice(), "unit")
    assert queries.unit_budget(unit_id=1001, project_id=project).expected == 93_50
    assert queries.unit_budget(unit_id=1001).expected == 1028_50


def test_the_trial_balance_closes_now_and_at_a_past_day(paid):
    """Debits equal credits, today and at the end of March; March does not know April's payment."""
    march = {row.role.code: row.natural for row in queries.trial_balance(as_of=dt.date(2026, 3, 31))}
    now = {row.role.code: row.natural for row in queries.trial_balance()}
    assert (march["bank"], now["bank"]) == (0, 1210_00)
    assert (march["receivable.client"], now["receivable.client"]) == (1210_00, 0)
    assert sum(row.cents for row in queries.trial_balance()) == 0


def test_a_closed_month_gives_the_same_trial_balance(paid):
    """The balances kept at closing and the lines tell the same."""
    before = queries.trial_balance(as_of=APRIL)
    for number in (1, 2, 3):
        operations.close_month(month=Month(2026, number), requested_by=ACTOR, approved_by=APPROVER)
    assert queries.trial_balance(as_of=APRIL) == before
    assert queries.open_months()[0] == dt.date(2026, 4, 1)


def test_a_month_is_closed_by_two_people(books):
    """Nobody closes a month alone."""
    with pytest.raises(NeedsTwoPeople), transaction.atomic():
        operations.close_month(month=Month(2026, 1), requested_by=ACTOR, approved_by=ACTOR)


def test_a_closed_month_refuses_until_it_is_reopened(books):
    """A posting in a closed month is refused; reopened for a reason, it is accepted."""
    january = dt.date(2026, 1, 15)
    operations.close_month(month=Month(2026, 1), requested_by=ACTOR, approved_by=APPROVER)
    with pytest.raises(UnableToPost), transaction.atomic():
        post(invoice(on=january), "late")
    operations.reopen_month(month=Month(2026, 1), requested_by=ACTOR, approved_by=APPROVER, reason="a late invoice")
    assert post(invoice(on=january), "late").new


def test_an_advance_is_agreed_by_two_people(books):
    """With an agreed floor a unit may go below zero, no further than agreed."""
    account = Account("unit.received", 1001)
    with pytest.raises(NeedsTwoPeople), transaction.atomic():
        operations.set_floor(account=account, floor=-50_00, requested_by=ACTOR, approved_by=ACTOR, reason="advance")
    operations.set_floor(account=account, floor=-50_00, requested_by=ACTOR, approved_by=APPROVER, reason="advance")
    post(budgets.internal_charge(on=DAY, unit=1001, amount=50_00), "room")
    assert queries.balance(account=account) == -50_00
    with pytest.raises(UnableToSpend), transaction.atomic():
        post(budgets.internal_charge(on=DAY, unit=1001, amount=1), "again")


def test_an_entry_is_undone_once(books):
    """A reversal takes everything back; a second one is refused."""
    posted = post(invoice(), "invoice")
    source = ("test", 2)
    assert operations.reverse(entry_id=posted.entry_id, on=DAY, source=source, step="undo", actor=ACTOR).new
    assert not operations.reverse(entry_id=posted.entry_id, on=DAY, source=source, step="undo", actor=ACTOR).new
    assert queries.unit_budget(unit_id=1001).expected == 0
    with pytest.raises(UnableToPost), transaction.atomic():
        operations.reverse(entry_id=posted.entry_id, on=DAY, source=source, step="undo again", actor=ACTOR)


def test_a_batch_answers_per_step(books):
    """A batch says for each step whether it was written now or before, in the order asked (G9)."""
    postings = [Posting(invoice(unit), ("batch", unit), "issue") for unit in (1001, 1002, 1003)]
    first = operations.post_many(postings=postings[1:2], actor=ACTOR)
    answers = operations.post_many(postings=postings, actor=ACTOR)
    assert [answer.new for answer in answers] == [True, False, True]
    assert answers[1].entry_id == first[0].entry_id
    assert queries.unit_budgets(unit_ids=[1001, 1002, 1003])[1003].expected == 935_00


def test_a_batch_with_one_conflict_posts_nothing(books):
    """One step with other content refuses the whole batch (R20)."""
    operations.post_many(postings=[Posting(invoice(1001), ("batch", 1), "issue")], actor=ACTOR)
    changed = [Posting(invoice(1002), ("batch", 2), "issue"), Posting(invoice(1002), ("batch", 1), "issue")]
    with pytest.raises(KeyReused), transaction.atomic():
        operations.post_many(postings=changed, actor=ACTOR)
    assert queries.unit_budget(unit_id=1002).expected == 0


def test_a_batch_that_names_a_step_twice_is_refused(books):
    """The same step twice in one batch is an error of the caller."""
    postings = [Posting(invoice(), ("batch", 1), "issue")] * 2
    with pytest.raises(KeyReused), transaction.atomic():
        operations.post_many(postings=postings, actor=ACTOR)


def test_a_wage_run_spends_its_reservations_in_one_batch(paid):
    """What was reserved for each payslip is spent by the batch; what is not needed becomes free again (R9)."""
    soon = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    account = Account("unit.received", 1001)
    reservations = [holds.Reservation(account, 300_00, ("payslip", n), "reserve", soon) for n in range(3)]
    ids = holds.hold_many(reservations=reservations, actor=ACTOR)
    assert queries.unit_budget(unit_id=1001).available == 35_00
    charge = budgets.internal_charge(on=DAY, unit=1001, amount=290_00)
    postings = [Posting(replace(charge, hold=hold_id), ("payslip", n), "pay") for n, hold_id in enumerate(ids)]
    assert all(posted.new for posted in operations.post_many(postings=postings, actor=ACTOR))
    budget = queries.unit_budget(unit_id=1001)
    assert (budget.committed, budget.available) == (0, 65_00)


def test_an_empty_batch_is_nothing():
    """Nothing to post is not an error."""
    assert operations.post_many(postings=[], actor=ACTOR) == []


def test_an_unknown_reservation_cannot_be_given_back():
    """Giving back what was never reserved is refused."""
    with pytest.raises(HoldResolved), transaction.atomic():
        holds.void_hold(hold_id=uuid.UUID(int=9))


@pytest.mark.parametrize(("units", "seen"), [((), 0), ((1002,), 0), ((1001,), 3), ((1001, 1002), 3)])
def test_a_member_sees_the_own_units_only(paid, units, seen):
    """Row-level security shows the entries of the named units; without a name nothing (R19)."""
    with acting(actor=ACTOR, units=units), connection.cursor() as cursor:
        for table in ("line", "entry", "account", "balance"):
            cursor.execute(f"select count(*) from ledger.{table} where true")
            assert bool(cursor.fetchone()[0]) == bool(seen)
        cursor.execute("select count(*) from ledger.line where unit_id is distinct from 1001")
        assert cursor.fetchone()[0] == 0


def test_a_member_cannot_read_the_common_pot(paid):
    """A balance that may not be seen is an error, never zero (R23)."""
    with pytest.raises(UnableToPost), acting(actor=ACTOR, units=[1001]):
        queries.balance(account=Account("pot.contribution"))


def test_a_member_has_no_trial_balance(paid):
    """A sum over what one member sees would be wrong; it is refused."""
    with pytest.raises(LookupError), acting(actor=ACTOR, units=[1001]):
        queries.trial_balance()


def test_nothing_sealed_means_nothing_to_publish(books):
    """A root exists only after sealing."""
    with pytest.raises(UnableToPost), transaction.atomic():
        operations.publish_root(recipient="auditor", actor=ACTOR)
