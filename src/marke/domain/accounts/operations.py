"""Write accounts: language, and visits of staff in a member's name."""

from __future__ import annotations

import datetime as dt
import uuid

from marke.domain.accounts.models import MemberView
from marke.domain.people.models import Language, StaffRole, User
from marke.kernel.refusal import Refusal, gettext_noop

MAY_OPEN_AS_MEMBER = frozenset({StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ADMINISTRATOR})


def choose_language(*, user_id: uuid.UUID, language: str) -> None:
    """Somebody uses the product in this language from now on, wherever they sign in."""
    User.objects.filter(pk=user_id).update(language=Language(language))


def open_as_member(*, member_id: uuid.UUID, reason: str, now: dt.datetime, actor: uuid.UUID) -> MemberView:
    """An adviser reads along in a member's portal. It leaves a line with the reason that the member can read.

    Raises `Refusal` for colleagues who are no adviser, for log-ins of the staff, and without a reason.
    """
    staff = User.objects.get(pk=actor)
    member = User.objects.filter(pk=member_id, is_active=True).first()
    if staff.staff_role not in MAY_OPEN_AS_MEMBER:
        raise Refusal("view-as-member.adviser", gettext_noop("Only advisers open the portal as a member."))
    if member is None:
        raise Refusal("view-as-member.no-log-in", gettext_noop("This person has no log-in, so there is no portal."))
    if member.is_staff:
        raise Refusal(
            "view-as-member.colleague",
            gettext_noop("This person works at the desk. Ask them to show you what they see."),
        )
    if not reason.strip():
        raise Refusal(
            "view-as-member.reason",
            gettext_noop("Say why you look. The member reads this reason."),
            field="reason",
        )
    return MemberView.objects.create(member=member, staff=staff, reason=reason.strip(), opened_at=now)
