"""What is filed, with the proof that it agrees with the payslips."""

from __future__ import annotations

import datetime as dt

from marke.countries.be.payroll.engine import BelgianPayroll
from marke.countries.be.social.belcotax.files import belcotax_file, withheld_in
from marke.countries.be.social.belcotax.slips import tax_year
from marke.countries.be.social.dmfa.building import declaration
from marke.countries.be.social.dmfa.files import dmfa_file, owed_in
from marke.countries.be.social.dmfa.true_up import higher_by_contract, on_payslips, reductions_by_contract, true_up
from marke.countries.be.social.tax import withheld
from marke.kernel.dates import Quarter
from marke.rules.social.filings import Filing
from marke.rules.social.records import Payroll


def quarter_filing(
    engine: BelgianPayroll, payroll: Payroll, *, quarter: Quarter, made_at: dt.datetime | None
) -> Filing:
    """The DmfA of a quarter. The sum is read back from the file, so that what is proven is what leaves.

    Without ``made_at`` the quarter is only looked at: no file is made. Raises `Refusal` as `declaration` does.
    """
    months = [month for month in payroll.months if month.month.first in quarter]
    declared = declaration(engine.law_on(quarter.last), payroll, quarter=quarter)
    content = dmfa_file(declared, made_at=made_at) if made_at else b""
    parts = true_up(declared, months)
    return Filing(
        file_name=f"dmfa-{quarter.year}-{quarter.number}.xml",
        content=content,
        people=len(declared.people),
        payslips=len(months),
        declared=owed_in(content) if content else declared.owed,
        on_payslips=on_payslips(months),
        differences={
            "rounding": parts.rounding,
            "small": parts.small,
            "special": parts.special,
            "structural": parts.structural,
        },
        gross=sum(month.gross for month in months),
        with_workers=parts.special,
        reductions=reductions_by_contract(declared),
        higher=higher_by_contract(parts, months),
    )


def year_filing(payroll: Payroll, *, year: int, made_on: dt.date) -> Filing:
    """The slips 281.10 of a year, with the tax kept back read from the file. Raises `Refusal` as `tax_year` does."""
    months = [month for month in payroll.months if month.paid_on is not None and month.paid_on.year == year]
    found = tax_year(payroll, year=year)
    content = belcotax_file(found, made_on=made_on)
    return Filing(
        file_name=f"belcotax-281-10-{year}.xml",
        content=content,
        people=len(found.slips),
        payslips=len(months),
        declared=withheld_in(content),
        on_payslips=sum(withheld(month) for month in months),
        differences={},
        gross=sum(month.gross for month in months),
    )
