"""Read a deed for many rows: where it stands, and what became of each row."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from marke.domain.lists.enums import BulkOutcome
from marke.domain.lists.models import BulkItem, BulkRun
from marke.domain.lists.operations.views import Place
from marke.kernel.money import Cents

GOOD = (BulkOutcome.READY, BulkOutcome.DONE)
BAD = (BulkOutcome.REFUSED, BulkOutcome.FAILED)


def run_of(*, run_id: uuid.UUID, place: Place, owner: uuid.UUID) -> BulkRun | None:
    """A deed that this person began on this list."""
    return BulkRun.objects.filter(pk=run_id, page=place.page, unit_id=place.unit_id, owner_id=owner).first()


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of a deed: all, those that can be (or were) done with their sum in cents, the impossible, the waiting."""

    rows: int
    good: int
    good_sum: Cents
    bad: int
    done: int
    waiting: int

    @property
    def looked(self) -> int:
        return self.rows - self.waiting


def tally(*, run: BulkRun) -> Tally:
    """Count the rows of a deed by what became of them."""
    good = Q(outcome__in=GOOD)
    return Tally(
        **run.items.aggregate(
            rows=Count("pk"),
            good=Count("pk", filter=good),
            good_sum=Sum("amount", filter=good, default=0),
            bad=Count("pk", filter=Q(outcome__in=BAD)),
            done=Count("pk", filter=Q(outcome=BulkOutcome.DONE)),
            waiting=Count("pk", filter=Q(outcome=BulkOutcome.WAITING)),
        )
    )


def items_of(*, run: BulkRun) -> list[BulkItem]:
    """The rows, those with a problem first, else in the order they were chosen."""
    return sorted(run.items.all(), key=lambda item: (item.outcome not in BAD, item.position))
