"""What is known of wages: runs, payslips of people and units, how soon wages were paid."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from marke.domain.people.models import BankAccount
from marke.domain.wages.enums import COUNTING, UNFINISHED
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


def people_with_account(*, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Who has told where to be paid."""
    accounts = BankAccount.objects.filter(person_id__in=person_ids, ended_at__isnull=True)
    return set(accounts.values_list("person_id", flat=True))
