"""Who may use the enterprise: the rules that units, sales and transfers ask before they let something in."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.members import queries
from marke.kernel.refusal import Refusal, gettext_noop

_NO_SHARE = gettext_noop(
    "There is no paid share for %(year)s. Buy a share for %(year)s under «My shares»; what is already in "
    "the unit stays usable."
)
_NO_SHARE_OF_THE_ORGANISATION = gettext_noop(
    "The organisation has no paid share for %(year)s. Subscribe one in its name first; what is already in its units "
    "stays usable."
)


class NoRightOfUse(Refusal):
    """There is no share for the year, so nothing new may be opened, invoiced or received (rule 2)."""


def has_right_of_use(
    *, as_of: dt.date, person_id: uuid.UUID | None = None, organisation_id: uuid.UUID | None = None
) -> bool:
    """Whether the person or organisation holds a share for the year of that day (rules 1 and 2)."""
    owner = {"person_id": person_id} if person_id else {"organisation_id": organisation_id}
    return queries.members_with_right_of_use(as_of=as_of).filter(**owner).exists()


def require_right_of_use(
    *, as_of: dt.date, person_id: uuid.UUID | None = None, organisation_id: uuid.UUID | None = None
) -> None:
    """Raise `NoRightOfUse` unless the holder has a share for the year of that day.

    Rule 2: no share for the year, no new unit, invoice, incoming transfer, rights or subsidy. Money that is already
    there stays usable. Name the person or the organisation that holds the unit.
    """
    if not has_right_of_use(as_of=as_of, person_id=person_id, organisation_id=organisation_id):
        raise NoRightOfUse(
            "share.none-for-the-year",
            _NO_SHARE if person_id else _NO_SHARE_OF_THE_ORGANISATION,
            params={"year": as_of.year},
        )
