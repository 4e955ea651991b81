"""Give what a supplier sent to the unit that bears it, when the document itself did not say which."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from marke.domain.einvoicing.models import Incoming
from marke.domain.einvoicing.operations import incoming
from marke.domain.units.models import Unit
from marke.kernel.refusal import Refusal, gettext_noop


def assign_incoming(
    *, incoming_ids: Sequence[uuid.UUID], unit_id: int, actor: uuid.UUID, now: dt.datetime
) -> list[Incoming]:
    """Give received documents to a unit, all or none.

    Raises `Refusal` when there is no such open unit, or for a document that was already decided.
    """
    if not Unit.objects.filter(pk=unit_id, state=Unit.State.OPEN).exists():
        raise Refusal(
            "incoming.open-unit",
            gettext_noop("There is no open unit %(unit)s."),
            field="unit",
            params={"unit": unit_id},
        )
    return incoming.assign(incoming_ids=incoming_ids, unit_id=unit_id, actor=actor, now=now)
