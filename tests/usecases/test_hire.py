"""Engaging people: checked, priced, reserved, signed; and what happens to the reserved budget."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.support.selling import TODAY, client_of, invoice_of
from tests.support.work import days, engagement, planned

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger.queries import unit_budget
from marke.domain.people.models import Person
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.work import queries
from marke.domain.work.enums import ContractState, DayState, MonthState, Party
from marke.domain.work.models import Contract, ContractMonth, WorkDay
from marke.domain.work.operations import contracts as contract_operations
from marke.domain.work.operations import days as day_operations
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.domain.work.operations.days import AccidentInput, Correction, DaysLocked
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.kernel.refusal import Refusal
from marke.usecases.hire import CannotHire, consider, hire, hire_where_possible, sign_as_worker, withdraw
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_payment import receive_payment

pytestmark = pytest.mark.usefixtures("selling")
NOW = dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 9, 14)
AFTER = dt.date(2026, 9, 17)


@pytest.fixture
def worker(selling: None) -> Person:
    """Nora, whose pay file is known."""
    person = Person.objects.create(given_name="Nora", family_name="Janssens", birth_date=dt.date(1990, 3, 1))
    record_pay_files(files=[PayFileInput(person.pk, dt.date(2026, 1, 1), {"family": {}})], actor=SYSTEM, now=NOW)
    return person


@pytest.fixture
def invoiced(selling: None) -> Invoice:
    """Unit 1001 has invoiced 1,000.00: 935.00 is expected, nothing received."""
    return issue_invoice(invoice=invoice_of(1001, client_of(1001)), on=TODAY, actor=SYSTEM)


def paid(invoice: Invoice, amount: int = 121_000) -> None:
    receive_payment(payment=PaymentInput(TODAY, amount, invoice.communication), actor=SYSTEM)


def contract(
    worker: Person, *, amount: int = 150_00, since: dt.date = MONDAY, count: int = 3, **more: Any
) -> ContractInput:
    """Three days in September at EUR 150."""
    agreed = engagement(days=planned(*days(count, since=since)), amount=amount, **more)
    return ContractInput(1001, worker.pk, agreed, description="Workshop")


def hired(worker: Person, **more: Any) -> Contract:
    return hire(contracts=[contract(worker, **more)], actor=SYSTEM, now=NOW)[0]


def signature(contract: Contract, party: Party = Party.WORKER) -> SignatureInput:
    return SignatureInput(contract.pk, party, "Nora Janssens", "0" * 64, {"how": "link"})


def signed(contract: Contract) -> Contract:
    sign_as_worker(signatures=[signature(contract)], house_name="De Marke", actor=SYSTEM, now=NOW)
    contract.refresh_from_db()
    return contract


def declared(contract: Contract) -> Contract:
    signed(contract)
    contract_operations.mark_declared(contract_ids=[contract.pk], now=NOW)
    contract.refresh_from_db()
    return contract


def month_of(contract: Contract) -> ContractMonth:
    return ContractMonth.objects.get(contract=contract)


def test_a_contract_takes_gross_times_coefficient(worker: Person, invoiced: Invoice) -> None:
    """Rule 11: three days of EUR 150 with exit holiday pay (519.04) take 1.35 times that, EUR 700.70."""
    found = hired(worker)
    assert found.coefficient == Decimal("1.35")
    assert found.employment_budget == 700_70
    assert (found.worker, found.scheme, found.committee) == ("employee", "ordinary", "200")


def test_rule_13_the_wage_is_due_seven_working_days_after_the_work(worker: Person, invoiced: Invoice) -> None:
    """The work ends on Wednesday 16 September: paid on Friday 25 September at the latest."""
    found = month_of(hired(worker))
    assert (found.last_day, found.due_on) == (dt.date(2026, 9, 16), dt.date(2026, 9, 25))


def test_pay_is_promised_on_what_the_client_still_owes(worker: Person, invoiced: Invoice) -> None:
    """Nothing is received: the whole pay rests on the guarantee, and nothing of it can be promised twice."""
    found = month_of(hired(worker))
    assert found.on_guarantee == 700_70
    with pytest.raises(CannotHire, match=r"takes EUR 700.70 and the unit may spend EUR 234.30"):
        hired(worker, since=dt.date(2026, 9, 21))


def test_received_money_is_reserved_first(worker: Person, invoiced: Invoice) -> None:
    """P3: half of the invoice is paid, so EUR 467.50 is held and the rest rests on the guarantee."""
    paid(invoiced, 60_500)
    found = month_of(hired(worker))
    assert found.on_guarantee == 700_70 - 467_50
    assert unit_budget(unit_id=1001).committed == 467_50


def test_money_of_the_client_covers_promised_pay_before_anything_else(worker: Person, invoiced: Invoice) -> None:
    """When the client pays, pay that rested on the guarantee is reserved at once: a cost cannot take it."""
    found = month_of(hired(worker))
    paid(invoiced)
    found.refresh_from_db()
    assert found.on_guarantee == 0
    assert unit_budget(unit_id=1001).available == 935_00 - 700_70


def test_the_soonest_due_pay_is_covered_first(worker: Person, invoiced: Invoice) -> None:
    """Two contracts wait, and half of the money comes: 467.50 covers 467.13, and 37 cents of the next."""
    later = hired(worker, amount=110_00, count=1, since=dt.date(2026, 9, 21))
    sooner = hired(worker, count=2)
    paid(invoiced, 60_500)
    assert month_of(sooner).on_guarantee == 0
    assert month_of(later).on_guarantee == later.employment_budget - 37


def test_a_cent_too_little_is_refused_and_nothing_is_written(worker: Person, invoiced: Invoice) -> None:
    with pytest.raises(CannotHire) as refused:
        hired(worker, amount=201_00)
    assert [concern.rule for concern in refused.value.concerns] == ["work.budget"]
    assert not Contract.objects.exists()


def test_several_contracts_share_one_budget(worker: Person, invoiced: Invoice) -> None:
    """Two contracts handed in together may not promise the same money, nor the same hours."""
    first, second = consider(contracts=[contract(worker), contract(worker)], now=NOW)
    assert first.blocking == ()
    assert {"work.budget", "work.overlap"} <= {each.rule for each in second.blocking}


def test_a_contract_is_priced_before_the_family_is_told(worker: Person, invoiced: Invoice) -> None:
    """Gross pay does not depend on the family, so somebody new can be offered work."""
    unknown = Person.objects.create(given_name="Bo", family_name="Claes", birth_date=dt.date(1991, 1, 1))
    assert hired(unknown).employment_budget == 700_70


def test_a_worker_without_a_pay_file_does_not_sign(worker: Person, invoiced: Invoice) -> None:
    """Payroll does not guess a family situation: it is told before the contract is signed."""
    unknown = Person.objects.create(given_name="Bo", family_name="Claes", birth_date=dt.date(1991, 1, 1))
    with pytest.raises(Refusal, match="family situation"):
        signed(hired(unknown))


def test_the_net_of_somebody_else_is_that_of_somebody_single(worker: Person, invoiced: Invoice) -> None:
    """Whoever offers work does not learn the worker's family from the estimate."""
    family = {"family": {"partner": "without_income", "children": 3}}
    record_pay_files(files=[PayFileInput(worker.pk, dt.date(2026, 2, 1), family)], actor=SYSTEM, now=NOW)
    (own,) = consider(contracts=[contract(worker)], now=NOW, seen_by=worker.pk)
    (others,) = consider(contracts=[contract(worker)], now=NOW, seen_by=SYSTEM)
    assert own.net > others.net > 0
    assert own.gross == others.gross


def test_other_contracts_of_a_worker_count_across_units(worker: Person, invoiced: Invoice) -> None:
    """Nobody works at two places at the same hours, whichever unit asks."""
    hired(worker, count=1, amount=110_00)
    with pytest.raises(CannotHire) as refused:
        hired(worker, count=1, amount=110_00)
    assert "work.overlap" in [concern.rule for concern in refused.value.concerns]


def test_the_worker_signs_and_a_clear_contract_is_sealed_at_once(worker: Person, invoiced: Invoice) -> None:
    """No warning: the enterprise signs by rule in the same moment."""
    found = signed(hired(worker))
    assert found.state == ContractState.SIGNED
    assert sorted(found.signatures.values_list("party", flat=True)) == ["enterprise", "worker"]


def test_a_contract_with_a_warning_waits_for_the_desk(worker: Person, invoiced: Invoice) -> None:
    """An evening show is only possible in some sectors: a person signs for the enterprise."""
    evening = engagement(days=planned(MONDAY, hours="4", at=dt.time(19)), amount=150_00)
    (found,) = hire(contracts=[ContractInput(1001, worker.pk, evening)], actor=SYSTEM, now=NOW)
    assert found.warnings == ["work.night"]
    assert signed(found).state == ContractState.OFFERED
    contract_operations.sign(signatures=[signature(found, Party.ENTERPRISE)], actor=SYSTEM, now=NOW)
    found.refresh_from_db()
    assert found.state == ContractState.SIGNED


def test_a_contract_is_signed_once(worker: Person, invoiced: Invoice) -> None:
    found = signed(hired(worker))
    with pytest.raises(Refusal, match="cannot be signed any more"):
        signed(found)


def test_a_cancelled_contract_frees_its_budget_and_its_days(worker: Person, invoiced: Invoice) -> None:
    """What was reserved can be used again, and the days can be planned again."""
    paid(invoiced)
    found = declared(hired(worker))
    withdraw(contract_id=found.pk, reason="The client postponed", now=NOW)
    assert unit_budget(unit_id=1001).committed == 0
    assert month_of(found).on_guarantee == 0
    assert declared(hired(worker)).state == ContractState.DECLARED


def test_work_that_has_begun_is_not_cancelled(worker: Person, invoiced: Invoice) -> None:
    found = declared(hired(worker))
    begun = dt.datetime.combine(MONDAY, dt.time(9), tzinfo=dt.UTC)
    with pytest.raises(Refusal, match="The work has begun"):
        withdraw(contract_id=found.pk, reason="No longer needed", now=begun)


def test_worked_as_planned_is_one_act(worker: Person, invoiced: Invoice) -> None:
    """After the last day, one tap makes every day worked and the month ready to be paid."""
    month = month_of(declared(hired(worker)))
    with pytest.raises(Refusal, match="still to come"):
        day_operations.confirm_months(month_ids=[month.pk], today=MONDAY, actor=SYSTEM, now=NOW)
    assert day_operations.confirm_months(month_ids=[month.pk], today=AFTER, actor=SYSTEM, now=NOW) == 1
    assert set(WorkDay.objects.values_list("state", flat=True)) == {DayState.WORKED}
    (payable,) = queries.payable(confirmed_or_over_by=MONDAY)
    assert payable == month.pk
    (days,) = queries.days_by_contract(contract_ids=[month.contract_id]).values()
    assert [day.paid for day in days] == [True, True, True]


def test_confirming_a_month_leaves_the_next_one_open(worker: Person, invoiced: Invoice) -> None:
    """A contract over two months is confirmed month by month: the days of October still stand as planned."""
    found = declared(hired(worker, count=2, amount=120_00, since=dt.date(2026, 9, 30)))
    september, october = found.months.order_by("month")
    day = september.last_day
    assert day_operations.confirm_months(month_ids=[september.pk], today=day, actor=SYSTEM, now=NOW) == 1
    assert list(found.days.order_by("day").values_list("state", flat=True)) == [DayState.WORKED, DayState.PLANNED]
    october.refresh_from_db()
    assert october.state == MonthState.PLANNED


def test_of_many_contracts_those_that_may_be_are_offered(worker: Person, invoiced: Invoice) -> None:
    """The unit can bear one of the two: the other one comes back with its reason, and nothing of it is written."""
    wanted = [contract(worker), contract(worker, since=dt.date(2026, 9, 21))]
    offered, left = hire_where_possible(contracts=wanted, actor=SYSTEM, now=NOW)
    assert [each.starts_on for each in offered] == [MONDAY]
    assert [each.concerns[0].rule for each in left] == ["work.budget"]
    assert Contract.objects.count() == 1


def test_without_an_answer_the_plan_counts_after_a_while(worker: Person, invoiced: Invoice) -> None:
    """Silence does not keep anybody's wage: the month becomes payable some days after its last day."""
    found = declared(hired(worker))
    assert queries.payable(confirmed_or_over_by=dt.date(2026, 9, 15)) == []
    (payable,) = queries.payable(confirmed_or_over_by=dt.date(2026, 9, 16))
    assert payable == month_of(found).pk


def test_invariant_5_work_that_was_not_declared_is_not_paid(worker: Person, invoiced: Invoice) -> None:
    month = month_of(signed(hired(worker)))
    with pytest.raises(Refusal, match="not declared"):
        day_operations.confirm_months(month_ids=[month.pk], today=AFTER, actor=SYSTEM, now=NOW)
    assert queries.payable(confirmed_or_over_by=dt.date(2026, 12, 31)) == []


def test_a_day_that_was_not_worked_is_not_paid(worker: Person, invoiced: Invoice) -> None:
    """A cancelled day goes; a sick day stays, because guaranteed pay is due for it."""
    found = declared(hired(worker))
    first, second, _ = WorkDay.objects.filter(contract=found)
    day_operations.correct_day(correction=Correction(first.pk, DayState.CANCELLED, note="Hall closed"), today=AFTER)
    day_operations.correct_day(correction=Correction(second.pk, DayState.SICK), today=AFTER)
    day_operations.confirm_months(month_ids=[month_of(found).pk], today=AFTER, actor=SYSTEM, now=NOW)
    (days,) = queries.days_by_contract(contract_ids=[found.pk]).values()
    assert [day.planned.day for day in days if day.paid] == [dt.date(2026, 9, 15), dt.date(2026, 9, 16)]


def test_days_that_are_being_paid_are_locked(worker: Person, invoiced: Invoice) -> None:
    """By the operation in words, and by the database whatever the program does."""
    found = declared(hired(worker))
    month = month_of(found)
    assert contract_operations.lock_months(month_ids=[month.pk]) == 1
    day = WorkDay.objects.filter(contract=found).first()
    with pytest.raises(DaysLocked):
        day_operations.correct_day(correction=Correction(day.pk, DayState.CANCELLED), today=AFTER)
    with pytest.raises(DatabaseError, match="its days do not change"), transaction.atomic():
        WorkDay.objects.filter(pk=day.pk).update(hours=2)
    assert contract_operations.lock_months(month_ids=[month.pk]) == 0


def test_a_paid_month_stays_paid(worker: Person, invoiced: Invoice) -> None:
    month = month_of(declared(hired(worker)))
    contract_operations.lock_months(month_ids=[month.pk])
    assert contract_operations.mark_paid(month_ids=[month.pk], paid_on=AFTER) == 1
    assert contract_operations.mark_paid(month_ids=[month.pk], paid_on=AFTER) == 0
    with pytest.raises(DatabaseError, match="is paid"), transaction.atomic():
        ContractMonth.objects.filter(pk=month.pk).update(state=MonthState.CONFIRMED, paid_on=None)


def test_what_was_agreed_never_changes(worker: Person, invoiced: Invoice) -> None:
    found = signed(hired(worker))
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Contract.objects.filter(pk=found.pk).update(amount=1)


def test_a_declaration_is_wanted_for_what_still_stands(worker: Person, invoiced: Invoice) -> None:
    """A signed contract wants one period; a cancelled one wants none."""
    found = signed(hired(worker))
    (period,) = queries.desired_periods(contract_ids=[found.pk])
    assert (period.starts_on, period.ends_on, period.hours) == (MONDAY, dt.date(2026, 9, 16), Decimal("22.80"))
    withdraw(contract_id=found.pk, reason="The client postponed", now=NOW)
    assert queries.desired_periods(contract_ids=[found.pk]) == []


def test_an_accident_is_reported_on_its_day(worker: Person, invoiced: Invoice) -> None:
    """The day is then paid as an accident; a report of another day is refused."""
    found = declared(hired(worker))
    day = WorkDay.objects.filter(contract=found).first()
    moment = dt.datetime(2026, 9, 14, 11, tzinfo=dt.UTC)
    given = AccidentInput(day.pk, moment, "Studio 2", "Fell from a ladder while hanging a lamp.", "Ankle")
    later = dt.datetime(2026, 9, 14, 18, tzinfo=dt.UTC)
    with pytest.raises(Refusal, match="happened on the day"):
        day_operations.report_accident(accident=given, actor=SYSTEM, now=NOW)
    day_operations.report_accident(accident=given, actor=SYSTEM, now=later)
    day.refresh_from_db()
    assert day.state == DayState.ACCIDENT
