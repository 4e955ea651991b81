"""Slip 281.10 on paper: what the tax office is told of a worker's pay in a year, in words."""

from __future__ import annotations

from marke.countries.be.documents.writing import HERE, writing
from marke.countries.be.social.belcotax.slips import tax_year
from marke.kernel.dates import Month
from marke.rules.social.papers import Paper
from marke.rules.social.records import Payroll

ZONES = (
    ("2.060", "ordinary"),
    ("2.063", "anticipated"),
    ("2.074", "withheld"),
    ("2.075", "special"),
    ("2.115", "bonus"),
    ("2.136", "student"),
    ("2.198", "flexi"),
    ("2.210", "bonus_b"),
)
"""The zones of the file with amounts, by the part of the slip they hold."""


def tax_slip_paper(payroll: Payroll, *, person: str, year: int, language: str = "") -> Paper:
    """The slip of one worker, the same that leaves for the tax office. Raises as `tax_year` does, and ``LookupError``
    for somebody to whom nothing was paid.
    """
    worker = payroll.people[person]
    (slip,) = (each for each in tax_year(payroll, year=year).slips if each.person.key == person)
    write = writing(language or worker.language)
    words = write.words
    data = write.head(payroll.employer, worker, title=words["slip"], subtitle=str(year), on=Month(year, 12).last)
    shown = [(zone, name, getattr(slip.amounts, name)) for zone, name in ZONES]
    return Paper(
        HERE / "record.typ",
        data
        | {
            "facts": [
                [words["staff_number"], worker.staff_number],
                [words["period"], write.period(slip.first, slip.last)],
            ],
            "heads": [words["slip_heads"]["what"], words["slip_heads"]["zone"], words["amount"]],
            "rows": [[words["slip_zones"][name], zone, write.money(amount)] for zone, name, amount in shown if amount],
            "totals": [words["taxable"], "", write.money(slip.amounts.taxable)],
            "sentences": [words["slip_note"]],
        },
    )
