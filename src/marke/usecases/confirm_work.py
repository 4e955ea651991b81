"""«Worked as planned?»: one tap says so; what went otherwise is corrected day by day, until the pay is computed.

A correction before the work begins changes what must be declared; it is declared again by itself.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.work.enums import DayState
from marke.domain.work.models import AccidentReport, ContractMonth, WorkDay
from marke.domain.work.operations import days as operations
from marke.domain.work.operations.days import AccidentInput, Correction
from marke.kernel.refusal import Refusal, gettext_noop
from marke.usecases.declare_work import declare


def confirm_work(*, month_ids: Collection[uuid.UUID], today: dt.date, actor: uuid.UUID, now: dt.datetime) -> int:
    """The work of these months went as planned, but for what was corrected. Answers how many months this confirms.

    Raises as `operations.confirm_months`.
    """
    return operations.confirm_months(month_ids=month_ids, today=today, actor=actor, now=now)


def confirm_contract(*, contract_id: uuid.UUID, today: dt.date, actor: uuid.UUID, now: dt.datetime) -> int:
    """Confirm every month of a contract that is over by today. Raises as `confirm_work`, also when none is."""
    over = ContractMonth.objects.filter(contract_id=contract_id, last_day__lte=today).values_list("pk", flat=True)
    months = list(over)
    if not months:
        raise Refusal("work.not-over", gettext_noop("The last day of work is still to come."))
    return confirm_work(month_ids=months, today=today, actor=actor, now=now)


def correct_days(
    *, corrections: Sequence[Correction], today: dt.date, actor: uuid.UUID, now: dt.datetime
) -> list[WorkDay]:
    """Record what became of days, all or none; a day that was cancelled is declared anew.

    Raises as `operations.correct_day`, and when no day would be left.
    """
    with enterprise_view():
        days = [operations.correct_day(correction=each, today=today) for each in corrections]
        for contract_id in {day.contract_id for day in days}:
            left = WorkDay.objects.filter(contract_id=contract_id).exclude(state=DayState.CANCELLED)
            if not left.exists():
                raise Refusal(
                    "work.no-day-left",
                    gettext_noop("No day of work would be left. Cancel the contract instead."),
                    field="state",
                )
        declare(contract_ids=sorted({day.contract_id for day in days}), now=now, actor=actor)
    return days


def report_accident(*, accident: AccidentInput, actor: uuid.UUID, now: dt.datetime) -> AccidentReport:
    """A work accident is kept for the insurer, and its day is paid as one. Raises as `operations.report_accident`."""
    with enterprise_view():
        return operations.report_accident(accident=accident, actor=actor, now=now)
