"""Figures of units for the desk's lists and for the unit's own picture of its year. Read from the books, in cents."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from marke.domain.ledger.queries import UnitBudget
from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.rules.posting.roles import BY_CODE, EXPECTED, RECEIVED

TURNOVER = [BY_CODE["revenue.sales"].number, BY_CODE["revenue.funding"].number]
BUDGET = [BY_CODE[RECEIVED].number, BY_CODE[EXPECTED].number]

REFRESH = """
insert into units_unitfigures (unit_id, turnover, received, expected, last_movement_on, as_of)
select unit.id, coalesce(year.turnover, 0), coalesce(now.received, 0), coalesce(now.expected, 0), recent.day, %(as_of)s
  from units_unit unit
  left join (select l.unit_id, -sum(l.amount) as turnover
               from ledger.line l join ledger.account a on a.id = l.account_id
              where a.role_id = any(%(turnover)s) and l.effective_on > %(since)s and l.effective_on <= %(as_of)s
              group by l.unit_id) year on year.unit_id = unit.id
  left join (select a.unit_id, sum(b.posted) filter (where a.role_id = %(received)s) as received,
                    sum(b.posted) filter (where a.role_id = %(expected)s) as expected
               from ledger.account a join ledger.balance b on b.account_id = a.id
              where a.role_id = any(%(budget)s) group by a.unit_id) now on now.unit_id = unit.id
  left join lateral (select l.effective_on as day from ledger.line l
                      where l.unit_id = unit.id and l.effective_on <= %(as_of)s
                      order by l.effective_on desc limit 1) recent on true
on conflict (unit_id) do update
   set turnover = excluded.turnover, received = excluded.received, expected = excluded.expected,
       last_movement_on = excluded.last_movement_on, as_of = excluded.as_of
"""


def refresh_unit_figures(*, as_of: dt.date) -> int:
    """Recompute the figures of every unit from the books; answers how many units. Runs each night, as staff."""
    with connection.cursor() as cursor:
        cursor.execute(
            REFRESH,
            {
                "as_of": as_of,
                "since": _a_year_before(as_of),
                "turnover": TURNOVER,
                "budget": BUDGET,
                "received": BUDGET[0],
                "expected": BUDGET[1],
            },
        )
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class MonthFlow:
    """What came into a unit's budget in a month and what went out, both positive."""

    month: Month
    money_in: Cents
    money_out: Cents


def unit_months(*, unit_id: int, as_of: dt.date, months: int = 12) -> list[MonthFlow]:
    """The budget's movements of a unit month by month, oldest first; a month without movement has zeros.

    A client's payment moves the budget from expected to received, which is neither in nor out.
    """
    first = Month.of(as_of).plus(1 - months)
    rows = _rows(
        "select date_trunc('month', day)::date, sum(greatest(net, 0))::bigint, sum(greatest(-net, 0))::bigint"
        " from (select l.effective_on as day, -sum(l.amount) as net"
        "         from ledger.line l join ledger.account a on a.id = l.account_id"
        "        where l.unit_id = %s and a.role_id = any(%s) and l.effective_on between %s and %s"
        "        group by l.entry_id, l.effective_on) entries group by 1",
        [unit_id, BUDGET, first.first, as_of],
    )
    found = {Month.of(day): (money_in, money_out) for day, money_in, money_out in rows}
    wanted = [first.plus(step) for step in range(months)]
    return [MonthFlow(month, *found.get(month, (0, 0))) for month in wanted]


def project_budgets(*, unit_id: int) -> dict[uuid.UUID | None, UnitBudget]:
    """The budget of each project of a unit; under None what belongs to the unit itself. One query."""
    rows = _rows(
        "select a.project_id, coalesce(sum(b.posted) filter (where a.role_id = %s), 0)::bigint,"
        " coalesce(sum(b.posted) filter (where a.role_id = %s), 0)::bigint, sum(b.held)::bigint,"
        " coalesce(sum(b.held) filter (where a.role_id = %s), 0)::bigint"
        " from ledger.account a join ledger.balance b on b.account_id = a.id"
        " where a.unit_id = %s and a.role_id = any(%s) group by a.project_id",
        [BUDGET[0], BUDGET[1], BUDGET[1], unit_id, BUDGET],
    )
    return {project: UnitBudget(*amounts) for project, *amounts in rows}


def last_movement(*, unit_id: int) -> dt.date | None:
    """The last day on which anything moved in a unit."""
    rows = _rows("select max(effective_on) from ledger.line where unit_id = %s", [unit_id])
    day: dt.date | None = rows[0][0]
    return day


def _a_year_before(day: dt.date) -> dt.date:
    return Month.of(day).plus(-12).first.replace(day=min(day.day, 28))


def _rows(sql: str, parameters: Sequence[object]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
