"""Record what payroll must know of a person. A new fact holds from a day; the old ones stay for the months before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marke.domain.parameters.payroll import engine
from marke.domain.work.models import PayFile


@dataclass(frozen=True, slots=True)
class PayFileInput:
    """Facts of a person from a day, in the words of the country's engine (``{"family": {"children": 2}}``)."""

    person_id: uuid.UUID
    valid_from: dt.date
    facts: Mapping[str, Any] = field(default_factory=dict)
    permit_until: dt.date | None = None
    student_hours_elsewhere: Decimal = Decimal(0)


def record_pay_files(*, files: Sequence[PayFileInput], actor: uuid.UUID, now: dt.datetime) -> None:
    """Add pay files. Raises the engine's `Refusal` for a fact that it does not know or that cannot be."""
    payroll = engine()
    for given in files:
        payroll.read(_probe(given))
    PayFile.objects.bulk_create(
        [
            PayFile(
                person_id=given.person_id,
                valid_from=given.valid_from,
                facts=dict(given.facts),
                permit_until=given.permit_until,
                student_hours_elsewhere=given.student_hours_elsewhere,
                recorded_by=actor,
                recorded_at=now,
            )
            for given in files
        ],
        batch_size=2_000,
    )


def _probe(given: PayFileInput) -> dict[str, Any]:
    """A contract of one day with these facts: the engine refuses what cannot be."""
    day = given.valid_from
    nobody = {"person": "", "contract": "", "start": day, "end": day, "worker": "employee", "pay": 0}
    return {**nobody, **given.facts}
