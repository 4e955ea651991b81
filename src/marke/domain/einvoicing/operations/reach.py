"""Write what the directory of the network says of clients."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.einvoicing.enums import Reach
from marke.domain.einvoicing.models import Reachability
from marke.kernel.einvoicing import Lookup, Participant
from marke.kernel.einvoicing import Reach as Found


def keep_lookup(*, client_id: uuid.UUID, participant: Participant, lookup: Lookup, now: dt.datetime) -> Reachability:
    """Keep an answer of the directory with its moment. A failed look-up never overwrites what was known before."""
    row, _ = Reachability.objects.select_for_update().get_or_create(
        client_id=client_id, defaults={"tried_at": now, "changed_at": now}
    )
    row.tried_at = now
    if lookup.reach is Found.UNKNOWN:
        row.problem = lookup.problem[:500]
        row.save()
        return row
    found = Reach(lookup.reach.value)
    if (row.reach, row.address) != (found, str(participant)):
        row.reach, row.address, row.changed_at = found, str(participant), now
    row.document_types = list(lookup.document_types)
    row.problem, row.looked_up_at = "", now
    row.save()
    return row
