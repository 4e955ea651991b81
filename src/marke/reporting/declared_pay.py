"""What is declared about pay, held against the payslips and the books. Amounts are cents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from marke.countries.registry import country
from marke.domain.parameters.payroll import engine
from marke.domain.parameters.queries import cooperative
from marke.domain.wages.records import BOOKED, of_work_between, paid_between, payroll_of
from marke.kernel.dates import Month, Quarter
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.rules.social.filings import Filing, TaxStatement, WorkOfYear

IN_THE_BOOKS = """
select coalesce(-sum(l.amount), 0)
  from wages_payslip p join work_contractmonth m on m.id = p.month_id
  join ledger.line l on l.entry_id = p.entry_id
  join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
 where r.code = %s and p.state = any(%s) and m.month between %s and %s
"""
"""What the entries of payslips owe under a role, for work in the months between two days."""

SETTLED = """
select coalesce(-sum(l.amount), 0)
  from ledger.entry e join ledger.line l on l.entry_id = e.id
  join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
 where e.source_kind = 'social.quarter' and e.source_id like %s and r.code = 'payable.social'
"""
QUARTERS = """
select date_trunc('quarter', m.month)::date, count(distinct p.person_id), count(*), sum(p.gross)::bigint,
       coalesce(sum(b.owed), 0)::bigint
  from wages_payslip p join work_contractmonth m on m.id = p.month_id
  left join lateral (
    select -sum(l.amount) as owed from ledger.line l
      join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
     where l.entry_id = p.entry_id and r.code = 'payable.social') b on true
 where p.state = any(%s)
 group by 1 order by 1 desc
"""

PAID_PERIODS = """
select date_trunc(%s, p.paid_on)::date, count(distinct p.person_id), count(*), sum(p.gross)::bigint,
       coalesce(sum(b.owed), 0)::bigint
  from wages_payslip p
  left join lateral (
    select -sum(l.amount) as owed from ledger.line l
      join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
     where l.entry_id = p.entry_id and r.code = 'payable.tax') b on true
 where p.state = 'paid'
 group by 1 order by 1 desc
"""
TAX_IN_BOOKS = """
select coalesce(-sum(l.amount), 0)
  from wages_payslip p join ledger.line l on l.entry_id = p.entry_id
  join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
 where r.code = 'payable.tax' and p.state = 'paid' and p.paid_on between %s and %s
"""


@dataclass(frozen=True, slots=True)
class QuarterOfPay:
    """A quarter as it would be declared today: the filing, or why it cannot be made; and what the books owe."""

    quarter: Quarter
    payslips: int
    on_payslips: Cents
    in_books: Cents
    settled: Cents
    """What was booked beyond the payslips when the quarter was settled; zero before."""
    filing: Filing | None
    refusal: Refusal | None

    @property
    def agrees(self) -> bool:
        """File, payslips and books tell the same amount, differences named."""
        return self.filing is not None and not self.filing.unexplained and self.on_payslips == self.in_books

    @property
    def to_settle(self) -> Cents:
        """What the declaration asks beyond what the books owe by now, apart from what is settled with the workers."""
        return self.filing.declared - self.filing.with_workers - self.in_books - self.settled if self.filing else 0


@dataclass(frozen=True, slots=True)
class Period:
    """A period in which somebody worked for pay, with what its payslips add up to and what the books owe."""

    name: str
    first: dt.date
    people: int
    payslips: int
    gross: Cents
    social: Cents


def quarters_with_pay() -> list[Period]:
    """The quarters in which somebody worked for pay, newest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(QUARTERS, [list(BOOKED)])
        return [Period(str(Quarter.of(first)), first, *figures) for first, *figures in cursor.fetchall()]


def quarter_of_pay(*, quarter: Quarter) -> QuarterOfPay:
    """The quarter made up from its payslips without a file, and without reading anybody's national number."""
    payslips = of_work_between(quarter.first, quarter.last)
    law, payroll = country(cooperative().country).social, engine()
    filing, refusal = None, None
    try:
        stored = payroll_of(payslips, on=quarter.last)
        filing = law.quarter(payroll, stored, quarter=quarter, made_at=None) if law else None
    except Refusal as found:
        refusal = found
    rows = list(payslips.values_list("amounts", "net"))
    on_payslips = sum(payroll.booked(amounts, net=net).social for amounts, net in rows)
    in_books = _one(IN_THE_BOOKS, ["payable.social", list(BOOKED), quarter.first, quarter.last])
    settled = _one(SETTLED, [f"{quarter}/%"])
    return QuarterOfPay(quarter, len(rows), on_payslips, in_books, settled, filing, refusal)


@dataclass(frozen=True, slots=True)
class MonthOfTax:
    """What was kept back on the pay of a month, and what the books owe the tax office for the same payslips."""

    statement: TaxStatement
    in_books: Cents

    @property
    def agrees(self) -> bool:
        return self.statement.withheld == self.in_books


@dataclass(frozen=True, slots=True)
class YearOfTax:
    """The slips of a year as they would be filed today, or why they cannot; and what the books owed."""

    year: int
    payslips: int
    in_books: Cents
    filing: Filing | None
    refusal: Refusal | None

    @property
    def agrees(self) -> bool:
        return self.filing is not None and not self.filing.unexplained and self.filing.on_payslips == self.in_books


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """A month or year in which wages arrived, with what its payslips add up to and what the books owe for tax."""

    name: str
    first: dt.date
    people: int
    payslips: int
    gross: Cents
    tax: Cents


def months_with_tax() -> list[PaidPeriod]:
    """The months in which wages arrived, newest first; one query."""
    return [PaidPeriod(str(Month.of(first)), first, *figures) for first, *figures in _paid_periods("month")]


def years_with_tax() -> list[PaidPeriod]:
    """The years in which wages arrived, newest first; one query."""
    return [PaidPeriod(str(first.year), first, *figures) for first, *figures in _paid_periods("year")]


def month_of_tax(*, month: Month) -> MonthOfTax | None:
    """The month's statement from the wages that arrived in it; None where none did or nothing is declared."""
    payslips = paid_between(month.first, month.last)
    law = country(cooperative().country).social
    if law is None or not payslips.exists():
        return None
    statement = law.month(payroll_of(payslips, on=month.last), month=month)
    return MonthOfTax(statement, _tax_in_books(month.first, month.last))


def year_of_tax(*, year: int, today: dt.date) -> YearOfTax:
    """The slips of a year made up without reading anybody's national number."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    payslips = paid_between(first, last)
    law = country(cooperative().country).social
    filing, refusal = None, None
    try:
        filing = law.year(payroll_of(payslips, on=last), year=year, made_on=today) if law else None
    except Refusal as found:
        refusal = found
    return YearOfTax(year, payslips.count(), _tax_in_books(first, last), filing, refusal)


def work_of_year(*, year: int) -> WorkOfYear | None:
    """The figures of the social balance from the booked payslips of a year; None where nobody worked."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    payslips = of_work_between(first, last)
    law = country(cooperative().country).social
    if law is None or not payslips.exists():
        return None
    return law.work_of_year(payroll_of(payslips, on=last), year=year)


def _paid_periods(unit: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(PAID_PERIODS, [unit])
        return list(cursor.fetchall())


def _tax_in_books(first: dt.date, last: dt.date) -> Cents:
    return _one(TAX_IN_BOOKS, [first, last])


def _one(query: str, given: list[Any]) -> Cents:
    """The one amount that a query answers."""
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        (amount,) = cursor.fetchone()
    return int(amount)
