"""From where somebody visits, and how often a stranger may try the door."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

MOST_FAILURES = 20
"""Links that open nothing, from one address and process, before the door stays shut for a while."""

PAUSE = 10 * 60
"""Seconds."""


def address_of(request: HttpRequest) -> str:
    """The visitor's address, as far as our own proxies vouch for it; what a visitor could invent is not believed."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = min(settings.NINJA_NUM_PROXIES, len(forwarded))
    return forwarded[-proxies] if proxies else request.META.get("REMOTE_ADDR", "")


def is_guessing(request: HttpRequest) -> bool:
    """Whether so many links from here opened nothing that the next one is not even looked up."""
    return bool(caches["addresses"].get(_counter(request), 0) >= MOST_FAILURES)


def count_failure(request: HttpRequest) -> None:
    """One more link that opened nothing. Kept in memory for some minutes and written nowhere."""
    cache, counter = caches["addresses"], _counter(request)
    cache.add(counter, 0, PAUSE)
    cache.incr(counter)


def _counter(request: HttpRequest) -> str:
    return f"portal-failures:{address_of(request)}"
