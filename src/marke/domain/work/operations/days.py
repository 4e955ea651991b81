"""What became of the planned days: worked as planned, corrected, sick, cancelled, an accident."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from marke.domain.work.enums import ContractState, DayState, MonthState
from marke.domain.work.models import AccidentReport, ContractMonth, WorkDay
from marke.kernel.refusal import Refusal, gettext_noop


class DaysLocked(Refusal):
    """The days are being paid or were paid: they do not change any more."""


def confirm_months(*, month_ids: Collection[uuid.UUID], today: dt.date, actor: uuid.UUID, now: dt.datetime) -> int:
    """«Worked as planned»: every day of the months that is still planned was worked. Answers how many months.

    Raises `Refusal` while a day of them lies in the future, or for a contract that was never declared.
    """
    months = list(ContractMonth.objects.select_for_update().filter(pk__in=month_ids).select_related("contract"))
    if any(month.last_day > today for month in months):
        raise Refusal("work.not-over", gettext_noop("The last day of work is still to come."))
    if any(month.contract.state != ContractState.DECLARED for month in months):
        raise Refusal("work.not-declared", gettext_noop("Work that was not declared cannot be paid."))
    planned = ContractMonth.objects.filter(pk__in=month_ids, state=MonthState.PLANNED)
    its_month = planned.filter(contract=OuterRef("contract"), month__lte=OuterRef("day"), last_day__gte=OuterRef("day"))
    contracts = {month.contract_id for month in months}
    days = WorkDay.objects.filter(contract_id__in=contracts, state=DayState.PLANNED)
    days.filter(Exists(its_month)).update(state=DayState.WORKED)
    return int(planned.update(state=MonthState.CONFIRMED, confirmed_by=actor, confirmed_at=now))


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a day that did not go as planned. ``hours_worked`` only for a day that was worked."""

    day_id: uuid.UUID
    state: DayState
    hours_worked: Decimal | None = None
    note: str = ""


def correct_day(*, correction: Correction, today: dt.date) -> WorkDay:
    """Record what became of a day. The month is confirmed afterwards, when all its days are known.

    Raises `DaysLocked` once the month is being paid, and `Refusal` for a day to come that was already worked.
    """
    day = WorkDay.objects.select_for_update(of=("self",)).select_related("contract").get(pk=correction.day_id)
    month = ContractMonth.objects.select_for_update().get(contract_id=day.contract_id, month=day.day.replace(day=1))
    if month.state in (MonthState.IN_RUN, MonthState.PAID):
        raise DaysLocked(
            "work.days-locked",
            gettext_noop("%(month)s is being paid: its days do not change any more. Ask payroll for a correction."),
            params={"month": month.month},
        )
    if correction.state == DayState.WORKED and day.day > today:
        raise Refusal("work.not-over", gettext_noop("A day that is still to come was not worked yet."), field="state")
    day.state, day.note = correction.state, correction.note.strip()
    day.hours_worked = correction.hours_worked if correction.state == DayState.WORKED else None
    day.save(update_fields=["state", "note", "hours_worked"])
    return day


@dataclass(frozen=True, slots=True)
class AccidentInput:
    """What the insurer asks (law of 10 April 1971 on work accidents): to be reported within eight days."""

    day_id: uuid.UUID
    happened_at: dt.datetime
    place: str
    what: str
    injury: str
    witnesses: str = ""


def report_accident(*, accident: AccidentInput, actor: uuid.UUID, now: dt.datetime) -> AccidentReport:
    """Report a work accident on a day of a contract. Raises `Refusal` for one in the future or on another day."""
    day = WorkDay.objects.select_for_update(of=("self",)).get(pk=accident.day_id)
    if accident.happened_at > now or accident.happened_at.date() != day.day:
        raise Refusal("accident.moment", gettext_noop("The accident happened on the day of work."), field="happened_at")
    correct_day(correction=Correction(day.pk, DayState.ACCIDENT, note=accident.injury[:300]), today=now.date())
    return AccidentReport.objects.create(
        day=day,
        unit_id=day.unit_id,
        happened_at=accident.happened_at,
        place=accident.place.strip(),
        what=accident.what.strip(),
        injury=accident.injury.strip(),
        witnesses=accident.witnesses.strip(),
        reported_by=actor,
        reported_at=now,
    )
