"""How often somebody may ask. Addresses are kept in the memory of the process for a minute and written nowhere."""

from __future__ import annotations

from typing import cast

from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle, SimpleRateThrottle

from marke.api.keys import Asking

SIMULATIONS = "60/min"
"""Per address and worker process: enough for somebody who drags a slider, too little for a scraper."""

CALLS = "300/min"
"""Per key and worker process: five a second is enough to read a year in, too little to keep a worker busy."""


class PerAddress(AnonRateThrottle):
    """A moving window per address, whoever is signed in."""

    cache = caches["addresses"]

    def get_cache_key(self, request: HttpRequest) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class PerKey(SimpleRateThrottle):
    """A moving window per key."""

    cache = caches["addresses"]
    scope = "key"

    def get_cache_key(self, request: HttpRequest) -> str:
        asking = cast("Asking", request)
        return self.cache_format % {"scope": self.scope, "ident": asking.auth.key.pk}
