"""From confirmed work to the payslip: every line explained, why it changed, and who else may not see it."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.test import Client as Browser
from tests.support.wages import PAYDAY, run_to
from tests.web.work.conftest import browser
from tests.web.work.test_pay_someone import declared, offered

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.payouts.models import PaymentOrder
from marke.domain.people.models import Person
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Payslip
from marke.usecases.pay_wages import order_wages, wages_paid

CONFIRMED = dt.datetime(2026, 9, 18, 9, tzinfo=dt.UTC)
PAID = dt.datetime(2026, 9, 23, 9, tzinfo=dt.UTC)


def paid_slip(ann: Browser) -> Payslip:
    """Ann worked three days, said so, and the run computed and ordered her pay."""
    contract = declared(ann, offered(ann))
    with time_machine.travel(CONFIRMED, tick=False):
        assert browser("ann@example.org").post(f"/units/1001/work/{contract.pk}/confirm/").status_code == 302
    with time_machine.travel(PAID, tick=False), acting_as_system():
        run = run_to(RunState.POSTED, on=PAYDAY)
        order_wages(run_id=run.pk, now=PAID)
        return Payslip.objects.get(contract=contract)


def test_the_payslip_explains_every_line(ann: Browser, known: Person) -> None:
    slip = paid_slip(ann)
    with time_machine.travel(PAID, tick=False):
        ann = browser("ann@example.org")
        assert str(slip.pk) in ann.get("/me/pay/").content.decode()
        page = ann.get(f"/me/pay/{slip.pk}/")
    groups = {group.heading: group.lines for group in page.context["groups"]}
    assert sum(line.amount for line in groups["What you earn"]) == slip.gross
    assert all(line.text for lines in groups.values() for line in lines)


def test_what_is_earned_less_what_is_kept_back_is_the_net(ann: Browser, known: Person) -> None:
    """The figures on the page add up to what reaches the account."""
    slip = paid_slip(ann)
    with time_machine.travel(PAID, tick=False):
        page = browser("ann@example.org").get(f"/me/pay/{slip.pk}/")
    lines = {group.heading: sum(line.amount for line in group.lines) for group in page.context["groups"]}
    on_top = lines.get("Paid on top, free of contributions", 0)
    assert lines["What you earn"] + lines["What is kept back"] + on_top == slip.net


def test_the_tracker_follows_the_money(ann: Browser, known: Person) -> None:
    """Computed, then paid on the value date of the bank, beside the day that was promised."""
    slip = paid_slip(ann)
    with time_machine.travel(PAID, tick=False):
        steps = browser("ann@example.org").get(f"/me/work/{slip.contract_id}/").context["milestones"]
        assert [step.state for step in steps] == ["", "", "", "", "ahead"]
        with acting_as_system():
            wages_paid(orders=list(PaymentOrder.objects.all()), on=PAID.date())
        steps = browser("ann@example.org").get(f"/me/work/{slip.contract_id}/").context["milestones"]
    assert (steps[-1].at, steps[-1].note) == (PAID.date(), "Promised by 25 Sep 2026")


def test_a_payslip_is_its_workers_alone(ann: Browser, bob: Browser, known: Person) -> None:
    slip = paid_slip(ann)
    with time_machine.travel(PAID, tick=False):
        bob = browser("bob@example.org")
        assert bob.get(f"/me/pay/{slip.pk}/").status_code == 404
        assert bob.get(f"/me/work/{slip.contract_id}/").status_code == 404


def test_the_member_reads_whether_the_client_has_paid(ann: Browser, known: Person) -> None:
    """Guaranteed until the worker is paid, advanced from then on; on the payslip and on the contract alike."""
    slip = paid_slip(ann)
    with time_machine.travel(PAID, tick=False):
        ann = browser("ann@example.org")
        assert "Guaranteed: promised on money that clients still owe" in ann.get(f"/me/pay/{slip.pk}/").content.decode()
        with acting_as_system():
            wages_paid(orders=list(PaymentOrder.objects.all()), on=PAID.date())
        pages = [ann.get(f"/me/pay/{slip.pk}/"), ann.get(f"/me/work/{slip.contract_id}/")]
    for page in pages:
        assert "Advanced: paid to the worker before the client paid" in page.content.decode()
    assert pages[1].context["milestones"][-1].badge.label == "Advanced"
