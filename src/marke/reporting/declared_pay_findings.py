"""Declared pay made up again for the self-check: declaration = payslips = books, period by period, to the cent."""

from __future__ import annotations

from collections.abc import Iterator

from marke.domain.foundation.proofs import Finding
from marke.kernel.dates import Month, Quarter
from marke.reporting.declared_pay import month_of_tax, months_with_tax, quarter_of_pay, quarters_with_pay
from marke.reporting.findings import Example, looked_for


def prove_declared_pay() -> Iterator[Finding]:
    """Two findings: quarters of social security, and months of withholding tax.

    A quarter that cannot be declared yet, for want of a legal figure, is held by its payslips against the books; one
    that was settled, by all that the books owe against the declaration.
    """
    yield looked_for(
        "declared-quarters-equal-payslips-and-books",
        "What each quarter declares to social security is its payslips with named differences, and what the books owe.",
        _unequal_quarters,
    )
    yield looked_for(
        "declared-months-equal-payslips-and-books",
        "What each month keeps back for the tax office is the same on its payslips and in the books.",
        _unequal_months,
    )


def _unequal_quarters() -> Iterator[Example]:
    for period in quarters_with_pay():
        found = quarter_of_pay(quarter=Quarter.of(period.first))
        if found.on_payslips != found.in_books:
            yield period.name, found.on_payslips, found.in_books
        elif found.filing is not None and found.filing.unexplained:
            yield period.name, found.filing.declared, found.on_payslips
        elif found.settled and found.to_settle:
            yield period.name, found.filing.declared if found.filing else None, found.in_books + found.settled


def _unequal_months() -> Iterator[Example]:
    for period in months_with_tax():
        found = month_of_tax(month=Month.of(period.first))
        if found is not None and not found.agrees:
            yield period.name, found.statement.withheld, found.in_books
