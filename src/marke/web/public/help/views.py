"""Help: short answers, and who answers the rest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marke.web.access import public_page


@public_page()
def help_page(request: HttpRequest) -> HttpResponse:
    """The questions people ask first."""
    return render(request, "public/help/help.html")
