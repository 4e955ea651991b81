"""What must never be true of a host that serves a real cooperative; `marke check` and `check --deploy` ask it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def no_demo_in_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In demo mode anybody opens an account by a link, so a real host refuses it."""
    if not settings.DEMO:
        return []
    return [Error("Demo mode lets anybody in.", hint="Use marke.config.settings.prod.", id="marke.E001")]


@register(Tags.security, deploy=True)
def staff_sessions_end(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Staff are signed out after half an hour without a page and twelve hours in any case (ledger.md, 7.8)."""
    if settings.STAFF_IDLE_SECONDS <= 30 * 60 and settings.STAFF_SESSION_SECONDS <= 12 * 60 * 60:
        return []
    return [Error("Sessions of the staff last too long.", hint="30 minutes idle, 12 hours in all.", id="marke.E002")]
