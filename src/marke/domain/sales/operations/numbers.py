"""Gapless numbers: a counter row per legal entity, kind of document and year, taken in the transaction that issues.

The counter's row stays locked until that transaction ends, so the next document waits and takes the next number; one
that is rolled back gives its number back. Take numbers last, when nothing can be refused any more.
"""

from __future__ import annotations

from django.db.models import F

from marke.domain.sales.models import Counter


def take_numbers(*, entity: int, series: str, year: int, count: int) -> range:
    """The next ``count`` numbers of a series."""
    row = Counter.objects.filter(entity=entity, series=series, year=year)
    if not row.update(last=F("last") + count):
        Counter.objects.get_or_create(entity=entity, series=series, year=year)
        row.update(last=F("last") + count)
    last = row.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)
