"""May these units take in something new on a day? Rule 2, asked for one unit or for thousands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.members.queries import members_with_right_of_use
from marke.domain.units.enums import RoleKind, UnitState
from marke.domain.units.models import Unit, UnitRole
from marke.kernel.refusal import Refusal, gettext_noop

WORKING = (UnitState.OPEN, UnitState.DORMANT)


def require_units_may_take_in(*, unit_ids: Collection[int], as_of: dt.date) -> None:
    """Raise `Refusal` unless each unit is open and one of those who hold it has a share for the year.

    Rule 2: no share for the year, no new invoice, incoming transfer, rights or subsidy; money already there stays
    usable.
    """
    with enterprise_view():
        _require_open(unit_ids)
        without = set(unit_ids) - _units_with_a_share(unit_ids, as_of)
    if without:
        raise Refusal(
            "share.none-for-the-year",
            gettext_noop(
                "Nobody who holds unit %(unit)s has a paid share for %(year)s. Buy a share under «My shares»; what is "
                "already in the unit stays usable."
            ),
            params={"unit": str(min(without)), "year": str(as_of.year)},
        )


def _require_open(unit_ids: Collection[int]) -> None:
    stopped = Unit.objects.filter(pk__in=unit_ids).exclude(state__in=WORKING).order_by("pk").first()
    if stopped is not None:
        raise Refusal(
            "unit.open",
            gettext_noop("Unit %(unit)s is not open, so it cannot take in anything new."),
            params={"unit": str(stopped.pk)},
        )


def _units_with_a_share(unit_ids: Collection[int], as_of: dt.date) -> set[int]:
    """The units held by somebody, or by an organisation, with the right of use on that day."""
    entitled = members_with_right_of_use(as_of=as_of)
    holders = UnitRole.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=as_of), unit_id__in=unit_ids, kind=RoleKind.HOLDER
    )
    by_person = holders.filter(person_id__in=entitled.filter(person__isnull=False).values("person_id"))
    by_organisation = Unit.objects.filter(
        pk__in=unit_ids,
        organisation_id__in=entitled.filter(organisation__isnull=False).values("organisation_id"),
    )
    return set(by_person.values_list("unit_id", flat=True)) | set(by_organisation.values_list("pk", flat=True))
