"""The front page: what a shared enterprise is, how it works, what it did last year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marke.web.access import public_page


@public_page()
def landing(request: HttpRequest) -> HttpResponse:
    """What a shared enterprise is, for somebody who has never heard of one."""
    return render(request, "public/landing/landing.html")
