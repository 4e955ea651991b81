"""What every page of the site needs: who is here, where they can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from marke.web.components.context import shell_context


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for the layouts."""
    return {"demo": settings.DEMO, **shell_context(request)}
