"""What the enterprise tells everybody about itself: who is in it and what it did in the last twelve months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import caches
from django.db.models import QuerySet, Sum

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.members.models import Member
from marke.domain.sales.models import Invoice, InvoiceKind
from marke.domain.units.models import Unit
from marke.kernel.money import Cents

KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """``turnover`` is invoices less credit notes without VAT, ``contribution`` the part of it for the common pot."""

    units: int
    members: int
    turnover: Cents
    contribution: Cents

    @property
    def is_empty(self) -> bool:
        """A cooperative that has just been opened shows no figures rather than zeros."""
        return self.units == 0


def public_figures(*, as_of: dt.date) -> PublicFigures:
    """The figures of the twelve months up to a day. Sums over everything, so they are kept for ten minutes."""
    return caches["memory"].get_or_set(f"public-figures:{as_of}", lambda: _count(as_of), KEPT_SECONDS)


def _count(as_of: dt.date) -> PublicFigures:
    """Totals say nothing about one unit, so anybody may see them: the one place that looks across all for a visitor."""
    with enterprise_view():
        year = Invoice.objects.filter(issued_on__gt=as_of - dt.timedelta(days=365), issued_on__lte=as_of)
        billed, credited = (
            year.filter(kind=InvoiceKind.CREDIT_NOTE) if credit else year.exclude(kind=InvoiceKind.CREDIT_NOTE)
            for credit in (False, True)
        )
        return PublicFigures(
            units=Unit.objects.filter(state=Unit.State.OPEN).count(),
            members=Member.objects.filter(state=Member.State.MEMBER).count(),
            turnover=_sum(billed, "net") - _sum(credited, "net"),
            contribution=_sum(billed, "contribution") - _sum(credited, "contribution"),
        )


def _sum(invoices: QuerySet[Invoice], field: str) -> Cents:
    return invoices.aggregate(total=Sum(field))["total"] or 0
