"""One screen of the simulator, for the public page and for a unit's: question in, answer or refusal beside it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import replace_url

from marke.domain.parameters.payroll import engine
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.web.public.simulator.answers import Result, result_of
from marke.web.public.simulator.forms import LINKED, SimulatorForm, usual, vat_rate
from marke.web.public.simulator.questions import beside, facts
from marke.web.refusals import sentence


@dataclass(frozen=True, slots=True)
class Screen:
    """The form as it is to be shown, the answer if there is one, and the link that opens this question again."""

    form: SimulatorForm
    result: Result | None = None
    link: str = ""


def show(
    request: HttpRequest,
    *,
    page: str,
    today: dt.date,
    start: Mapping[str, str],
    available: Cents | None = None,
    **context: Any,
) -> HttpResponse:
    """The whole page, or for htmx the answer and what changed around it. ``start`` is the amount a visitor begins with.

    ``available`` is what the unit may spend, in cents. A whole page whose question is refused has status 422.
    """
    given = request.GET.dict()
    begin = {} if any(name in given for name in LINKED) else start
    screen = answer({**usual(today), **begin, **given}, available=available)
    if not request.htmx:
        return _varied(render(request, page, {**context, "screen": screen}, status=422 if screen.form.errors else 200))
    for name in (*LINKED, "given", "shown"):
        screen.form.fields[name].widget.attrs["hx-swap-oob"] = "true"
    response = _varied(render(request, "public/simulator/live.html", {"screen": screen}))
    return replace_url(response, f"{request.path}?{screen.link}") if screen.link else response


def answer(data: Mapping[str, str], *, available: Cents | None = None) -> Screen:
    """Answer what was filled in; a refusal stands beside its question, and everything typed is kept."""
    form = SimulatorForm(data)
    typed = form.typed() if form.is_valid() else None
    if typed is None:
        return Screen(form)
    given, amount = typed
    answers = form.cleaned_data
    payroll = engine()
    try:
        found = payroll.simulate(facts(answers, given=given, amount=amount, available=available))
    except Refusal as refusal:
        form.add_error(beside(refusal, given=given), sentence(refusal))
        return Screen(form)
    result = result_of(found, payroll.messages, vat_rate=vat_rate(answers["vat"]), days=answers["days"])
    link = form.link(given=given, amount=amount)
    form.follow(found.chain, given=given, amount=amount)
    return Screen(form, result, link)


def _varied(response: HttpResponse) -> HttpResponse:
    """The same address answers with a page or a part of it: caches keep them apart."""
    patch_vary_headers(response, ["HX-Request"])
    return response
