"""Read accounts: the names behind log-ins, and who of the staff looked with a member's eyes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from marke.domain.accounts.models import DemoPersona, MemberView
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.people.models import Person, User
from marke.kernel.text import fold


def names_of(user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The name people know somebody by, for each log-in: the person's, else the e-mail address."""
    wanted = set(user_ids)
    names = {SYSTEM: _("The enterprise")}
    names |= dict(User.objects.filter(pk__in=wanted).values_list("pk", "email"))
    names |= dict(DemoPersona.objects.filter(user_id__in=wanted).values_list("user_id", "name"))
    for person in Person.objects.filter(user_id__in=wanted).only("user_id", "given_name", "family_name"):
        names[person.user_id] = str(person)
    return names


def name_of(*, user_id: uuid.UUID) -> str:
    """The name people know one log-in by."""
    return names_of([user_id]).get(user_id, "")


def is_a_person(*, user_id: uuid.UUID) -> bool:
    """True when this log-in belongs to a person, who therefore has a portal."""
    return Person.objects.filter(user_id=user_id).exists()


def is_persona(*, user_id: uuid.UUID) -> bool:
    """True for the invented people of the demo."""
    return DemoPersona.objects.filter(user_id=user_id).exists()


def views_of_member(*, user_id: uuid.UUID, limit: int = 50) -> list[MemberView]:
    """Who of the staff opened the portal as this member, latest first."""
    return list(MemberView.objects.filter(member_id=user_id).select_related("staff")[:limit])


def users_named(text: str, *, limit: int = 100) -> list[uuid.UUID]:
    """The log-ins whose person, persona or e-mail address answers to a name."""
    key = fold(text)
    people = Person.objects.filter(Q(family_first_key__contains=key) | Q(given_first_key__contains=key))
    found = User.objects.filter(
        Q(email__icontains=text.strip()) | Q(pk__in=people.values("user_id")) | Q(persona__name__icontains=text.strip())
    )
    itself = [SYSTEM] if key and key in fold(_("The enterprise")) else []
    return [*itself, *found.values_list("pk", flat=True)[:limit]]
