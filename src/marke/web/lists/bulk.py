"""Do one thing to many rows of a list: pick, see per row what would happen, confirm, read per row what happened.

A list declares its `Bulk`: which rows a visitor may touch, and the `Deed`s it offers. Two views of its own, with the
marks of the list, hand it to `start` and `go_on`:

    @desk_page(*DECIDERS, methods=WRITE)
    def together(request): return start(request, bulk_of(request))

    @desk_page(*DECIDERS, methods=READ_AND_WRITE)
    def together_run(request, *, run): return go_on(request, bulk_of(request), run)

The addresses are ``<list>/together/`` and ``<list>/together/<uuid:run>/``, named ``<list>_together`` and
``<list>_together_run``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.lists.enums import BulkOutcome, BulkState
from marke.domain.lists.models import BulkItem, BulkRun
from marke.domain.lists.operations import bulk as operations
from marke.domain.lists.operations.bulk import MOST_ROWS, Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.lists.queries import bulk as queries
from marke.domain.lists.queries.bulk import Tally
from marke.kernel.refusal import Refusal
from marke.web.attempt import attempt
from marke.web.components.records import BulkAction
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.keys import read_keys
from marke.web.refusals import sentence

LAYOUTS = {True: "layouts/member.html", False: "layouts/staff.html"}
TONES = {
    BulkOutcome.WAITING: "waiting",
    BulkOutcome.READY: "good",
    BulkOutcome.REFUSED: "bad",
    BulkOutcome.DONE: "good",
    BulkOutcome.FAILED: "bad",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done to a row: ``act`` does it and says so in words, or raises a `Refusal`.

    ``act`` gets the key of the row and the note; ``asks`` is the question whose answer is that note, none when empty.
    A deed that makes a file from all rows at once has ``make_file`` instead; nothing changes, so nothing is confirmed.
    """

    name: str
    label: str
    act: Callable[[uuid.UUID, str], str] | None = None
    asks: str = ""
    kind: str = ""
    make_file: Callable[[Sequence[uuid.UUID]], HttpResponse] | None = None

    def button(self) -> BulkAction:
        return BulkAction(self.label, self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a list offers: its place and words, the rows a visitor may touch by key, and all that match its filter.

    ``choose`` answers the rows among the keys that this visitor may touch, and no other; ``matching`` those of the
    filter in the address, at most one more than is asked.
    """

    place: Place
    heading: str
    deeds: Sequence[Deed]
    choose: Callable[[Sequence[uuid.UUID]], Iterable[Chosen]]
    matching: Callable[[int], Iterable[Chosen]]
    args: Sequence[object] = field(default_factory=tuple)

    @property
    def list_url(self) -> str:
        return reverse(self.place.page, args=self.args)

    @property
    def start_url(self) -> str:
        return reverse(f"{self.place.page}_together", args=self.args)

    def run_url(self, run: BulkRun) -> str:
        return reverse(f"{self.place.page}_together_run", args=[*self.args, run.pk])

    def deed(self, name: str) -> Deed:
        """The deed of a name; a name the list does not offer does not exist (404)."""
        found = next((deed for deed in self.deeds if deed.name == name), None)
        if found is None:
            raise Http404
        return found


class NoteForm(forms.Form):
    """What goes with every row."""

    note = forms.CharField(max_length=300)

    def __init__(self, *args: object, asks: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["note"].label = asks


def bar_of(bulk: Bulk, request: HttpRequest, *, unit: str) -> dict[str, object]:
    """What the list's page needs to draw its bar: where it sends, the buttons, what is counted (in the plural)."""
    query = request.GET.urlencode()
    reads_along = getattr(request, "viewing_as", None) is not None
    return {
        "action": f"{bulk.start_url}?{query}" if query else bulk.start_url,
        "actions": [] if reads_along else [deed.button() for deed in bulk.deeds],
        "unit": unit,
        "most": MOST_ROWS,
    }


def start(request: HttpRequest, bulk: Bulk) -> HttpResponse:
    """What was picked on the list, or all that matches its filter: make the file, or begin and look."""
    deed = bulk.deed(request.POST.get("action", ""))
    chosen = _chosen(request, bulk)
    try:
        with transaction.atomic():
            if deed.make_file:
                operations.require_rows(rows=chosen)
                return deed.make_file([row.object_id for row in chosen])
            run = operations.begin(place=bulk.place, deed=deed.name, rows=chosen, owner=request.user.pk)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(_back(request, bulk))
    if not deed.asks:
        operations.look(run=run, act=_act(deed, run), say=sentence)
    return redirect(bulk.run_url(run))


def go_on(request: HttpRequest, bulk: Bulk, run_id: uuid.UUID) -> HttpResponse:
    """One run: the question it asks, how far it is, what would happen, what happened."""
    run = queries.run_of(run_id=run_id, place=bulk.place, owner=request.user.pk)
    if run is None:
        raise Http404
    deed = bulk.deed(run.deed)
    if deed.asks and not run.note:
        return _ask(request, bulk, deed, run)
    if request.method == "POST":
        _step(run, deed, confirmed=request.POST.get("action") == "confirm")
        return redirect(bulk.run_url(run))
    return render(request, "lists/bulk.html", _context(bulk, deed, run))


def _ask(request: HttpRequest, bulk: Bulk, deed: Deed, run: BulkRun) -> HttpResponse:
    form = NoteForm(request.POST or None, asks=deed.asks)
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: operations.set_note(run=run, note=note)):
            operations.look(run=run, act=_act(deed, run), say=sentence)
            return redirect(bulk.run_url(run))
    context = _context(bulk, deed, run) | {"form": form}
    return render(request, "lists/bulk_note.html", context, status=422 if form.errors else 200)


def _step(run: BulkRun, deed: Deed, *, confirmed: bool) -> None:
    """Say yes, or go on with the portion that is next. A press too many finds nothing to do."""
    if confirmed:
        run = operations.confirm(run=run)
    step = {BulkState.LOOKING: operations.look, BulkState.DOING: operations.do}.get(BulkState(run.state))
    if step:
        step(run=run, act=_act(deed, run), say=sentence)


def _act(deed: Deed, run: BulkRun) -> operations.Act:
    act = deed.act
    assert act, "a deed that makes a file has no run"
    return lambda object_id: act(object_id, run.note)


def _chosen(request: HttpRequest, bulk: Bulk) -> list[Chosen]:
    if request.POST.get("all"):
        return list(bulk.matching(MOST_ROWS + 1))
    picked = read_keys(request.POST.getlist("picked")[: MOST_ROWS + 1])
    return list(bulk.choose(picked)) if picked else []


def _back(request: HttpRequest, bulk: Bulk) -> str:
    query = request.GET.urlencode()
    return f"{bulk.list_url}?{query}" if query else bulk.list_url


def _context(bulk: Bulk, deed: Deed, run: BulkRun) -> dict[str, object]:
    count = queries.tally(run=run)
    working = run.state in {BulkState.LOOKING, BulkState.DOING} and (bool(run.note) or not deed.asks)
    return {
        "layout": LAYOUTS[bulk.place.unit_id is not None],
        "heading": f"{deed.label}: {_rows(count.rows)}",
        "lead": _lead(run, count),
        "crumbs": [NavItem(bulk.heading, bulk.list_url)],
        "here": bulk.run_url(run),
        "run": run,
        "tally": count,
        "working": working,
        "progress": count.looked if run.state == BulkState.LOOKING else count.done,
        "progress_max": count.rows if run.state == BulkState.LOOKING else count.good,
        "confirm": f"{deed.label}: {_rows(count.good)}" if run.state == BulkState.LOOKED and count.good else "",
        "kind": deed.kind or "primary",
        "table": _table(queries.items_of(run=run)),
        "back": Action(_("Back to the list"), bulk.list_url),
    }


def _rows(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}


def _lead(run: BulkRun, count: Tally) -> str:
    """Where the run stands, in a sentence."""
    values = {"good": count.good, "bad": count.bad, "done": count.done}
    if run.state == BulkState.LOOKED:
        return _("Nothing is done yet. %(good)s can be done, %(bad)s cannot: each row says why.") % values
    if run.state == BulkState.DONE:
        return _("%(done)s done, %(bad)s not done. Each row says what happened.") % values
    return (
        _("Nothing is done yet.") if run.state == BulkState.LOOKING else _("Row by row; you may leave and come back.")
    )


def _table(items: list[BulkItem]) -> Table:
    return Table(
        caption=_("Row by row"),
        columns=[
            Column("label", _("Row")),
            Column("amount", _("Amount"), kind="money"),
            Column("outcome", _("Outcome"), kind="badge", value=_badge),
            Column("sentence", _("In words")),
        ],
        rows=items,
    )


def _badge(item: BulkItem) -> Badge:
    outcome = BulkOutcome(item.outcome)
    return Badge(str(outcome.label), TONES[outcome])
