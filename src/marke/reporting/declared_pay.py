"""What is declared about pay, held against the payslips and the books. Amounts are cents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from marke.countries.protocol import SocialLaw
from marke.countries.registry import country
from marke.domain.parameters.payroll import engine
from marke.domain.parameters.queries import cooperative
from marke.domain.wages.records import BOOKED, of_work_between, payroll_of
from marke.kernel.dates import Quarter
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.rules.social.filings import Filing

IN_THE_BOOKS = """
select coalesce(-sum(l.amount), 0)
  from wages_payslip p join work_contractmonth m on m.id = p.month_id
  join ledger.line l on l.entry_id = p.entry_id
  join ledger.account a on a.id = l.account_id join ledger.role r on r.id = a.role_id
 where r.code = %s and p.state = any(%s) and m.month between %s and %s
"""
"""What the entries of payslips owe under a role, for work in the months between two days."""

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


@dataclass(frozen=True, slots=True)
class QuarterOfPay:
    """A quarter as it would be declared today: the filing, or why it cannot be made; and what the books owe."""

    quarter: Quarter
    payslips: int
    in_books: Cents
    filing: Filing | None
    refusal: Refusal | None

    @property
    def agrees(self) -> bool:
        """File, payslips and books tell the same amount, differences named."""
        return self.filing is not None and not self.filing.unexplained and self.filing.on_payslips == self.in_books


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


def quarter_of_pay(*, quarter: Quarter, now: dt.datetime) -> QuarterOfPay:
    """The quarter made up from its payslips without reading anybody's national number."""
    payslips = of_work_between(quarter.first, quarter.last)
    law = country(cooperative().country).social
    filing, refusal = None, None
    try:
        filing = _filing(law, quarter, now) if law else None
    except Refusal as found:
        refusal = found
    return QuarterOfPay(quarter, payslips.count(), _in_books("payable.social", quarter), filing, refusal)


def unequal_quarters(*, now: dt.datetime) -> Sequence[QuarterOfPay]:
    """Quarters whose declaration, payslips and books tell different amounts. What cannot be declared yet is no proof
    of a difference, but its payslips and its books are."""
    looked_at = (quarter_of_pay(quarter=Quarter.of(period.first), now=now) for period in quarters_with_pay())
    return [found for found in looked_at if found.filing is not None and not found.agrees]


def _filing(law: SocialLaw, quarter: Quarter, now: dt.datetime) -> Filing:
    payroll = payroll_of(of_work_between(quarter.first, quarter.last), on=quarter.last)
    return law.quarter(engine(), payroll, quarter=quarter, made_at=now)


def _in_books(role: str, quarter: Quarter) -> Cents:
    with connection.cursor() as cursor:
        cursor.execute(IN_THE_BOOKS, [role, list(BOOKED), quarter.first, quarter.last])
        (amount,) = cursor.fetchone()
    return int(amount)
