"""Gapless numbers: a counter row per legal entity, kind of document and year, taken in the transaction that issues.

The counter's row stays locked until that transaction ends, so the next document waits and takes the next number; one
that is rolled back gives its number back. Take numbers last, when nothing can be refused any more.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from django.db.models import F, Q, QuerySet

from marke.domain.sales.models import Counter
from marke.kernel.refusal import Refusal, gettext_noop


def take_numbers(*, entity: int, series: str, year: int, count: int) -> range:
    """The next ``count`` numbers of a series."""
    row = Counter.objects.filter(entity=entity, series=series, year=year)
    if not row.update(last=F("last") + count):
        Counter.objects.get_or_create(entity=entity, series=series, year=year)
        row.update(last=F("last") + count)
    return _taken(row, count)


def take_dated_numbers(*, entity: int, series: str, days: list[dt.date]) -> range:
    """The next numbers of a series, one a day given; the days are in one year.

    The order of the numbers is that of the days (Royal Decree no. 1, article 5, § 1, 2°): raises `Refusal` when a day
    lies before the one before it, or before the last day that has a number.
    """
    year = days[0].year
    for earlier, later in pairwise(days):
        if later < earlier:
            raise _out_of_order(later, earlier)
    row = Counter.objects.filter(entity=entity, series=series, year=year)
    in_order = row.filter(Q(last_on__isnull=True) | Q(last_on__lte=days[0]))
    if not in_order.update(last=F("last") + len(days), last_on=days[-1]):
        Counter.objects.get_or_create(entity=entity, series=series, year=year)
        if not in_order.update(last=F("last") + len(days), last_on=days[-1]):
            raise _out_of_order(days[0], row.values_list("last_on", flat=True).get())
    return _taken(row, len(days))


def _taken(row: QuerySet[Counter], count: int) -> range:
    """The numbers up to where the counter, locked by us, now stands."""
    last = row.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


def _out_of_order(day: dt.date, numbered: dt.date | None) -> Refusal:
    return Refusal(
        "invoice.date-order",
        gettext_noop(
            "A document dated %(day)s would take a number after one dated %(numbered)s: numbers follow the days. "
            "Date it %(numbered)s or later."
        ),
        params={"day": day, "numbered": numbered},
    )
