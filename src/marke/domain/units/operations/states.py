"""Move a unit through its life; each change says when, why and by whom (shared-enterprise.md, section 3)."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.units.enums import NEXT_STATES, RoleKind, UnitState
from marke.domain.units.models import StateChange, Unit
from marke.domain.units.policies import require_state
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import fold


class UnableToChangeState(Refusal):
    """The unit cannot go there from where it is, or the reason is missing."""


def move(unit: Unit, *, to: UnitState, day: dt.date, reason: str = "", actor: uuid.UUID) -> Unit:
    """Put a locked unit into its next state and keep the change. Raises `UnableToChangeState` for an unknown step."""
    if to not in NEXT_STATES[unit.state]:
        raise UnableToChangeState(
            "unit.no-such-step",
            gettext_noop("Unit %(number)s cannot go that way from its present state. Reload the page and look again."),
            params={"number": unit.pk},
        )
    StateChange.objects.create(unit=unit, before=unit.state, after=to, reason=reason, changed_on=day, changed_by=actor)
    unit.state, unit.state_reason = to, reason
    unit.save()
    return unit


def freeze(*, unit_id: int, reason: str, day: dt.date, actor: uuid.UUID) -> Unit:
    """Staff stop a unit for compliance. The reason tells the member what to do. Raises `UnableToChangeState`."""
    if not reason.strip():
        raise UnableToChangeState(
            "unit.freeze-reason", gettext_noop("Say why, and what the member can do about it."), field="reason"
        )
    return move(_locked(unit_id), to=UnitState.FROZEN, day=day, reason=reason.strip(), actor=actor)


def unfreeze(*, unit_id: int, reason: str, day: dt.date, actor: uuid.UUID) -> Unit:
    """Staff let a frozen unit go on. Raises `UnitBlocked` when it is not frozen."""
    unit = _locked(unit_id)
    require_state(unit, UnitState.FROZEN)
    return move(unit, to=UnitState.OPEN, day=day, reason=reason.strip(), actor=actor)


def rest(*, unit_id: int, day: dt.date, actor: uuid.UUID) -> Unit:
    """A unit without movement for 24 months is put to rest; anything that comes in wakes it."""
    return move(_locked(unit_id), to=UnitState.DORMANT, day=day, actor=actor)


def wake(*, unit_id: int, day: dt.date, actor: uuid.UUID) -> None:
    """Something comes into a unit: if it was at rest, it is open again."""
    if Unit.objects.filter(pk=unit_id, state=UnitState.DORMANT).exists():
        move(_locked(unit_id), to=UnitState.OPEN, day=day, actor=actor)


def start_closing(*, unit_id: int, day: dt.date, actor: uuid.UUID) -> Unit:
    """The holder winds the unit up: nothing new starts, what is open can be settled."""
    return move(_locked(unit_id), to=UnitState.CLOSING, day=day, actor=actor)


def continue_unit(*, unit_id: int, day: dt.date, actor: uuid.UUID) -> Unit:
    """The holder changed their mind: a unit being closed goes on. Raises `UnitBlocked` when it is not closing."""
    unit = _locked(unit_id)
    require_state(unit, UnitState.CLOSING)
    return move(unit, to=UnitState.OPEN, day=day, actor=actor)


def close(*, unit_id: int, day: dt.date, actor: uuid.UUID) -> Unit:
    """Close a unit for good, and end every role but the holders', who keep reading it. Its number is never reused.

    The settlement checklist is the caller's: `usecases.close_unit`.
    """
    unit = _locked(unit_id)
    for role in unit.roles.exclude(kind=RoleKind.HOLDER).filter(valid_to__isnull=True):
        role.valid_to = day
        role.save()
    unit.closed_on = day
    return move(unit, to=UnitState.CLOSED, day=day, actor=actor)


def rename(*, unit_id: int, name: str) -> Unit:
    """Give a unit another name. Documents that left the house keep the name they were made with."""
    unit = _locked(unit_id)
    if not name.strip():
        raise UnableToChangeState("unit.name", gettext_noop("Give the unit a name."), field="name")
    unit.name = " ".join(name.split())
    unit.search_key = fold(unit.name)
    unit.save()
    return unit


def _locked(unit_id: int) -> Unit:
    """The unit, locked so that one change of state happens at a time; documents may still point to it."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
