"""The pooled margin of a contract: what the unit paid for employment, less what the employment costs (rules 11, 12)."""

from __future__ import annotations

import pytest
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.wages import a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance
from marke.domain.wages.enums import RunState
from marke.domain.wages.queries import Margin, margin_of
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("invoiced")


@pytest.fixture
def invoiced(selling: None) -> None:
    """Unit 1001 is owed enough for some days of work."""
    issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def test_the_margin_of_a_contract_is_what_the_pot_of_employment_keeps() -> None:
    """To the cent what the books say: two days of EUR 150 take EUR 467.13 from the unit."""
    contract = worked(a_worker())
    run_to(RunState.POSTED)
    margin = margin_of(contract_id=contract.pk)
    assert margin is not None
    assert margin.budget == 467_13
    assert margin.pooled == role_balance(role="pot.employment") != 0


def test_each_contract_has_its_own_margin() -> None:
    """Another person's contract is counted in its own margin; together they are what the pot keeps."""
    mine, other = worked(a_worker("Nora"), count=1), worked(a_worker("Bo"), count=2)
    run_to(RunState.POSTED)
    margins = [margin_of(contract_id=contract.pk) for contract in (mine, other)]
    budgets = [margin.budget for margin in margins if margin]
    assert budgets[0] < budgets[1]
    assert sum(margin.pooled for margin in margins if margin) == role_balance(role="pot.employment")


def test_a_payslip_that_is_not_booked_has_no_margin() -> None:
    """Computed and not approved: nothing has left the unit yet."""
    contract = worked(a_worker())
    run_to(RunState.COMPUTED)
    assert margin_of(contract_id=contract.pk) is None


def test_employment_that_costs_more_than_its_budget_is_borne_by_the_pot() -> None:
    """The margin is negative; the unit pays what was fixed when the contract was signed, and no more."""
    assert Margin(budget=100_00, cost=120_00).pooled == -20_00
