"""The desk's first page: what waits, oldest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marke.web.access import desk_page


@desk_page()
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for somebody of the staff."""
    return render(request, "desk/home/desk.html")


@desk_page(second_factor=False)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why the desk asks for a second proof, and the two ways to give one."""
    return render(request, "desk/home/second_factor.html")
