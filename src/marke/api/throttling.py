"""How often one address may ask. Addresses are kept in the memory of the process for a minute and written nowhere."""

from __future__ import annotations

from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

SIMULATIONS = "60/min"
"""Per address and worker process: enough for somebody who drags a slider, too little for a scraper."""


class PerAddress(AnonRateThrottle):
    """A moving window per address, whoever is signed in."""

    cache = caches["addresses"]

    def get_cache_key(self, request: HttpRequest) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
