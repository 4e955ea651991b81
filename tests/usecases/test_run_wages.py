"""The wage run: what is ready is computed, approved and booked; it may stop anywhere; a doubtful payslip waits."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from tests.support.selling import CLERK, TODAY, client_of, invoice_of
from tests.support.wages import NOW, PAYDAY, a_worker, run_to, worked

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.people.models import BankAccount
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.wages.models import Payslip, Run
from marke.domain.wages.operations import runs
from marke.domain.work.enums import MonthState
from marke.domain.work.models import ContractMonth
from marke.kernel.refusal import Refusal
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment
from marke.usecases.run_wages import advance, start_run

pytestmark = pytest.mark.usefixtures("selling")


@pytest.fixture
def invoiced(selling: None) -> Invoice:
    """Unit 1001 has invoiced 1,000.00: 935.00 is expected."""
    return issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def to_the_bank(on: dt.date) -> None:
    """A run that is booked and given to the bank, so that the next one may start."""
    runs.move_on(run_to(RunState.POSTED, on=on), RunState.ORDERED)


def test_what_is_over_is_computed_approved_and_booked(invoiced: Invoice) -> None:
    """P4: two days of EUR 150 become a payslip in the books, taken from the unit at the coefficient."""
    contract = worked(a_worker())
    run_to(RunState.POSTED)
    slip = Payslip.objects.get()
    assert (slip.state, slip.contract_id, slip.posted_on) == (PayslipState.POSTED, contract.pk, PAYDAY)
    assert (slip.gross, slip.employment_budget) == (346_02, 467_13)
    assert role_balance(role="payable.net_pay") == slip.net > 0
    assert unit_budget(unit_id=1001).total == 935_00 - 467_13
    assert {line["code"] for line in slip.lines} >= {"gross_pay", "onss_employee", "exit_holiday_single"}


def test_nothing_ready_starts_no_run(invoiced: Invoice) -> None:
    worked(a_worker())
    assert start_run(on=dt.date(2026, 9, 15), actor=SYSTEM, now=NOW) is None


def test_one_run_at_a_time(invoiced: Invoice) -> None:
    """By the operation in words, and by the database."""
    worked(a_worker("Nora"), count=1)
    run = start_run(on=PAYDAY, actor=SYSTEM, now=NOW)
    worked(a_worker("Bo"), count=1)
    with pytest.raises(Refusal, match="still on its way"):
        start_run(on=PAYDAY, actor=SYSTEM, now=NOW)
    with pytest.raises(DatabaseError, match="one_wage_run_at_a_time"), transaction.atomic():
        Run.objects.create(on=PAYDAY, started_by=SYSTEM, started_at=NOW)
    assert run


def test_the_guarantee_advances_what_the_client_still_owes(invoiced: Invoice) -> None:
    """Rule 13: the client has not paid, the wage is booked all the same, and the unit sees what was advanced."""
    worked(a_worker())
    run_to(RunState.POSTED)
    slip = Payslip.objects.get()
    assert (slip.from_received, slip.from_expected, slip.from_guarantee) == (0, 467_13, 0)


def test_received_money_pays_first(invoiced: Invoice) -> None:
    """Half of the invoice is paid: what was reserved of it is taken, nothing stays reserved."""
    worked(a_worker())
    receive_payment(payment=PaymentInput(TODAY, 36_300, invoiced.communication), actor=SYSTEM)
    assert unit_budget(unit_id=1001).committed == 280_50
    run_to(RunState.POSTED)
    slip = Payslip.objects.get()
    assert (slip.from_received, slip.from_expected) == (280_50, 467_13 - 280_50)
    assert unit_budget(unit_id=1001).committed == 0


def test_work_that_was_done_is_paid_when_the_client_takes_the_money_back(invoiced: Invoice) -> None:
    """The invoice is credited after the work: the unit has nothing left and the guarantee bears the wage."""
    worked(a_worker())
    credit_invoice(invoice_id=invoiced.pk, on=TODAY, reason="Cancelled", actor=SYSTEM)
    run_to(RunState.POSTED)
    slip = Payslip.objects.get()
    assert (slip.from_received, slip.from_expected, slip.from_guarantee) == (0, 0, 467_13)
    assert role_balance(role="pot.guarantee") == -467_13


def test_a_payslip_that_cannot_be_computed_is_parked_and_the_run_goes_on(invoiced: Invoice) -> None:
    """Without a bank account one waits, with its reason; the other is paid. The next run takes it up."""
    ready, waiting = a_worker("Nora"), a_worker("Bo", account=False)
    worked(ready, count=1)
    contract = worked(waiting, count=1)
    run = run_to(RunState.POSTED)
    assert (run.payslips, run.parked) == (1, 1)
    runs.move_on(run, RunState.ORDERED)
    parked = Payslip.objects.get(person=waiting)
    assert (parked.state, parked.parked_rule) == (PayslipState.PARKED, "wages.no-account")
    assert ContractMonth.objects.get(contract=contract).state == MonthState.CONFIRMED
    BankAccount.objects.create(person=waiting, iban="BE71096123456769", registered_at=NOW, usable_from=NOW)
    run_to(RunState.POSTED, on=dt.date(2026, 9, 22))
    assert Payslip.objects.filter(person=waiting, state=PayslipState.POSTED).count() == 1


def test_contracts_of_one_month_are_computed_together(invoiced: Invoice) -> None:
    """A refusal parks all of that person's month: payslips take up where the earlier ones stopped."""
    person = a_worker()
    worked(person, count=1)
    worked(person, count=1, since=dt.date(2026, 9, 15))
    run_to(RunState.POSTED)
    first, second = Payslip.objects.order_by("last_day")
    assert second.so_far["employer_base"] == 2 * first.so_far["employer_base"]


def test_a_later_run_takes_up_the_month(invoiced: Invoice) -> None:
    """Paid in two runs, a month bears the same as paid in one."""
    person = a_worker()
    worked(person, count=1)
    to_the_bank(dt.date(2026, 9, 18))
    worked(person, count=1, since=dt.date(2026, 9, 15))
    run_to(RunState.POSTED, on=PAYDAY)
    first, second = Payslip.objects.order_by("last_day")
    assert second.so_far["employer_base"] == 2 * first.so_far["employer_base"]


@pytest.mark.parametrize("piece", [1, 2, 1_000])
def test_a_run_in_pieces_is_the_same_run(invoiced: Invoice, piece: int) -> None:
    """Every piece is a transaction of its own; however small, each payslip is booked once."""
    for name in ("Nora", "Bo", "Ida"):
        worked(a_worker(name), count=1)
    run = run_to(RunState.POSTED, piece=piece)
    assert (run.payslips, Payslip.objects.filter(state=PayslipState.POSTED).count()) == (3, 3)
    assert role_balance(role="payable.net_pay") == run.net


def test_nothing_is_booked_before_somebody_approves(invoiced: Invoice) -> None:
    """A computed run waits; whoever approves sees its totals and what is unusual."""
    worked(a_worker())
    run = run_to(RunState.COMPUTED)
    progress = advance(run_id=run.pk, actor=SYSTEM)
    assert progress.waits
    assert role_balance(role="payable.net_pay") == 0
    slip = Payslip.objects.get()
    assert (run.gross, run.net, run.employment_budget) == (slip.gross, slip.net, slip.employment_budget)
    assert [flag["rule"] for flag in slip.flags] == ["first"]


def test_an_unusual_payslip_is_pointed_out(invoiced: Invoice) -> None:
    """Three times the last pay is shown to whoever approves."""
    person = a_worker()
    worked(person, count=1, amount=110_00)
    to_the_bank(dt.date(2026, 9, 17))
    worked(person, count=1, amount=390_00, since=dt.date(2026, 9, 16))
    run_to(RunState.COMPUTED)
    assert [flag["rule"] for flag in Payslip.objects.latest("last_day").flags] == ["differs"]


def test_a_run_is_approved_once(invoiced: Invoice) -> None:
    worked(a_worker())
    run = run_to(RunState.APPROVED)
    with pytest.raises(Refusal, match="Only a run that is computed"):
        runs.approve(run_id=run.pk, actor=CLERK, now=NOW)


def test_a_booked_payslip_never_changes(invoiced: Invoice) -> None:
    """Whatever the program does, the database keeps what is in the books."""
    worked(a_worker())
    run_to(RunState.POSTED)
    with pytest.raises(DatabaseError, match="is in the books"), transaction.atomic():
        Payslip.objects.update(net=1)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Payslip.objects.all().delete()
