"""Documents of pay for the worker: what they are made from, and the form in which they go to the printer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marke.rules.payroll.payslip import Line
from marke.rules.social.records import Employer, PaidMonth, Person


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is ready to be set: its template and its data."""

    template: Path
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slip:
    """A stored payslip with all that its paper says."""

    employer: Employer
    person: Person
    month: PaidMonth
    lines: Sequence[Line]
    due_on: dt.date
    version: int = 1
