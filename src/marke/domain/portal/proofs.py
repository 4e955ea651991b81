"""What must always hold of personal links."""

from __future__ import annotations

from marke.domain.foundation.proofs import Proof

PROOFS = (
    Proof(
        "portal.ended",
        "A link that has ended was not used afterwards.",
        """select l.id, l.ended_at, max(u.at) from portal_portallink l join portal_portaluse u on u.link_id = l.id
            where l.ending <> '' group by l.id having max(u.at) > l.ended_at""",
    ),
    Proof(
        "portal.unit",
        "The use of a link stands under the unit of the link.",
        """select u.id from portal_portaluse u join portal_portallink l on l.id = u.link_id
            where u.unit_id <> l.unit_id""",
    ),
)
