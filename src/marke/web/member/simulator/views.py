"""A unit's simulator: it starts from the budget that pay may use, and says when a contract would take more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from marke.domain.units.models import Unit
from marke.reporting.pay_budget import pay_budget
from marke.web.access import unit_page
from marke.web.public.simulator.forms import LARGEST
from marke.web.public.simulator.screen import show


@unit_page()
def unit_simulator(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """What can I pay myself from this budget?"""
    available = pay_budget(unit_id=unit.pk).usable
    return show(
        request,
        page="member/simulator/simulator.html",
        today=localdate(),
        start=_start(available),
        available=available,
        unit=unit,
        budget=available,
    )


def _start(available: int) -> dict[str, str]:
    """The whole budget; with none yet, an invoice of 1,000 euro."""
    if not available:
        return {"given": "invoice", "invoice": "1000"}
    amount = min(available, LARGEST)
    return {"given": "budget", "budget": f"{amount // 100},{amount % 100:02d}"}
