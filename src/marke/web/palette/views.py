"""Find or do anything: one box that knows pages, actions, people, units, clients, numbers and amounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from marke.domain.foundation.search import BEST, FAIR, GOOD, Question, SearchHit, Source
from marke.kernel.refusal import Refusal
from marke.kernel.text import fold
from marke.web import navigation
from marke.web.access import desk_page, member_page
from marke.web.components.parsing import parse_money
from marke.web.components.records import Result
from marke.web.components.shell import NavItem
from marke.web.palette import sources

LIMIT = 10
ICONS = {
    "unit": "briefcase",
    "person": "user",
    "organisation": "building-2",
    "client": "building-2",
    "invoice": "receipt-text",
    "quote": "file-signature",
    "order": "list-checks",
    "cost": "banknote",
    "receipt": "hand-coins",
    "agreement": "hand-heart",
}


@member_page(person=False)
def palette(request: HttpRequest) -> HttpResponse:
    """What a member can find: the own units and what is in them, pages and actions."""
    return _answer(request, sources.MEMBER, "member/palette/search.html")


@desk_page()
def desk_palette(request: HttpRequest) -> HttpResponse:
    """What the desk can find: everybody and everything."""
    return _answer(request, sources.DESK, "desk/palette/search.html")


def _answer(request: HttpRequest, where: Iterable[Source], page: str) -> HttpResponse:
    """The list alone for the palette's box; a page with the same list for browsers without script."""
    typed = request.GET.get("q", "").strip()[:100]
    results = results_of(request, typed, where)
    if request.htmx:
        return render(request, "components/palette_results.html", {"results": results})
    return render(request, page, {"typed": typed, "results": results})


def results_of(request: HttpRequest, typed: str, where: Iterable[Source]) -> list[Result]:
    """The best answers first: the very number or amount, then names that start so, then words inside names."""
    places = _places(request)
    if not typed:
        return [_place_result(place) for place in places][:LIMIT]
    question = Question.of(typed, amount=_amount(typed), limit=LIMIT)
    ranked = [(rank, 0, _place_result(place)) for place in places if (rank := _place_rank(place, question)) is not None]
    if not question.is_empty:
        ranked += [(hit.rank, 1, _hit_result(hit)) for source in where for hit in source(question)]
    return [result for _rank, _order, result in sorted(ranked, key=lambda entry: entry[:2])[:LIMIT]]


def _places(request: HttpRequest) -> list[NavItem]:
    """Everywhere this visitor can go and what they can begin, from their own menu."""
    actions = [NavItem(action.label, action.url, action.icon) for action in navigation.actions(request)]
    return [*actions, *navigation.navigation(request)]


def _place_rank(place: NavItem, question: Question) -> int | None:
    """How well the words of a menu entry answer, or None when they do not."""
    label = fold(place.label)
    if label == question.text:
        return BEST
    if label.startswith(question.text):
        return GOOD
    return FAIR if f" {question.text}" in label else None


def _place_result(place: NavItem) -> Result:
    return Result(place.label, place.url, place.icon or "arrow-right", _("Go to"))


def _hit_result(hit: SearchHit) -> Result:
    label = f"{hit.title} · {hit.detail}" if hit.detail else hit.title
    return Result(label, reverse(hit.url_name, kwargs=dict(hit.url_kwargs)), ICONS.get(hit.kind, "search"), hit.why)


def _amount(typed: str) -> int | None:
    """The cents when what was typed reads as an amount of money."""
    try:
        return parse_money(typed)
    except Refusal:
        return None
