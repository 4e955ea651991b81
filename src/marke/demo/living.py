"""De Marke lives its year, week by week: units invoice and engage, clients pay, wages and costs are paid."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from marke.countries.registry import country
from marke.demo.foreign_numbers import MAKERS, vat_number
from marke.demo.founding import HOUSE, Founded
from marke.demo.joining import at_noon, batches
from marke.demo.life import Issued, Life, Tell
from marke.demo.paying import Paying
from marke.demo.plan import ClientPlan, CostPlan, InvoicePlan, Plan
from marke.demo.selling import Selling
from marke.demo.vat_cases import treatment_of
from marke.demo.waiting import leave_work_open
from marke.demo.working import Working
from marke.domain.foundation.bulk import refresh_statistics
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.queries import unit_budgets
from marke.domain.purchases.enums import PaidBy, Proof
from marke.domain.purchases.operations import CostInput
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.operations.clients import ClientInput, LinkInput, create_clients, link_clients
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.sales.pricing import LineInput
from marke.usecases.credit_invoice import credit_invoice
from marke.usecases.decide_cost import approve_costs
from marke.usecases.issue_invoice import IssueInput, issue_invoices
from marke.usecases.pay_cost import pay_costs
from marke.usecases.receive_payment import receive_payments
from marke.usecases.record_cost import record_costs

STANDARD = Decimal("0.21")
LEAVING = dt.timedelta(days=7)
"""Documents of the last week of the plan are on their way to their clients; those before have long arrived."""
KINDS = {
    "company": ClientKind.COMPANY,
    "association": ClientKind.ASSOCIATION,
    "public": ClientKind.PUBLIC,
    "person": ClientKind.PRIVATE,
}
COST_KINDS = {
    "travel": "public_transport",
    "materials": "material",
    "equipment": "equipment",
    "services": "subcontracting",
    "communication": "communication",
    "rent": "rent",
}
COUNT_AGAIN_BEFORE = {0, 1, 4, 12}
"""The weeks before which the database counts its tables again: each is a few times larger than the time before."""
DAYS_TO_DECIDE = 6
"""The desk decides a cost within a week; the costs of the last week still wait."""


def live(plan: Plan, founded: Founded, units: Sequence[int], *, seed: int, tell: Tell) -> Life:
    """Live the whole plan. Every act goes through the operations that the screens use."""
    life = Life(plan, founded, units, Random(f"living/{seed}"))
    meet_clients(life, tell)
    selling = Selling(life, seed=seed)
    working = Working(life, seed=seed)
    paying = Paying(life, working)
    working.tell_payroll()
    done = 0
    total = len(plan.invoices)
    for number, week in enumerate(weeks(plan)):
        if number in COUNT_AGAIN_BEFORE:
            refresh_statistics()
        invoices = _between(plan.invoices, week)
        for batch in batches(invoices):
            with acting_as_system(reason="demo"):
                _invoice(life, batch)
        selling.live_week(number, week[1])
        _collect(life, week)
        paying.live_week(*week)
        _spend(life, week)
        working.earn(invoices)
        working.engage(week[1])
        done += len(invoices)
        tell("Invoices, payments, costs, wages", done, total)
    leave_work_open(life, working)
    life.contracts, life.payslips = working.contracts, paying.payslips
    return life


def weeks(plan: Plan) -> Iterator[tuple[dt.date, dt.date]]:
    """The weeks of the plan, Monday to Sunday, first and last day included."""
    monday = plan.start - dt.timedelta(days=plan.start.weekday())
    while monday <= plan.end:
        yield max(monday, plan.start), min(monday + dt.timedelta(days=6), plan.end)
        monday += dt.timedelta(days=7)


def _between(planned: list, week: tuple[dt.date, dt.date]) -> list:
    """The part of a list, sorted by day, that falls in a week."""
    first, last = week
    return planned[
        bisect_left(planned, first, key=lambda each: each.day) : bisect_left(
            planned, last + dt.timedelta(days=1), key=lambda each: each.day
        )
    ]


def meet_clients(life: Life, tell: Tell) -> None:
    """Write the directory of clients and who works for whom."""
    for batch in batches(life.plan.clients):
        with acting_as_system(reason="demo"):
            life.clients += create_clients(clients=[_client(each, life.random) for each in batch])
        tell("Clients", len(life.clients), len(life.plan.clients))
    links = [
        LinkInput(number, life.clients[client])
        for number, unit in zip(life.units, life.plan.units, strict=True)
        for client in unit.clients
    ]
    for batch in batches(links, 5_000):
        with acting_as_system(reason="demo"):
            link_clients(links=batch)


def _client(planned: ClientPlan, random: Random) -> ClientInput:
    number = ""
    if planned.kind != "person" and planned.zone == "be":
        number = country(HOUSE).invented.enterprise_number(planned.serial)
    elif planned.kind != "person" and planned.country in MAKERS:
        number = vat_number(planned.country, random)
    return ClientInput(
        kind=KINDS[planned.kind],
        name=planned.name,
        number=number,
        country=planned.country,
        postcode=planned.postcode,
        municipality=planned.municipality,
        email=f"client{planned.serial}@example.org",
        language=planned.language,
    )


def _invoice(life: Life, planned: Sequence[InvoicePlan]) -> None:
    """Issue a batch; those of the last days of the plan also leave for their clients."""
    for days_old, now in ((False, None), (True, at_noon(planned[-1].day))):
        batch = [each for each in planned if (life.plan.end - each.day < LEAVING) == days_old]
        if batch:
            _issue(life, batch, now)


def _issue(life: Life, planned: Sequence[InvoicePlan], now: dt.datetime | None) -> None:
    invoices = issue_invoices(
        invoices=[IssueInput(_invoice_input(life, each), each.day) for each in planned], actor=SYSTEM, now=now
    )
    for each, invoice in zip(planned, invoices, strict=True):
        issued = Issued(invoice.pk, invoice.gross, invoice.communication, each)
        for day, part in each.payments:
            life.due[day].append((issued, part))
        if each.is_credited and not each.payments:
            credit_invoice(invoice_id=invoice.pk, on=each.day, reason="Dubbel gefactureerd", actor=SYSTEM)


def _invoice_input(life: Life, planned: InvoicePlan) -> InvoiceInput:
    """The invoice as its member types it: one line, with the VAT of its case."""
    client = life.plan.clients[planned.client]
    found = treatment_of(life.law, client, life.plan.units[planned.unit].sector, on=planned.day, random=life.random)
    quantity = life.random.choice([1, 1, 1, 2, 3])
    price = (Decimal(planned.net) / 100 / quantity).quantize(Decimal("0.01"))
    is_goods = found.ground is not None and found.ground.is_goods
    return InvoiceInput(
        unit_id=life.units[planned.unit],
        client_id=life.clients[planned.client],
        lines=(LineInput(planned.item, Decimal(quantity), price, found.rate, found.code),),
        subject=planned.item,
        delivered_on=planned.day if is_goods else None,
        export_proof=f"EX A {planned.day:%y}BEH{life.random.randrange(10**6):06d}" if is_goods else "",
    )


def _collect(life: Life, week: tuple[dt.date, dt.date]) -> None:
    days = [day for day in sorted(life.due) if day <= week[1]]
    lines = [(day, issued, part) for day in days for issued, part in life.due.pop(day)]
    for batch in batches(lines):
        with acting_as_system(reason="demo"):
            receive_payments(payments=[_bank_line(life, *line) for line in batch], actor=life.founded.staff["mira"])


def _bank_line(life: Life, day: dt.date, issued: Issued, part: float) -> PaymentInput:
    life.bank_lines += 1
    half = part == 0.5
    amount = issued.gross // 2 if half else round(Decimal(issued.gross) * Decimal(str(part)))
    if half and day == issued.planned.payments[-1][0]:
        amount = issued.gross - issued.gross // 2
    return PaymentInput(
        received_on=day,
        amount=max(amount, 1),
        communication="Factuur, met dank" if issued.planned.has_wrong_reference else issued.communication,
        payer=life.plan.clients[issued.planned.client].name,
        bank_reference=f"DEMO-{life.bank_lines:07d}",
    )


def _spend(life: Life, week: tuple[dt.date, dt.date]) -> None:
    """Hand in the week's costs as far as received money covers them; approve and pay those of before."""
    planned: list[CostPlan] = _between(life.plan.costs, week)
    now = at_noon(week[1])
    for batch in batches(planned):
        with acting_as_system(reason="demo"):
            affordable = _affordable(life, batch)
            costs = record_costs(costs=affordable, actor=SYSTEM, now=now) if affordable else []
        life.costs += len(costs)
        if costs and week[1] + dt.timedelta(days=DAYS_TO_DECIDE) <= life.plan.end:
            ids = [cost.pk for cost in costs]
            with acting_as_system(reason="demo"):
                approve_costs(cost_ids=ids, actor=life.founded.staff["simon"], now=now)
                pay_costs(cost_ids=ids, on=week[1], actor=life.founded.staff["mira"])


def _affordable(life: Life, planned: Sequence[CostPlan]) -> list[CostInput]:
    """The costs that the units' available money covers, VAT included to be safe."""
    budgets = unit_budgets(unit_ids={life.units[cost.unit] for cost in planned})
    left = {unit: budget.received - budget.committed for unit, budget in budgets.items()}
    chosen = []
    for cost in planned:
        unit = life.units[cost.unit]
        if cost.total <= left.get(unit, 0):
            left[unit] -= cost.total
            chosen.append(_cost_input(unit, cost, life))
    return chosen


def _cost_input(unit: int, cost: CostPlan, life: Life) -> CostInput:
    own_pocket = life.random.random() < 0.4
    return CostInput(
        unit_id=unit,
        supplier=cost.supplier,
        spent_on=cost.day,
        gross=cost.total,
        vat_rate=STANDARD,
        category=COST_KINDS[cost.category],
        proof=Proof.RECEIPT if own_pocket else Proof.INVOICE,
        paid_by=PaidBy.MEMBER if own_pocket else PaidBy.SUPPLIER,
        description=cost.description,
        pay_to_iban="" if own_pocket else country(HOUSE).invented.iban(500 + len(cost.supplier)),
    )
