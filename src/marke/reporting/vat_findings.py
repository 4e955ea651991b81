"""The VAT return made up again for the self-check: documents = boxes = books, month by month, to the cent."""

from __future__ import annotations

from collections.abc import Iterator

from marke.countries.registry import country
from marke.domain.foundation.proofs import Finding
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.parameters.models import Cooperative
from marke.kernel.dates import Month
from marke.reporting.findings import Example, looked_for
from marke.reporting.vat_return import months_of_vat, period_of_vat


def prove_vat() -> Iterator[Finding]:
    """One finding, where VAT is filed."""
    with acting_as_system():
        house = Cooperative.objects.first()
    if house is not None and country(house.country).vat_filings is not None:
        yield looked_for(
            "vat-return-equals-documents-and-books",
            "The VAT return of each month is the sum of its documents, and what the books moved by.",
            _unequal_months,
        )


def _unequal_months() -> Iterator[Example]:
    for first in months_of_vat():
        month = Month.of(first)
        period = period_of_vat(period=month)
        if not period.agrees:
            found = period.found
            yield str(month), found.due, period.due_in_books, found.deductible, period.deductible_in_books
