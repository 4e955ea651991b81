"""The public simulator: no account, nothing stored, a link that opens the same question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from marke.web.access import public_page
from marke.web.public.simulator.screen import show


@public_page()
def simulator(request: HttpRequest) -> HttpResponse:
    """What can I pay myself from this invoice?"""
    start = {"given": "invoice", "invoice": "1000"}
    return show(request, page="public/simulator/simulator.html", today=localdate(), start=start)
