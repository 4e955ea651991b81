"""Open units: free of charge (rule 7), for who has the right of use (rule 2), each with its own public number."""

from __future__ import annotations

import datetime as dt
import heapq
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from marke.domain.foundation.transactions import enterprise_view, see_units
from marke.domain.members import policies as members
from marke.domain.units import queries
from marke.domain.units.activities import activity
from marke.domain.units.enums import RoleKind, UnitState
from marke.domain.units.models import AdviserAssignment, StateChange, Unit, UnitCounter, UnitRole
from marke.domain.units.operations.states import move
from marke.domain.units.policies import require_rights_of_use, require_state
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What is asked for when a unit is opened.

    ``holders`` are the people who answer for it, at least one; ``organisation_id`` is the association or company in
    whose name they do. ``adviser_id`` is the user who advises the unit from its first day; the one with the most room
    when nobody is named.
    """

    name: str
    activity: str
    holders: tuple[uuid.UUID, ...]
    day: dt.date
    organisation_id: uuid.UUID | None = None
    adviser_id: uuid.UUID | None = None

    @property
    def is_regulated(self) -> bool:
        """Whether an adviser looks at it before it opens."""
        return activity(self.activity).trade is not None


class UnableToOpen(Refusal):
    """The unit cannot be opened as asked."""


def open_unit(*, opening: Opening, actor: uuid.UUID) -> Unit:
    """Open one unit. See `open_units`."""
    (unit,) = open_units(openings=[opening], actor=actor)
    return unit


def open_units(*, openings: Sequence[Opening], actor: uuid.UUID) -> list[Unit]:
    """Open units; each gets the next public number and costs nothing (rule 7).

    An ordinary activity opens at once, a regulated trade waits for an adviser's screening. Every holder, or the
    organisation, needs the right of use on the day (rule 2). The budget accounts appear with the first posting.
    Raises `UnableToOpen`, `activities.UnknownActivity` or `members.policies.NoRightOfUse`; then none is opened.
    """
    if not openings:
        return []
    for opening in openings:
        _require_complete(opening)
    _require_rights(openings)
    numbers = next_numbers(count=len(openings))
    see_units(*numbers)
    units = [_unit(number, opening) for number, opening in zip(numbers, openings, strict=True)]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    pairs = list(zip(units, openings, strict=True))
    StateChange.objects.bulk_create(
        [StateChange(unit=unit, after=unit.state, changed_on=opening.day, changed_by=actor) for unit, opening in pairs],
        batch_size=BATCH,
    )
    UnitRole.objects.bulk_create(
        [
            UnitRole(unit=unit, person_id=person, kind=RoleKind.HOLDER, valid_from=opening.day)
            for unit, opening in pairs
            for person in opening.holders
        ],
        batch_size=BATCH,
    )
    AdviserAssignment.objects.bulk_create(
        [
            AdviserAssignment(unit=unit, adviser_id=adviser, valid_from=opening.day)
            for (unit, opening), adviser in zip(pairs, _advisers(openings), strict=True)
            if adviser
        ],
        batch_size=BATCH,
    )
    return units


def next_numbers(*, count: int) -> list[int]:
    """Take the next public numbers. They are given back when the transaction is undone, so there is never a gap."""
    UnitCounter.objects.filter(pk=1).update(last=F("last") + count)
    last = UnitCounter.objects.values_list("last", flat=True).get(pk=1)
    return list(range(last - count + 1, last + 1))


def screen(*, unit_id: int, accepted: bool, reason: str, day: dt.date, actor: uuid.UUID) -> Unit:
    """An adviser has looked at a regulated trade: the unit opens, or is refused with the reason.

    The reason says what was seen (licence, insurance) or why it cannot be done here; the member reads it. Raises
    `UnableToOpen` without a reason, `UnitBlocked` when the unit was screened already, and
    `members.policies.NoRightOfUse` when the share ran out while the unit waited (rule 2).
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    require_state(unit, UnitState.REQUESTED)
    if not reason.strip():
        raise UnableToOpen(
            "unit.screening-reason",
            gettext_noop("Say what you saw, or why it cannot be done: the member reads it."),
            field="reason",
        )
    if not accepted:
        return move(unit, to=UnitState.REFUSED, day=day, reason=reason.strip(), actor=actor)
    people = list(unit.roles.filter(kind=RoleKind.HOLDER, valid_to__isnull=True).values_list("person_id", flat=True))
    if unit.organisation_id:
        members.require_right_of_use(as_of=day, organisation_id=unit.organisation_id)
    else:
        require_rights_of_use(person_ids=people, as_of=day)
    unit.opened_on = day
    return move(unit, to=UnitState.OPEN, day=day, reason=reason.strip(), actor=actor)


def _unit(number: int, opening: Opening) -> Unit:
    name = " ".join(opening.name.split())
    return Unit(
        id=number,
        name=name,
        search_key=fold(name),
        activity=opening.activity,
        organisation_id=opening.organisation_id,
        state=UnitState.REQUESTED if opening.is_regulated else UnitState.OPEN,
        requested_on=opening.day,
        opened_on=None if opening.is_regulated else opening.day,
    )


def _advisers(openings: Sequence[Opening]) -> list[uuid.UUID | None]:
    """Who advises each new unit: the one named, else each time the adviser with the smallest portfolio."""
    if all(opening.adviser_id for opening in openings):
        return [opening.adviser_id for opening in openings]
    with enterprise_view():
        heap = [(portfolio.units, portfolio.adviser_id) for portfolio in queries.portfolios()]
    heapq.heapify(heap)
    return [opening.adviser_id or _next_adviser(heap) for opening in openings]


def _next_adviser(heap: list[tuple[int, uuid.UUID]]) -> uuid.UUID | None:
    if not heap:
        return None
    units, adviser = heap[0]
    heapq.heapreplace(heap, (units + 1, adviser))
    return adviser


def _require_complete(opening: Opening) -> None:
    activity(opening.activity)
    if not opening.name.strip():
        raise UnableToOpen("unit.name", gettext_noop("Give the unit a name."), field="name")
    if not opening.holders:
        raise UnableToOpen("unit.holder", gettext_noop("Somebody has to answer for the unit: name its holder."))


def _require_rights(openings: Sequence[Opening]) -> None:
    """Rule 2, for all openings of a day at once."""
    people: defaultdict[dt.date, set[uuid.UUID]] = defaultdict(set)
    for opening in openings:
        if opening.organisation_id:
            members.require_right_of_use(as_of=opening.day, organisation_id=opening.organisation_id)
        else:
            people[opening.day].update(opening.holders)
    for day, holders in people.items():
        require_rights_of_use(person_ids=holders, as_of=day)
