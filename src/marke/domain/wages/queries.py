"""What is known of wages: runs, payslips of people and units, how soon wages were paid."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum

from marke.domain.people.models import BankAccount
from marke.domain.wages.enums import COUNTING, UNFINISHED, PayslipState
from marke.domain.wages.models import Payslip, Run
from marke.kernel.money import Cents


def run_under_way() -> Run | None:
    """The run that is on its way, if any."""
    return Run.objects.filter(state__in=UNFINISHED).first()


def months_so_far(*, person_ids: Collection[uuid.UUID], months: Collection[dt.date]) -> dict[Any, Mapping[str, Any]]:
    """What each person's month has borne in earlier payslips, by person and first day of the month."""
    rows = Payslip.objects.filter(person_id__in=person_ids, month__month__in=months, state__in=COUNTING)
    latest = rows.order_by("person_id", "month__month", "-last_day", "-id").distinct("person_id", "month__month")
    return {
        (person, month): so_far for person, month, so_far in latest.values_list("person_id", "month__month", "so_far")
    }


def last_gross(*, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Cents]:
    """The gross pay of each person's latest payslip, to compare the next one with."""
    rows = Payslip.objects.filter(person_id__in=person_ids, state__in=COUNTING)
    latest = rows.order_by("person_id", "-last_day", "-id").distinct("person_id")
    return dict(latest.values_list("person_id", "gross"))


@dataclass(frozen=True, slots=True)
class Margin:
    """What a unit paid for employment, and what the employment costs by the payslips. Cents."""

    budget: Cents
    cost: Cents

    @property
    def pooled(self) -> Cents:
        """What stays in the pot of employment for all; negative where the pot bears a part (rule 12)."""
        return self.budget - self.cost


def margin_of(*, contract_id: uuid.UUID) -> Margin | None:
    """The budget and the true cost of a contract by its booked payslips; None before the first one is booked.

    The true-up of a quarter is booked by unit and is in neither.
    """
    booked = Payslip.objects.filter(contract_id=contract_id, entry_id__isnull=False)
    sums = booked.aggregate(budget=Sum("employment_budget"), cost=Sum("cost"))
    return None if sums["budget"] is None else Margin(**sums)


def people_with_account(*, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Who has told where to be paid."""
    accounts = BankAccount.objects.filter(person_id__in=person_ids, ended_at__isnull=True)
    return set(accounts.values_list("person_id", flat=True))


def runs() -> QuerySet[Run]:
    """Every wage run, the newest first."""
    return Run.objects.order_by("-on", "-id")


def run_by_id(*, run_id: uuid.UUID) -> Run | None:
    """One wage run."""
    return Run.objects.filter(pk=run_id).first()


@dataclass(frozen=True, slots=True)
class Pile:
    """The payslips of a run in one state: how many, and their net pay."""

    count: int
    net: Cents


def piles_of(*, run_id: uuid.UUID) -> dict[str, Pile]:
    """Where the payslips of a run stand, by state."""
    rows = Payslip.objects.filter(run_id=run_id).order_by().values_list("state")
    return {state: Pile(count, net) for state, count, net in rows.annotate(Count("pk"), Sum("net"))}


def payslips_of(*, run_id: uuid.UUID, flagged: bool = False) -> QuerySet[Payslip]:
    """The payslips of a run that count, each with the gross pay of the person's payslip before (``before``).

    ``flagged`` leaves those at which a person should look.
    """
    earlier = Payslip.objects.filter(person=OuterRef("person"), state__in=COUNTING, pk__lt=OuterRef("pk"))
    before = Subquery(earlier.exclude(run_id=run_id).order_by("-last_day", "-id").values("gross")[:1])
    found = Payslip.objects.filter(run_id=run_id, state__in=COUNTING).defer("line_values", "amounts", "so_far")
    found = found.exclude(flags=[]) if flagged else found
    return found.select_related("person", "unit").annotate(before=before).order_by("due_on", "id")


def parked_of(*, run_id: uuid.UUID) -> QuerySet[Payslip]:
    """What a run put aside, with the reason; the soonest due first."""
    found = Payslip.objects.filter(run_id=run_id, state=PayslipState.PARKED)
    return found.select_related("person", "unit").order_by("due_on", "id")


def unpaid() -> QuerySet[Payslip]:
    """Wages that are computed or booked and not yet on the worker's account, the soonest due first."""
    waiting = Payslip.objects.filter(state__in=COUNTING).exclude(state=PayslipState.PAID)
    return waiting.select_related("person", "unit", "run").defer("line_values").order_by("due_on", "id")


def days_of_payment(*, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date, int]]:
    """Of the wages that arrived between two days: last day of work, value date, and how many have both."""
    paid = Payslip.objects.filter(state=PayslipState.PAID, paid_on__gte=first, paid_on__lte=last)
    return list(paid.order_by().values_list("last_day", "paid_on").annotate(Count("pk")))


def paid_late(*, first: dt.date, last: dt.date) -> QuerySet[Payslip]:
    """Wages that arrived between two days, after the day that was promised."""
    paid = Payslip.objects.filter(state=PayslipState.PAID, paid_on__gte=first, paid_on__lte=last)
    return paid.filter(paid_on__gt=F("due_on")).select_related("person", "unit").order_by("-paid_on", "id")
