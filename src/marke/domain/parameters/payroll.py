"""The country's payroll under the cooperative's own dated choices."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from marke.countries.protocol import PayrollEngine
from marke.countries.registry import country
from marke.domain.parameters import queries as parameters
from marke.domain.parameters.models import Cooperative
from marke.kernel.dates import DateRange
from marke.kernel.parameters import CooperativeRow

FIGURES = {"contribution.rate": "cooperative.contribution_rate"}
"""The choices of the cooperative that payroll uses, and the figure each one sets."""


def engine() -> PayrollEngine[Any]:
    """The country's payroll with the cooperative's dated choices above the law; two queries.

    Before a cooperative is opened here, the country's defaults count. The engine answers without storing anything.
    """
    rows = tuple(
        CooperativeRow(figure, DateRange(choice.valid_from), Decimal(choice.value), decided_by=choice.source)
        for name, figure in FIGURES.items()
        for choice in reversed(parameters.history(name=name))
    )
    return _engine(_country(), rows)


def _country() -> str:
    field = Cooperative._meta.get_field("country")
    return Cooperative.objects.values_list("country", flat=True).first() or str(field.default)


@lru_cache(maxsize=4)
def _engine(code: str, rows: tuple[CooperativeRow, ...]) -> PayrollEngine[Any]:
    """Engines are kept: each compiles the law of a day once."""
    found = country(code)
    return found.payroll(found.parameters().with_rows(rows))
