"""What a unit may do: who answers for it, whether something may come in, whether its money may be used."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from marke.domain.members import policies as members
from marke.domain.members import queries as membership
from marke.domain.units.enums import RoleKind, UnitState
from marke.domain.units.models import Project, Unit, UnitRole
from marke.kernel.refusal import Refusal, gettext_noop

TAKING_IN = (UnitState.OPEN, UnitState.DORMANT)
"""The states in which something new may come into a unit; coming in, it wakes a unit at rest."""


class UnitBlocked(Refusal):
    """The unit is in a state in which this cannot be done."""


@dataclass(frozen=True, slots=True)
class Block:
    """Why nothing new comes into a unit, in words, and the name of the page on which somebody can do something."""

    rule: str
    message: str
    params: dict[str, object]
    url_name: str | None


def holders(*, unit_id: int) -> list[uuid.UUID]:
    """The people who answer for a unit, first holder first."""
    roles = UnitRole.objects.filter(unit_id=unit_id, kind=RoleKind.HOLDER, valid_to__isnull=True)
    return list(roles.order_by("valid_from", "id").values_list("person_id", flat=True))


def require_own_project(*, unit_id: int, project_id: uuid.UUID | None) -> None:
    """Raise `Refusal` unless the project is one of the unit on which something can be booked; none is always right."""
    if project_id and not Project.objects.filter(pk=project_id, unit_id=unit_id, closed_on__isnull=True).exists():
        raise Refusal(
            "project.of-unit", gettext_noop("Choose an open project of this unit, or no project."), field="project"
        )


def require_may_take_in(*, unit_id: int, as_of: dt.date) -> None:
    """Raise a `Refusal` unless something new may come into the unit. See `require_units_may_take_in`."""
    require_units_may_take_in(unit_ids=[unit_id], as_of=as_of)


def require_units_may_take_in(*, unit_ids: Collection[int], as_of: dt.date) -> None:
    """Raise a `Refusal` unless something new may come into each unit: an invoice, a transfer, a subsidy (rule 2).

    The unit is open, and one of its holders, or the organisation that holds it, has a share for the year. Money that
    is already there stays usable. The caller sees the units. Raises `UnitBlocked` or `NoRightOfUse`.
    """
    units = Unit.objects.filter(pk__in=unit_ids).only("state", "state_reason", "organisation_id").order_by("pk")
    for unit in units:
        require_state(unit, *TAKING_IN)
    without = set(unit_ids) - _with_right_of_use(units, as_of)
    if without:
        raise members.NoRightOfUse(
            "share.none-for-the-year",
            gettext_noop(
                "Nobody who holds unit %(number)s has a paid share for %(year)s. Buy a share for %(year)s under "
                "«My shares»; what is already in the unit stays usable."
            ),
            params={"number": min(without), "year": as_of.year},
        )


def units_that_may_take_in(*, unit_ids: Collection[int], as_of: dt.date) -> set[int]:
    """Those of the units that are open and held by somebody with the right of use on that day (rule 2)."""
    return _with_right_of_use(Unit.objects.filter(pk__in=unit_ids, state__in=TAKING_IN).only("organisation_id"), as_of)


def _with_right_of_use(units: Iterable[Unit], as_of: dt.date) -> set[int]:
    """Those of the units that are held by somebody, or by an organisation, with the right of use on that day."""
    held = [(unit.pk, unit.organisation_id) for unit in units if unit.organisation_id]
    of_people = [unit.pk for unit in units if not unit.organisation_id]
    roles = UnitRole.objects.filter(unit_id__in=of_people, kind=RoleKind.HOLDER, valid_to__isnull=True)
    held += roles.values_list("unit_id", "person_id")
    entitled = membership.owners_with_right_of_use(owner_ids={owner for _, owner in held}, as_of=as_of)
    return {unit for unit, owner in held if owner in entitled}


def require_may_spend(*, unit_id: int) -> None:
    """Raise `UnitBlocked` unless the unit's money may be used: it is open, at rest or being wound up."""
    require_state(Unit.objects.get(pk=unit_id), UnitState.OPEN, UnitState.DORMANT, UnitState.CLOSING)


def require_state(unit: Unit, *allowed: UnitState) -> None:
    """Raise `UnitBlocked`, with what the state means, unless the unit is in one of the states."""
    if unit.state in allowed:
        return
    messages = {
        UnitState.REQUESTED: gettext_noop("Unit %(number)s is not open yet: an adviser looks at it first."),
        UnitState.REFUSED: gettext_noop("Unit %(number)s was not opened: %(reason)s"),
        UnitState.FROZEN: gettext_noop("Unit %(number)s is frozen: %(reason)s"),
        UnitState.CLOSING: gettext_noop("Unit %(number)s is being closed: nothing new can start in it."),
        UnitState.CLOSED: gettext_noop("Unit %(number)s is closed."),
        UnitState.OPEN: gettext_noop("Unit %(number)s is open already."),
        UnitState.DORMANT: gettext_noop("Unit %(number)s is at rest."),
    }
    raise UnitBlocked(
        f"unit.{unit.state}", messages[UnitState(unit.state)], params={"number": unit.pk, "reason": unit.state_reason}
    )


def blocks(*, unit: Unit, as_of: dt.date, person_id: uuid.UUID | None = None) -> list[Block]:
    """Everything that keeps new things out of a unit today, each with what to do about it.

    ``person_id`` is whoever looks: the contract of use binds each person who acts (rule 25).
    """
    found = []
    try:
        require_may_take_in(unit_id=unit.pk, as_of=as_of)
    except members.NoRightOfUse as refusal:
        found.append(Block(refusal.rule, refusal.message, refusal.params, "shares"))
    except UnitBlocked as refusal:
        found.append(Block(refusal.rule, refusal.message, refusal.params, None))
    if person_id and membership.contract_of_use_to_accept(person_id=person_id, as_of=as_of):
        message = gettext_noop("There is a new contract of use: read and accept it to go on.")
        found.append(Block("contract-of-use.to-accept", message, {}, "contract_of_use"))
    return found


def require_rights_of_use(*, person_ids: Collection[uuid.UUID], as_of: dt.date) -> None:
    """Raise `members.policies.NoRightOfUse` unless every one of the people has a share for the year (rule 2)."""
    missing = set(person_ids) - membership.people_with_right_of_use(person_ids=person_ids, as_of=as_of)
    if missing:
        members.require_right_of_use(as_of=as_of, person_id=min(missing))
