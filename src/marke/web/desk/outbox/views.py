"""The outbox at the desk: what waits and who is at work, and each message with its attempts and decisions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.accounts.queries import names_of
from marke.domain.outbox import queries
from marke.domain.outbox.clockwork import LIVELY
from marke.domain.outbox.enums import NEEDS_A_PERSON, State
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import give_up, mark_sent, send_again
from marke.domain.people.models import StaffRole
from marke.kernel.refusal import Refusal
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.delivery import channel_name, recipient_of, state_badge, title_of
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.moments import local_moment
from marke.web.components.records import BulkAction, Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.windows import window
from marke.web.desk.outbox.forms import TO_DECIDE, DecisionForm, MessageFilter
from marke.web.desk.outbox.tables import message_table, next_attempt, queue_table, step_table, turn_table
from marke.web.keys import read_keys
from marke.web.refusals import show_on

KEEPERS = (StaffRole.ACCOUNTANT,)
DECIDABLE = {State.WAITING, State.REFUSED, State.DOUBTFUL}
"""Where a person may decide; what is under way is the worker's, what ended is history."""


DOCUMENTS = {"sales.invoice": "desk_invoice"}
"""The desk's page of each kind of document."""


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits, fails and comes back; picked messages are sent again or given up together."""
    decision = DecisionForm(request.POST or None)
    if request.method == "POST" and decision.is_valid() and _decided(request, decision, _picked(request)):
        return redirect(request.get_full_path())
    form = MessageFilter(request.GET or {"state": TO_DECIDE})
    asked = form.cleaned_data if form.is_valid() else {"state": "", "channel": ""}
    states = _states(asked["state"])
    waiting = queries.waiting()
    shown = window(queries.messages(states=states, channel=asked["channel"]), page=request.GET.get("page"))
    can_decide = bool(states) and set(states) <= DECIDABLE
    context = {
        "bar": FilterBar(form=form, views=_views(asked["state"])),
        "window": shown,
        "table": message_table(shown.rows, pick=can_decide),
        "form": decision,
        "bulk_actions": _actions(states) if can_decide else [],
        "queue": queue_table(waiting) if waiting else None,
        "figures": _figures(waiting),
        "nobody": not _somebody_is_at_work(),
        "turns": turn_table(queries.turns()),
        "here": request.get_full_path(),
        "is_quiet": asked["state"] == TO_DECIDE,
    }
    return render(request, "desk/outbox/outbox.html", context, status=422 if decision.errors else 200)


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def message(request: HttpRequest, *, message: uuid.UUID) -> HttpResponse:
    """One message: what it is, what happened to it, and what may be decided."""
    found = queries.message_by_id(message)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decided(request, form, [found.pk]):
        return redirect("desk_message", message=found.pk)
    steps = list(found.steps.all())
    names = names_of({found.put_by, *(step.by for step in steps)})
    context = {
        "heading": title_of(found),
        "badge": state_badge(found),
        "crumbs": [NavItem(_("Outbox"), reverse("desk_outbox"))],
        "to_document": _to_document(found),
        "pairs": _facts(found, names[found.put_by]),
        "steps": step_table(steps, names) if steps else None,
        "form": form,
        "actions": _actions([State(found.state)]) if found.state in DECIDABLE else [],
        "here": request.path,
        "is_doubtful": found.state == State.DOUBTFUL,
    }
    return render(request, "desk/outbox/message.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, form: DecisionForm, message_ids: Sequence[uuid.UUID]) -> bool:
    """Do what the pressed button says to the messages, all or none; a refusal stands on the form."""
    given: dict[str, Any] = {"message_ids": message_ids, "now": timezone.now(), "actor": request.user.pk}
    reason = form.cleaned_data["reason"]
    try:
        with transaction.atomic():
            match request.POST.get("action"):
                case "sent":
                    done = mark_sent(reason=reason, **given)
                    said = ngettext(
                        "%(count)s message is marked as sent.", "%(count)s messages are marked as sent.", len(done)
                    )
                case "give_up":
                    done = give_up(reason=reason, **given)
                    said = ngettext("%(count)s message is given up.", "%(count)s messages are given up.", len(done))
                case _:
                    done = send_again(**given)
                    said = ngettext("%(count)s message leaves again.", "%(count)s messages leave again.", len(done))
    except Refusal as refusal:
        show_on(form, refusal)
        return False
    messages.success(request, said % {"count": len(done)})
    return True


def _picked(request: HttpRequest) -> list[uuid.UUID]:
    return read_keys(request.POST.getlist("picked"))


def _states(asked: str) -> tuple[State, ...]:
    if asked == TO_DECIDE:
        return NEEDS_A_PERSON
    return (State(asked),) if asked else ()


def _actions(states: Sequence[State]) -> list[BulkAction]:
    """The buttons for messages in these states. Where something may have arrived, no button is the obvious one."""
    kind = "" if State.DOUBTFUL in states else "primary"
    actions = [BulkAction(_("Send again"), "again", kind), BulkAction(_("Give up"), "give_up", "danger")]
    if set(states) == {State.DOUBTFUL}:
        actions.insert(1, BulkAction(_("Mark as sent"), "sent"))
    return actions


def _views(asked: str) -> list[SavedView]:
    here = reverse("desk_outbox")
    named = [(TO_DECIDE, _("To decide")), *((state.value, str(state.label)) for state in (*_AT_WORK, *_ENDED))]
    return [SavedView(label, f"{here}?state={value}", current=value == asked) for value, label in named]


_AT_WORK = (State.WAITING, State.UNDER_WAY)
_ENDED = (State.SENT, State.GIVEN_UP)


def _figures(waiting: Sequence[queries.Waiting]) -> list[Figure]:
    """How many messages wait for the worker, and how many for a person."""
    counts = queries.counts(waiting)
    here = reverse("desk_outbox")
    figures = [
        Figure(str(state.label), value=str(counts[state]), url=f"{here}?state={state.value}") for state in _AT_WORK
    ]
    undecided = sum(counts[state] for state in NEEDS_A_PERSON)
    workers = [beat for beat in queries.workers() if timezone.now() - beat.at < LIVELY]
    last = _("last sign of life %(moment)s") % {"moment": local_moment(workers[0].at)} if workers else ""
    return [
        *figures,
        Figure(_("To decide"), value=str(undecided), url=f"{here}?state={TO_DECIDE}", tone="bad" if undecided else ""),
        Figure(_("Workers"), value=str(len(workers)), note=last),
    ]


def _somebody_is_at_work() -> bool:
    return any(timezone.now() - beat.at < LIVELY for beat in queries.workers())


def _to_document(found: Message) -> list[Action]:
    """The way to what a message is about, where the desk has a page for it."""
    page = DOCUMENTS.get(found.subject_kind)
    return [Action(_("Open the document"), reverse(page, args=[found.subject_id]), icon="file-text")] if page else []


def _facts(found: Message, put_by: str) -> list[tuple[str, Any]]:
    """What a message is, as pairs of a label and a value."""
    pairs = [
        (_("To"), recipient_of(found)),
        (_("Channel"), channel_name(found.channel)),
        (_("Unit"), found.unit_id or ""),
        (_("Put"), f"{local_moment(found.put_at)}, {put_by}"),
        (_("Attempts"), found.attempts),
        (_("Next attempt"), local_moment(due) if (due := next_attempt(found)) else ""),
        (_("Key"), found.key),
        (_("Name at the receiver"), found.provider_id),
        (_("Last answer"), found.answer),
    ]
    return [(label, value) for label, value in pairs if value != ""]
