"""The individual account of a year (royal decree of 8 August 1980 on social documents): every payslip, and totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from marke.countries.be.documents.writing import HERE, Writing, writing
from marke.countries.be.payroll.booking import SOCIAL_OF_EMPLOYER, SOCIAL_OF_WORKER
from marke.countries.be.social.tax import Taxed, taxed
from marke.countries.be.social.work import total
from marke.kernel.dates import Month
from marke.rules.social.papers import Paper
from marke.rules.social.records import PaidMonth, Payroll

COLUMNS = ("period", "days", "hours", "gross", "social", "taxable", "tax", "special", "net", "employer")

OF_WORKER = tuple(code for code in SOCIAL_OF_WORKER if code != "csss_month")
"""The special contribution has a column of its own."""


def account_paper(payroll: Payroll, *, person: str, year: int, language: str = "") -> Paper:
    """The account of one worker for the work of a year, in their language or another one."""
    worker = payroll.people[person]
    write = writing(language or worker.language)
    months = [month for month in payroll.of(person) if month.month.year == year]
    title, words = write.words["account"], write.words["account_heads"]
    data = write.head(payroll.employer, worker, title=title, subtitle=str(year), on=Month(year, 12).last)
    return Paper(
        HERE / "record.typ",
        data
        | {
            "facts": [[write.words["staff_number"], worker.staff_number], [write.words["payslips"], str(len(months))]],
            "heads": [words[column] for column in COLUMNS],
            "rows": [[_period(month, write), *_figures([month], write)] for month in months],
            "totals": [write.words["total"], *_figures(months, write)],
            "sentences": [write.words["account_note"]],
        },
    )


def _period(month: PaidMonth, write: Writing) -> str:
    contract = month.contract
    last = month.month.last if contract.ends_on is None else min(contract.ends_on, month.month.last)
    return write.period_of_year(max(contract.starts_on, month.month.first), last)


def _figures(months: Sequence[PaidMonth], write: Writing) -> list[str]:
    """Days, hours and amounts of some payslips together, in the order of the columns."""
    tax = sum((taxed(month) for month in months), Taxed())
    gross = sum(month.gross for month in months)
    return [
        write.number(sum((month.days for month in months), Decimal(0))),
        write.number(sum((month.hours for month in months), Decimal(0))),
        *map(
            write.money,
            (
                gross,
                total(months, *OF_WORKER) - total(months, "work_bonus_total"),
                tax.taxable,
                tax.withheld,
                tax.special,
                sum(month.net for month in months),
                total(months, *SOCIAL_OF_EMPLOYER),
            ),
        ),
    ]
