"""The statement of withholding tax of a month (form 274): what was paid, what was kept back and is owed."""

from __future__ import annotations

from collections.abc import Sequence

from marke.countries.be.social.tax import taxed
from marke.kernel.dates import Month
from marke.rules.social.filings import TaxRow, TaxStatement
from marke.rules.social.records import PaidMonth, Payroll

KINDS = ("ordinary", "anticipated")


def withholding_statement(payroll: Payroll, *, month: Month) -> TaxStatement:
    """The month's statement: tax is owed for the month in which pay is paid (income tax code 1992, art. 412).

    Payslips without a day of payment, or paid in another month, do not count.
    """
    paid = [slip for slip in payroll.months if slip.paid_on is not None and Month.of(slip.paid_on) == month]
    found = [taxed(slip) for slip in paid]
    rows = tuple(
        TaxRow(kind, sum(1 for each in found if getattr(each, kind)), sum(getattr(each, kind) for each in found))
        for kind in KINDS
    )
    return TaxStatement(
        month=month,
        people=len({slip.person for slip in paid}),
        payslips=len(paid),
        rows=tuple(row for row in rows if row.taxable),
        withheld=sum(each.withheld for each in found),
        special=_special(paid),
    )


def _special(paid: Sequence[PaidMonth]) -> int:
    return sum(slip.total("csss_month") for slip in paid)
