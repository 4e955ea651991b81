"""Read lists of clients that were read in: their rows by verdict, and how far they are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from marke.domain.directory.enums import WILL_BE_WRITTEN, Verdict
from marke.domain.directory.models import ClientImport, ImportRow

WRITTEN = (Verdict.ADDED, Verdict.LINKED)


def import_of(*, import_id: uuid.UUID, unit_id: int | None) -> ClientImport | None:
    """One list of a unit, or of the desk."""
    return ClientImport.objects.filter(pk=import_id, unit_id=unit_id).first()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have which verdict."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def to_write(self) -> int:
        """Rows that a confirmation would write, or that are still to be written."""
        return sum(self.counts.get(verdict, 0) for verdict in WILL_BE_WRITTEN)

    @property
    def written(self) -> int:
        return sum(self.counts.get(verdict, 0) for verdict in WRITTEN)


def tally(*, import_id: uuid.UUID) -> Tally:
    """The rows of a list by verdict."""
    rows = ImportRow.objects.filter(batch_id=import_id).order_by()
    return Tally(dict(rows.values_list("verdict").annotate(Count("pk"))))


def rows_of(*, import_id: uuid.UUID, verdict: str = "") -> QuerySet[ImportRow]:
    """The rows of a list in the order of the file, of one verdict or all."""
    rows = ImportRow.objects.filter(batch_id=import_id).order_by("position")
    return rows.filter(verdict=verdict) if verdict else rows
