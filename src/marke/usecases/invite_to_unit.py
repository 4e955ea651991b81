"""Invite somebody into a unit: the invitation is kept, and a letter with a signed link goes out by e-mail."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from marke.domain.foundation.transactions import enterprise_view, see_units
from marke.domain.units import operations
from marke.domain.units.enums import RoleKind
from marke.domain.units.models import Invitation, Unit, UnitRole


@dataclass(frozen=True, slots=True)
class Invited:
    """What somebody who was invited may know before they accept: which unit, as what, to do what, until when."""

    id: uuid.UUID
    unit: int
    unit_name: str
    email: str
    kind: str
    scopes: tuple[str, ...]
    until: dt.date | None


def invite_to_unit(
    *,
    unit: Unit,
    email: str,
    kind: RoleKind,
    scopes: Sequence[str],
    until: dt.date | None,
    day: dt.date,
    actor: uuid.UUID,
    link_to: Callable[[Invitation], str],
) -> Invitation:
    """Keep the invitation and send its letter once the transaction has ended well.

    ``link_to`` makes the signed address; only the interface knows addresses. Raises as `units.operations.invite`.
    """
    invitation = operations.invite(
        unit_id=unit.pk, email=email, kind=kind, scopes=scopes, until=until, day=day, actor=actor
    )
    subject = _("You are invited to work in %(unit)s") % {"unit": unit.name}
    body = _(
        "%(unit)s (unit %(number)s) invites you as %(role)s.\n\nOpen this link to read what it means and to accept:\n"
        "%(link)s\n\nThe link works until %(day)s. If you do not know %(unit)s, you need do nothing."
    ) % {
        "unit": unit.name,
        "number": unit.pk,
        "role": RoleKind(kind).label.lower(),
        "link": link_to(invitation),
        "day": invitation.expires_on.strftime("%d/%m/%Y"),
    }
    transaction.on_commit(lambda: send_mail(subject, body, None, [invitation.email]))
    return invitation


def invitation_named(*, invitation_id: uuid.UUID) -> Invited | None:
    """The invitation behind a signed link, for somebody who does not see the unit yet."""
    with enterprise_view():
        found = Invitation.objects.select_related("unit").filter(pk=invitation_id).first()
    if found is None:
        return None
    return Invited(
        found.pk,
        found.unit_id,
        found.unit.name,
        found.email,
        found.kind,
        tuple(found.scopes),
        found.role_until,
    )


def accept_invitation(*, invitation_id: uuid.UUID, person_id: uuid.UUID, email: str, day: dt.date) -> UnitRole:
    """Whoever was invited takes the role, and sees the unit from then on. Raises as `units.operations`."""
    with enterprise_view():
        role = operations.accept_invitation(invitation_id=invitation_id, person_id=person_id, email=email, day=day)
    if role.kind != RoleKind.PARTICIPANT:
        see_units(role.unit_id)
    return role
