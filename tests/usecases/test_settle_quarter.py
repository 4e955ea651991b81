"""A quarter of pay is settled once: the books then owe what the declaration says, and units see nothing of it."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import a_worker, run_to, with_number, worked

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance
from marke.domain.wages.enums import RunState
from marke.kernel.dates import Quarter
from marke.kernel.refusal import Refusal
from marke.reporting.declared_pay import quarter_of_pay
from marke.rules.posting.roles import EXPECTED, RECEIVED
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.settle_quarter import settle_quarter

pytestmark = pytest.mark.usefixtures("selling")
THIRD = Quarter(2026, 3)
OCTOBER = dt.date(2026, 10, 12)


@pytest.fixture
def paid(selling: None) -> None:
    """Two people are booked in September."""
    issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)
    for serial, name in enumerate(("Nora", "Bo"), start=1):
        worked(with_number(a_worker(name), serial=serial), count=2)
    run_to(RunState.POSTED)


def test_after_settling_the_books_owe_what_is_declared(paid: None) -> None:
    """Payslips and true-up together are the declaration, to the cent."""
    settled = settle_quarter(quarter=THIRD, on=OCTOBER, actor=SYSTEM)
    found = quarter_of_pay(quarter=THIRD)
    assert found.filing is not None
    assert role_balance(role="payable.social") == found.filing.declared - found.filing.with_workers
    assert settled.pooled > 0
    assert settled.entries == 2


def test_reductions_go_to_the_common_pot_and_the_unit_keeps_its_budget(paid: None) -> None:
    """Whoever's contract earned the reduction, the pot gets it; the budget of the unit does not move."""
    before = sum(role_balance(role=role) for role in (RECEIVED, EXPECTED))
    settled = settle_quarter(quarter=THIRD, on=OCTOBER, actor=SYSTEM)
    assert role_balance(role="pot.pooled") == settled.pooled
    assert sum(role_balance(role=role) for role in (RECEIVED, EXPECTED)) == before


def test_a_quarter_is_settled_once(paid: None) -> None:
    """Asked again it books nothing more."""
    first = settle_quarter(quarter=THIRD, on=OCTOBER, actor=SYSTEM)
    again = settle_quarter(quarter=THIRD, on=OCTOBER, actor=SYSTEM)
    assert (again.higher, again.pooled, again.entries) == (first.higher, first.pooled, 0)


def test_a_quarter_that_runs_is_not_settled(paid: None) -> None:
    """The last day of the quarter can still bring work."""
    with pytest.raises(Refusal) as refusal:
        settle_quarter(quarter=THIRD, on=THIRD.last, actor=SYSTEM)
    assert (refusal.value.rule, refusal.value.field) == ("social.quarter-runs", "on")
