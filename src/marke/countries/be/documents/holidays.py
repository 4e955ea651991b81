"""The holiday certificate at the end of contracts (royal decree of 30 March 1967, art. 46).

An employee who leaves receives holiday pay with the last payslip; the next employer deducts it. In a shared enterprise
contracts end every few days, so that one certificate holds those of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from marke.countries.be.documents.writing import HERE, Writing, writing
from marke.countries.be.social.work import total
from marke.kernel.dates import Month
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.papers import Paper
from marke.rules.social.records import PaidMonth, Payroll

COLUMNS = ("period", "days", "pay", "single", "double", "social", "tax")


def has_certificate(months: Sequence[PaidMonth]) -> bool:
    """Whether holiday pay at the end of a contract was paid: of manual workers and artists the fund pays it."""
    return any(month.total("exit_holiday_single") for month in months)


def holiday_paper(payroll: Payroll, *, person: str, year: int, language: str = "") -> Paper:
    """The certificate of one worker for the contracts that ended in a year. Raises `Refusal` where none was paid."""
    worker = payroll.people[person]
    write = writing(language or worker.language)
    months = [month for month in payroll.of(person) if month.month.year == year and has_certificate([month])]
    if not months:
        raise Refusal(
            "holidays.none",
            gettext_noop("No holiday pay was paid at the end of a contract in %(year)s."),
            params={"year": str(year)},
        )
    words = write.words
    data = write.head(payroll.employer, worker, title=words["holidays"], subtitle=str(year), on=Month(year, 12).last)
    return Paper(
        HERE / "record.typ",
        data
        | {
            "facts": [[words["staff_number"], worker.staff_number], [words["contracts"], str(len(months))]],
            "heads": [words["holiday_heads"][column] for column in COLUMNS],
            "rows": [[_period(month, write), *_figures([month], write)] for month in months],
            "totals": [words["total"], *_figures(months, write)],
            "sentences": [words["holiday_note"]],
        },
    )


def _period(month: PaidMonth, write: Writing) -> str:
    return write.period(month.contract.starts_on, month.contract.ends_on)


def _figures(months: Sequence[PaidMonth], write: Writing) -> list[str]:
    """Days paid in the last month, pay that the holiday pay was computed on, and its parts."""
    amounts = (
        sum(month.base("exit_holiday_single") for month in months),
        total(months, "exit_holiday_single"),
        total(months, "exit_holiday_double"),
        total(months, "onss_exit_single", "onss_exit_double"),
        total(months, "holiday_withholding"),
    )
    return [write.number(sum((month.days for month in months), Decimal(0))), *map(write.money, amounts)]
