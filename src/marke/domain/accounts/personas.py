"""The personas of the demo, and the signed links by which a visitor becomes one of them.

Links exist in demo mode only: the addresses that read them do not exist elsewhere, and `check --deploy` refuses a
production host in demo mode.
"""

from __future__ import annotations

import uuid

from django.core import signing

from marke.domain.accounts.models import DemoPersona
from marke.domain.people.models import User

_SALT = "marke.demo-persona"


def personas() -> list[DemoPersona]:
    """The personas in the order in which they introduce the cooperative."""
    return list(DemoPersona.objects.select_related("user"))


def introduce(*, user: User, name: str, title: str, story: str, order: int) -> DemoPersona:
    """Make an invented user a persona. Written by the demo world, inside its own transaction."""
    return DemoPersona.objects.create(user=user, name=name, title=title, story=story, order=order)


def token(*, user_id: uuid.UUID) -> str:
    """The signed text that stands for a persona in `/demo/<token>/`."""
    return signing.Signer(salt=_SALT).sign(user_id.hex)


def persona_of(*, token: str) -> DemoPersona | None:
    """The persona a link names; none when the link was not signed here or the user is no persona."""
    try:
        user_id = uuid.UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return DemoPersona.objects.select_related("user").filter(user_id=user_id, user__is_active=True).first()
