"""How work is declared in Dimona (Royal Decree of 5 November 2002): the kinds of worker and committees it knows.

Students are declared as STU with their planned hours and both days; everybody else as OTH. The joint committees of the
hotel trade and of the performing arts are sent as three X, as the interface asks. Article 17 and occasional workers
have kinds of their own, for contracts that Marke does not make.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from marke.countries.be.payroll.inputs import Scheme
from marke.kernel.declaring import Said

STUDENT, OTHER = "STU", "OTH"
UNNAMED = frozenset({"302", "304"})
"""Committees whose number Dimona does not take; ``NO_NUMBER`` stands in their place."""

NO_NUMBER = "X" * 3


def declared_as(
    *,
    scheme: str,
    committee: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
    hours: Decimal,
) -> Said:
    """A period of work in the words of Dimona; ``hours`` are those planned."""
    is_student = scheme == Scheme.STUDENT.value
    number = committee.split(".")[0]
    return Said(
        worker_type=STUDENT if is_student else OTHER,
        committee=NO_NUMBER if number in UNNAMED else number,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=hours if is_student else None,
    )
