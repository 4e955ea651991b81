"""Read the books: budgets of units, statements, trial balances.

What is read is what the transaction may see: the named units for a member, everything for staff and auditor. A balance
that cannot be computed raises; it is never zero by default (ledger rule R23).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from marke.domain.ledger.refusals import refusals
from marke.kernel.money import Cents
from marke.rules.posting.entry import Account, Line
from marke.rules.posting.roles import BY_CODE, BY_NUMBER, EXPECTED, RECEIVED, Role

BUDGET_ROLES = [BY_CODE[RECEIVED].number, BY_CODE[EXPECTED].number]


@dataclass(frozen=True, slots=True)
class UnitBudget:
    """What a unit (or one project of it) has, all in cents.

    ``received`` and ``expected`` are the budget whose client money is in, and still due. ``committed`` is reserved for
    something signed; ``committed_expected`` the part of it on expected money.
    """

    received: Cents = 0
    expected: Cents = 0
    committed: Cents = 0
    committed_expected: Cents = 0
    invested: Cents = 0
    loan_due: Cents = 0
    owed_to_member: Cents = 0

    @property
    def total(self) -> Cents:
        """The unit's budget: received and expected together."""
        return self.received + self.expected

    @property
    def available_for_pay(self) -> Cents:
        """Pay may use expected money too: the wage guarantee advances it. Less what was promised: `pay_budget`."""
        return self.total - self.committed

    @property
    def available(self) -> Cents:
        """What expenses, rights and transfers may use: received money that is not committed."""
        return self.received - (self.committed - self.committed_expected)


def unit_budget(*, unit_id: int, project_id: uuid.UUID | None = None) -> UnitBudget:
    """The budget of a unit, or of one of its projects. A unit that never had a movement has nothing."""
    return unit_budgets(unit_ids=[unit_id], project_id=project_id)[unit_id]


def unit_budgets(*, unit_ids: Iterable[int], project_id: uuid.UUID | None = None) -> dict[int, UnitBudget]:
    """The budgets of many units at once, in one query; every unit asked for has an answer."""
    units = list(unit_ids)
    rows = _rows(
        "select a.unit_id,"
        " coalesce(sum(b.posted) filter (where r.code = 'unit.received'), 0)::bigint,"
        " coalesce(sum(b.posted) filter (where r.code = 'unit.expected'), 0)::bigint,"
        " sum(b.held)::bigint,"
        " coalesce(sum(b.held) filter (where r.code = 'unit.expected'), 0)::bigint,"
        " coalesce(sum(b.posted) filter (where r.code = 'unit.invested'), 0)::bigint,"
        " coalesce(sum(b.posted) filter (where r.code = 'unit.loan_due'), 0)::bigint,"
        " coalesce(sum(b.posted) filter (where r.code = 'unit.owed_to_member'), 0)::bigint"
        " from ledger.account a join ledger.balance b on b.account_id = a.id join ledger.role r on r.id = a.role_id"
        " where a.unit_id = any(%s) and (%s::uuid is null or a.project_id = %s::uuid) group by a.unit_id",
        [units, project_id, project_id],
    )
    budgets = {unit: UnitBudget(*amounts) for unit, *amounts in rows}
    return {unit: budgets.get(unit, UnitBudget()) for unit in units}


def balance(*, account: Account) -> Cents:
    """The balance of one account on its natural side. An account never posted to has nothing on it.

    Raises `UnableToPost` when the account may not be seen here.
    """
    if account.unit_id is None:
        with refusals():
            return int(_rows("select ledger.balance_of(%s)", [BY_CODE[account.role].number])[0][0])
    rows = _rows(
        "select ledger.balance_of(id) from ledger.account where role_id = %s and unit_id = %s"
        " and project_id is not distinct from %s::uuid",
        [BY_CODE[account.role].number, account.unit_id, account.project_id],
    )
    return int(rows[0][0]) if rows else 0


def role_balance(*, role: str) -> Cents:
    """The balance of a role over all units (or of its common account), on its natural side."""
    return next(row.natural for row in trial_balance() if row.role.code == role)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a unit's budget, in cents, with the budget after it."""

    entry_id: int
    effective_on: dt.date
    kind: str
    source_kind: str
    source_id: str
    received: Cents
    expected: Cents
    balance: Cents

    @property
    def amount(self) -> Cents:
        """What the movement adds to the budget (negative: takes from it)."""
        return self.received + self.expected


@dataclass(frozen=True, slots=True)
class Statement:
    """The movements of a unit's budget in a period, from its opening to its closing balance."""

    opening: Cents
    lines: Sequence[StatementLine]

    @property
    def closing(self) -> Cents:
        return self.lines[-1].balance if self.lines else self.opening


def unit_statement(
    *, unit_id: int, start: dt.date, end: dt.date, project_id: uuid.UUID | None = None, latest: int | None = None
) -> Statement:
    """The budget statement of a unit (or project) from ``start`` up to and including ``end``, oldest first.

    With ``latest`` only the last so many movements; the opening balance is then what stood before them.
    """
    chosen = [unit_id, BUDGET_ROLES, project_id, project_id]
    account = (
        "(select a.id, r.code, r.side from ledger.account a join ledger.role r on r.id = a.role_id"
        " where a.unit_id = %s and a.role_id = any(%s) and (%s::uuid is null or a.project_id = %s::uuid))"
    )
    opening = _rows(
        f"select coalesce(sum(l.amount * a.side), 0)::bigint from {account} a"
        " join ledger.line l on l.account_id = a.id where l.effective_on < %s",
        [*chosen, start],
    )[0][0]
    rows = _rows(
        "select e.id, m.effective_on, e.kind, e.source_kind, e.source_id, m.received, m.expected,"
        " (%s + sum(m.received + m.expected) over (order by m.effective_on, m.entry_id))::bigint"
        " from (select l.entry_id, l.effective_on,"
        " coalesce(sum(l.amount * a.side) filter (where a.code = 'unit.received'), 0)::bigint as received,"
        " coalesce(sum(l.amount * a.side) filter (where a.code = 'unit.expected'), 0)::bigint as expected"
        f" from {account} a join ledger.line l on l.account_id = a.id where l.effective_on between %s and %s"
        " group by l.entry_id, l.effective_on) m join ledger.entry e on e.id = m.entry_id"
        " order by m.effective_on desc, m.entry_id desc limit %s",
        [opening, *chosen, start, end, latest],
    )
    lines = [StatementLine(*row) for row in reversed(rows)]
    return Statement(lines[0].balance - lines[0].amount if lines else opening, lines)


@dataclass(frozen=True, slots=True)
class RoleBalance:
    """The balance of a role over all its accounts: debit positive in ``cents``, on its own side in ``natural``."""

    role: Role
    natural: Cents

    @property
    def cents(self) -> Cents:
        return self.natural * self.role.side


TRIAL_BALANCE_NOW = """
select a.role_id, sum(b.posted)::bigint
  from ledger.balance b join ledger.account a on a.id = b.account_id group by a.role_id
union all
select r.id, u.posted + coalesce((select sum(l.amount) * r.side from ledger.line l
                                   where l.account_id = u.account_id and l.account_id < 1000
                                     and (l.generation, l.xact) >= (u.generation, u.upto)), 0)::bigint
  from ledger.rollup u join ledger.role r on r.id = u.account_id
"""

TRIAL_BALANCE_AT = """
with kept as (select max(month) as month, (max(month) + interval '1 month')::date as after from ledger.period
               where closed_at is not null and month + interval '1 month' <= %s::date + 1)
select a.role_id, sum(m.posted)::bigint
  from (select s.account_id, s.posted from ledger.snapshot s where s.month = (select month from kept)
        union all
        select l.account_id, l.amount * r.side
          from ledger.line l join ledger.account la on la.id = l.account_id join ledger.role r on r.id = la.role_id
         where coalesce((select after from kept), '-infinity'::date) <= %s
           and l.effective_on <= %s and l.effective_on >= coalesce((select after from kept), '-infinity'::date)) m
  join ledger.account a on a.id = m.account_id group by a.role_id
"""


def trial_balance(*, as_of: dt.date | None = None) -> list[RoleBalance]:
    """The balance of every role: of everything posted, or at the end of a past day. Debits equal credits per book.

    For staff and auditors, who see all units; the sum would be wrong for anybody else, so anybody else is refused by
    row-level security seeing no common accounts. Raises ``LookupError`` then.
    """
    rows = _rows(TRIAL_BALANCE_NOW, []) if as_of is None else _rows(TRIAL_BALANCE_AT, [as_of, as_of, as_of])
    found = dict(rows)
    if as_of is None and BY_CODE["bank"].number not in found:
        raise LookupError("A trial balance is for those who see all units.")
    return [RoleBalance(role, int(found.get(number, 0))) for number, role in sorted(BY_NUMBER.items())]


def open_months() -> list[dt.date]:
    """The first days of the months in which may be posted, oldest first."""
    return [month for (month,) in _rows("select month from ledger.period where closed_at is null order by month", [])]


def _rows(sql: str, parameters: Sequence[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def posted_lines(*, source: tuple[str, object], step: str) -> tuple[Line, ...]:
    """The lines that a step of a document posted; none when it posted nothing."""
    rows = _rows(
        "select a.role_id, a.unit_id, a.project_id, l.amount from ledger.entry e"
        " join ledger.line l on l.entry_id = e.id join ledger.account a on a.id = l.account_id"
        " where e.source_kind = %s and e.source_id = %s and e.step = %s order by l.line_no",
        [source[0], str(source[1]), step],
    )
    return tuple(Line(Account(BY_NUMBER[role].code, unit, project), cents) for role, unit, project, cents in rows)
