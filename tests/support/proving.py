"""Visitors who prove once more that it is them."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client


def prove(client: Client, *, method: str = "mfa", ago: int = 0) -> None:
    """The visitor proved some seconds ago that it is them."""
    request = HttpRequest()
    request.session, request.user = client.session, get_user(client)
    record_authentication(request, request.user, method=method, reauthenticated=True, at=time.time() - ago)
    request.session.save()
