"""How the outbox looks: messages, what happened to one, and the work that comes back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.outbox.enums import Outcome, State
from marke.domain.outbox.models import Message, Step, Turn
from marke.domain.outbox.operations import AT_ONCE
from marke.domain.outbox.queries import Waiting
from marke.web.components.delivery import channel_name, recipient_of, state_badge, title_of
from marke.web.components.tables import Badge, Column, Table

GOOD = {Outcome.ARRIVED, Outcome.FOUND, Outcome.SAID_SENT}
BAD = {Outcome.REFUSED, Outcome.DOUBTFUL}


def message_table(messages: Sequence[Message], *, pick: bool) -> Table:
    """Messages, newest first; those that a person may decide have a checkbox."""
    return Table(
        caption=_("Messages"),
        columns=[
            Column(
                "title",
                _("Message"),
                value=title_of,
                link=lambda row: reverse("desk_message", args=[row.pk]),
                note=recipient_of,
            ),
            Column("channel", _("Channel"), value=lambda row: channel_name(row.channel)),
            Column("unit_id", _("Unit"), kind="code"),
            Column("put_at", _("Put"), kind="moment"),
            Column("attempts", _("Attempts"), kind="number"),
            Column("next_at", _("Next attempt"), kind="moment", value=next_attempt),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        rows=messages,
        pick=(lambda row: str(row.pk)) if pick else None,
    )


def next_attempt(message: Message) -> dt.datetime | None:
    """When a waiting message is tried; nothing for one that is due at once, under way, or at rest."""
    return message.next_at if message.state == State.WAITING and message.next_at != AT_ONCE else None


def step_table(steps: Sequence[Step], names: Mapping[uuid.UUID, str]) -> Table:
    """What happened to one message, oldest first."""
    return Table(
        caption=_("What happened"),
        columns=[
            Column("at", _("When"), kind="moment", note=_duration),
            Column("outcome", _("What"), kind="badge", value=_outcome),
            Column("answer", _("Answer or reason")),
            Column("by", _("By"), value=lambda step: names.get(step.by, ""), note=lambda step: step.worker),
        ],
        rows=steps,
    )


def _outcome(step: Step) -> Badge:
    tone = "good" if step.outcome in GOOD else "bad" if step.outcome in BAD else "waiting"
    return Badge(str(step.get_outcome_display()), tone)


def _duration(step: Step) -> str:
    seconds = (step.at - step.began_at) // dt.timedelta(seconds=1)
    return ngettext("took %(count)s second", "took %(count)s seconds", seconds) % {"count": seconds} if seconds else ""


def queue_table(found: Sequence[Waiting]) -> Table:
    """What is not at rest, by channel and state, with the age of the oldest."""
    return Table(
        caption=_("What waits, by channel"),
        columns=[
            Column(
                "channel",
                _("Channel"),
                value=lambda row: channel_name(row.channel),
                link=lambda row: f"{reverse('desk_outbox')}?state={row.state}&channel={row.channel}",
            ),
            Column("state", _("State"), value=lambda row: row.state.label),
            Column("count", _("Messages"), kind="number"),
            Column("oldest", _("Oldest since"), kind="moment"),
        ],
        rows=found,
    )


def turn_table(turns: Sequence[Turn]) -> Table:
    """Work that comes back: when it is due, and how it went last time."""
    return Table(
        caption=_("Work that comes back"),
        columns=[
            Column("task", _("Task"), kind="code"),
            Column("next_at", _("Next time"), kind="moment"),
            Column("ended_at", _("Last done"), kind="moment"),
            Column("problem", _("Last time"), kind="badge", value=_how_it_went, note=lambda turn: turn.problem),
        ],
        rows=turns,
    )


def _how_it_went(turn: Turn) -> Badge | None:
    if turn.ended_at is None:
        return None
    return Badge(_("Failed"), "bad") if turn.problem else Badge(_("Done"), "good")
