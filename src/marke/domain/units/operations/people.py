"""Who acts in a unit: give a role, change what an administrator may do, end a role, invite somebody by e-mail."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from marke.domain.units import policies
from marke.domain.units.enums import RoleKind, Scope
from marke.domain.units.models import Invitation, Unit, UnitRole
from marke.kernel.refusal import Refusal, gettext_noop

INVITATION_DAYS = 30
"""An invitation is answered within a month, or is sent again."""


class UnableToChangeRole(Refusal):
    """The role cannot be given, changed or ended like this."""


class UnableToInvite(Refusal):
    """The invitation cannot be sent, or is not valid any more."""


def add_role(
    *,
    unit_id: int,
    person_id: uuid.UUID,
    kind: RoleKind,
    day: dt.date,
    scopes: Sequence[str] = (),
    until: dt.date | None = None,
) -> UnitRole:
    """Give a person a role in a unit from a day on.

    A holder has the right of use (rule 2) and answers without an end date; an administrator may do the named scopes,
    until a day when one is named; a participant needs no share. Raises `UnableToChangeRole` or `NoRightOfUse`.
    """
    _require_sound(kind=kind, scopes=scopes, until=until, day=day)
    if kind == RoleKind.HOLDER and Unit.objects.get(pk=unit_id).organisation_id is None:
        policies.require_rights_of_use(person_ids=[person_id], as_of=day)
    _require_no_such_role(unit_id=unit_id, person_id=person_id, kind=kind, day=day)
    return UnitRole.objects.create(
        unit_id=unit_id,
        person_id=person_id,
        kind=kind,
        scopes=sorted({Scope.VIEW, *scopes}) if kind == RoleKind.ADMINISTRATOR else [],
        valid_from=day,
        valid_to=until,
    )


def change_scopes(*, role: UnitRole, scopes: Sequence[str], until: dt.date | None, day: dt.date) -> UnitRole:
    """Change what an administrator may do, and until when. Raises `UnableToChangeRole`."""
    _require_sound(kind=RoleKind(role.kind), scopes=scopes, until=until, day=day)
    role.scopes = sorted({Scope.VIEW, *scopes})
    role.valid_to = until
    role.save()
    return role


def end_role(*, role: UnitRole, day: dt.date) -> UnitRole:
    """End a role at once; the day before is its last. Raises `UnableToChangeRole` for the last holder."""
    if role.kind == RoleKind.HOLDER:
        Unit.objects.select_for_update(no_key=True).get(pk=role.unit_id)
        if policies.holders(unit_id=role.unit_id) == [role.person_id]:
            raise UnableToChangeRole(
                "unit.never-without-holder",
                gettext_noop("A unit always has a holder. Add another holder first, or close the unit."),
            )
    role.valid_to = max(day, role.valid_from) - dt.timedelta(days=1)
    role.save()
    return role


def invite(
    *,
    unit_id: int,
    email: str,
    kind: RoleKind,
    day: dt.date,
    actor: uuid.UUID,
    scopes: Sequence[str] = (),
    until: dt.date | None = None,
) -> Invitation:
    """Invite somebody into a unit by e-mail. The link in the letter is signed by the interface.

    Raises `UnableToInvite` when the same invitation is still open, and `UnableToChangeRole` for an unsound role.
    """
    _require_sound(kind=kind, scopes=scopes, until=until, day=day)
    waiting = Invitation.objects.filter(unit_id=unit_id, email__iexact=email, kind=kind)
    if waiting.filter(role__isnull=True, withdrawn_on__isnull=True, expires_on__gte=day).exists():
        raise UnableToInvite(
            "invitation.open",
            gettext_noop("An invitation to %(email)s is waiting already."),
            params={"email": email},
            field="email",
        )
    waiting.filter(role__isnull=True, withdrawn_on__isnull=True).update(withdrawn_on=day)
    return Invitation.objects.create(
        unit_id=unit_id,
        email=email.strip().lower(),
        kind=kind,
        scopes=list(scopes) if kind == RoleKind.ADMINISTRATOR else [],
        role_until=until,
        invited_by=actor,
        invited_on=day,
        expires_on=day + dt.timedelta(days=INVITATION_DAYS),
    )


def withdraw_invitation(*, invitation: Invitation, day: dt.date) -> Invitation:
    """Take an invitation back before it is answered; its link stops working."""
    require_open(invitation, day=day)
    invitation.withdrawn_on = day
    invitation.save()
    return invitation


def accept_invitation(*, invitation_id: uuid.UUID, person_id: uuid.UUID, email: str, day: dt.date) -> UnitRole:
    """Whoever was invited takes the role. Raises `UnableToInvite` for a used or old link, or another's address."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
    require_open(invitation, day=day)
    if invitation.email.lower() != email.lower():
        raise UnableToInvite(
            "invitation.other-address",
            gettext_noop("This invitation was sent to another address. Log in with the address it was sent to."),
        )
    invitation.role = add_role(
        unit_id=invitation.unit_id,
        person_id=person_id,
        kind=RoleKind(invitation.kind),
        day=day,
        scopes=invitation.scopes,
        until=invitation.role_until,
    )
    invitation.save()
    return invitation.role


def require_open(invitation: Invitation, *, day: dt.date) -> None:
    """Raise `UnableToInvite` when an invitation was answered, withdrawn or has expired."""
    if invitation.role_id or invitation.withdrawn_on or invitation.expires_on < day:
        raise UnableToInvite(
            "invitation.over",
            gettext_noop("This invitation was used, withdrawn or is too old. Ask the holder for a new one."),
        )


def _require_sound(*, kind: RoleKind, scopes: Sequence[str], until: dt.date | None, day: dt.date) -> None:
    if until is not None and until < day:
        raise UnableToChangeRole("role.over", gettext_noop("Choose a last day that is today or later."), field="until")
    if kind == RoleKind.HOLDER and until is not None:
        raise UnableToChangeRole(
            "role.holder-until", gettext_noop("A holder answers for the unit without an end date."), field="until"
        )
    unknown = set(scopes) - set(Scope.values)
    if unknown:
        raise UnableToChangeRole(
            "role.unknown-scope", gettext_noop("Choose from the list what they may do."), field="scopes"
        )


def _require_no_such_role(*, unit_id: int, person_id: uuid.UUID, kind: RoleKind, day: dt.date) -> None:
    same = UnitRole.objects.filter(unit_id=unit_id, person_id=person_id, kind=kind)
    if same.filter(valid_to__isnull=True).exists() or same.filter(valid_to__gte=day).exists():
        raise UnableToChangeRole("role.held-already", gettext_noop("This person has that role in the unit already."))
