"""The member's first page: three numbers, the next seven days, one thing to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marke.domain.units.models import Unit
from marke.web.access import member_page


@member_page()
def home(request: HttpRequest) -> HttpResponse:
    """Where do I stand, what happens next, what can I do?"""
    units = Unit.objects.filter(pk__in=request.visible_units).order_by("pk")
    return render(request, "member/home/home.html", {"units": units})
