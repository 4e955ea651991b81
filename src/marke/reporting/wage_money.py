"""Where the money of each wage stands, computed from the books: what clients owe, what is expected, what was taken."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum, UUIDField, Value
from django.db.models.functions import Coalesce

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.ledger.balances import balances
from marke.domain.sales.models import Invoice
from marke.domain.wages.enums import PayslipState
from marke.domain.wages.models import Payslip
from marke.domain.wages.records import BOOKED
from marke.domain.work.models import ContractMonth, Reservation
from marke.domain.work.operations.reserve_pay import Budget
from marke.kernel.money import Cents
from marke.rules.work.guarantee import WageMoney, booked, not_returned, part_not_returned

_PROJECT = Coalesce("project_id", Value(uuid.UUID(int=0)), output_field=UUIDField())
"""The project whose budget pays, so that those without one can be compared too."""


def money_of_months(*, months: Sequence[ContractMonth]) -> dict[uuid.UUID, WageMoney]:
    """Where the money of months stands, by month: a constant number of queries.

    The caller has asked whose months they are: what is read here of other invoices of the unit is not shown.
    """
    with enterprise_view():
        slips = _booked_slips([month.pk for month in months])
        in_books = {slip.month_id for slip in slips}
        found = _promised([month for month in months if month.pk not in in_books])
        waiting = advances_waiting(budgets={_budget(slip) for slip in slips if slip.from_expected})
    for slip in slips:
        found[slip.month_id] = found.get(slip.month_id, WageMoney()) + _of_slip(slip, waiting.get(_budget(slip), 0))
    return found


def advances_waiting(*, budgets: Collection[Budget]) -> dict[Budget, Cents]:
    """What clients have not returned yet of the wages advanced, by budget; two queries.

    Takings without invoice are reserved among what is expected, and no wage rests on them.
    """
    if not budgets:
        return {}
    expected = balances(accounts=[budget.expected for budget in budgets])
    rows = Invoice.objects.filter(unit_id__in={budget.unit_id for budget in budgets}, outstanding__gt=0).order_by()
    sums = rows.values_list("unit_id", "project_id").annotate(owed=Sum(F("budget") - F("available")))
    owed = {Budget(unit, project): amount for unit, project, amount in sums}
    return {
        budget: not_returned(
            uncollected=owed.get(budget, 0), expected=expected[budget.expected].posted - expected[budget.expected].held
        )
        for budget in budgets
    }


def _promised(months: Sequence[ContractMonth]) -> dict[uuid.UUID, WageMoney]:
    """Months that no payslip has paid: received money is reserved for them, the rest is guaranteed."""
    held: defaultdict[uuid.UUID, Cents] = defaultdict(int)
    rows = Reservation.objects.filter(month_id__in=[month.pk for month in months], released=False)
    for month_id, amount in rows.values_list("month_id", "amount"):
        held[month_id] += amount
    return {month.pk: WageMoney(guaranteed=month.on_guarantee, settled=held[month.pk]) for month in months}


def _booked_slips(month_ids: Collection[uuid.UUID]) -> list[Payslip]:
    """The payslips of months in the books, each with what the same budget was advanced ``since``."""
    later = Payslip.objects.alias(project=_PROJECT).filter(
        Q(posted_on__gt=OuterRef("posted_on")) | Q(posted_on=OuterRef("posted_on"), pk__gt=OuterRef("pk")),
        unit_id=OuterRef("unit_id"),
        project=OuterRef("project"),
        state__in=BOOKED,
        from_expected__gt=0,
    )
    since = Subquery(later.order_by().values("unit_id").annotate(sum=Sum("from_expected")).values("sum"))
    rows = Payslip.objects.alias(project=_PROJECT).annotate(since=Coalesce(since, 0, output_field=BigIntegerField()))
    return list(
        rows.filter(month_id__in=month_ids, state__in=BOOKED).only(
            "month_id", "unit_id", "project_id", "state", "from_received", "from_expected", "from_guarantee"
        )
    )


def _of_slip(slip: Payslip, outstanding: Cents) -> WageMoney:
    since: Cents = slip.since  # type: ignore[attr-defined]
    return booked(
        received=slip.from_received,
        advance=slip.from_expected,
        waiting=part_not_returned(taken=slip.from_expected, since=since, outstanding=outstanding),
        borne=slip.from_guarantee,
        is_paid=slip.state == PayslipState.PAID,
    )


def _budget(slip: Payslip) -> Budget:
    return Budget(slip.unit_id, slip.project_id)
