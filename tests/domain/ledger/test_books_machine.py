"""The books against a plain Python model: whatever the order of acts, both agree after each step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.ledger.conftest import ACTOR, DAY

from marke.domain.ledger import holds, operations, queries
from marke.domain.ledger.refusals import HoldResolved, UnableToPost, UnableToSpend
from marke.kernel.refusal import Refusal
from marke.rules.posting.entry import Account
from marke.rules.posting.recipes import budgets

UNITS = (1001, 1002, 1003)
SOON = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


@dataclass
class Model:
    """What the books should say: budgets, pending reservations, and the transfers that may still be undone."""

    budget: dict[int, int] = field(default_factory=lambda: dict.fromkeys(UNITS, 0))
    pending: dict[str, tuple[int, int]] = field(default_factory=dict)
    transfers: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)

    def held(self, unit: int) -> int:
        return sum(cents for holder, cents in self.pending.values() if holder == unit)

    def free(self, unit: int) -> int:
        return self.budget[unit] - self.held(unit)


unit = st.sampled_from(UNITS)
cents = st.integers(1, 500)
name = st.sampled_from("abcdef")
ACTS = st.one_of(
    st.tuples(st.just("grant"), name, unit, cents),
    st.tuples(st.just("transfer"), name, unit, unit, cents),
    st.tuples(st.just("undo"), name),
    st.tuples(st.just("hold"), name, unit, cents),
    st.tuples(st.just("spend"), name, unit, cents),
    st.tuples(st.just("void"), name),
    st.tuples(st.just("expire")),
    st.tuples(st.just("seal")),
)


class Books:
    """Each act done in the database and in the model; they must refuse and accept alike."""

    def __init__(self, run: int) -> None:
        self.model, self.run = Model(), run

    def source(self, kind: str, label: str) -> tuple[str, str]:
        return (f"machine.{kind}", f"{self.run}:{label}")

    def do(self, act: str, *arguments: object) -> None:
        try:
            with transaction.atomic():
                getattr(self, act)(*arguments)
        except Refusal as refusal:
            getattr(self, f"{act}_refused")(refusal, *arguments)

    def grant(self, label: str, taker: int, amount: int) -> None:
        entry = budgets.solidarity_grant(on=DAY, unit=taker, amount=amount)
        posted = operations.post(
            entry=entry, source=self.source("grant", f"{label}{amount}{taker}"), step="x", actor=ACTOR
        )
        if posted.new:
            self.model.budget[taker] += amount

    def transfer(self, label: str, giver: int, taker: int, amount: int) -> None:
        entry = budgets.transfer(on=DAY, giver=giver, taker=taker, amount=amount)
        label = f"{label}{giver}{taker}{amount}"
        posted = operations.post(entry=entry, source=self.source("transfer", label), step="x", actor=ACTOR)
        if posted.new:
            assert self.model.free(giver) >= amount
            self.model.budget[giver] -= amount
            self.model.budget[taker] += amount
            self.model.transfers[label[0]] = (posted.entry_id, giver, taker, amount)

    def transfer_refused(self, refusal: Refusal, label: str, giver: int, taker: int, amount: int) -> None:
        assert giver == taker or (isinstance(refusal, UnableToSpend) and self.model.free(giver) < amount)

    def undo(self, label: str) -> None:
        if label not in self.model.transfers:
            return
        entry_id, giver, taker, amount = self.model.transfers[label]
        source = self.source("undo", f"{entry_id}:{len(self.model.undone)}")
        operations.reverse(entry_id=entry_id, on=DAY, source=source, step="x", actor=ACTOR)
        assert str(entry_id) not in self.model.undone
        self.model.undone.add(str(entry_id))
        self.model.budget[giver] += amount
        self.model.budget[taker] -= amount

    def undo_refused(self, refusal: Refusal, label: str) -> None:
        entry_id, _, taker, amount = self.model.transfers[label]
        if isinstance(refusal, UnableToSpend):
            assert self.model.free(taker) < amount
        else:
            assert isinstance(refusal, UnableToPost)
            assert str(entry_id) in self.model.undone

    def reservation(self, label: str, holder: int, amount: int) -> holds.Reservation:
        account = Account("unit.received", holder)
        return holds.Reservation(account, amount, self.source("hold", label), f"{holder}:{amount}", SOON)

    def hold(self, label: str, holder: int, amount: int) -> None:
        placed = str(holds.hold(reservation=self.reservation(label, holder, amount), actor=ACTOR))
        if placed not in self.model.pending and placed not in self.model.undone:
            assert self.model.free(holder) >= amount
            self.model.pending[placed] = (holder, amount)
            self.model.undone.add(placed)

    def hold_refused(self, refusal: Refusal, label: str, holder: int, amount: int) -> None:
        assert isinstance(refusal, UnableToSpend)
        assert self.model.free(holder) < amount

    def spend(self, label: str, taker: int, amount: int) -> None:
        for hold_id, (holder, reserved) in list(self.model.pending.items()):
            if holder != taker:
                entry = budgets.transfer(on=DAY, giver=holder, taker=taker, amount=min(amount, reserved))
                source = self.source("spend", hold_id)
                holds.post_hold(hold_id=hold_id, entry=entry, source=source, step="x", actor=ACTOR)
                del self.model.pending[hold_id]
                self.model.budget[holder] -= min(amount, reserved)
                self.model.budget[taker] += min(amount, reserved)
                return

    def void(self, label: str) -> None:
        hold_id = next(iter(self.model.pending), "00000000-0000-7000-8000-0000000000ff")
        holds.void_hold(hold_id=hold_id)
        del self.model.pending[hold_id]

    def void_refused(self, refusal: Refusal, label: str) -> None:
        assert isinstance(refusal, HoldResolved)
        assert not self.model.pending

    def expire(self) -> None:
        assert holds.expire_holds(now=SOON - dt.timedelta(days=1)) == 0
        assert holds.expire_holds(now=LATER) == len(self.model.pending)
        self.model.pending.clear()

    def seal(self) -> None:
        operations.seal()
        operations.fold_rollup()

    def agree(self) -> None:
        found = queries.unit_budgets(unit_ids=UNITS)
        assert {number: budget.received for number, budget in found.items()} == self.model.budget
        assert {number: budget.committed for number, budget in found.items()} == {
            number: self.model.held(number) for number in UNITS
        }
        assert sum(row.cents for row in queries.trial_balance()) == 0
        assert queries.role_balance(role="pot.solidarity") == -sum(self.model.budget.values())


@pytest.mark.usefixtures("books")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=20, max_size=40))
def test_the_books_agree_with_a_plain_model(acts):
    """Granting, transferring, undoing, reserving, spending, giving back: books and model accept and refuse alike."""
    with transaction.atomic():
        books = Books(run=0)
        for start in UNITS:
            books.do("grant", "start", start, 600)
        for act, *arguments in acts:
            books.do(act, *arguments)
            books.agree()
        transaction.set_rollback(True)
