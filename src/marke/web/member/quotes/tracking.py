"""How far a quote has come: sent, seen, answered, with the moments, and what is still ahead."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import names_of
from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.queries import answer_of
from marke.web.components.formatting import format_day, format_moment
from marke.web.components.records import Event, Step


def tracker(version: QuoteVersion, *, today: dt.date) -> list[Step]:
    """The way of a version that was sent, as steps that are done or to come; nothing before that."""
    if version.is_unsent:
        return []
    return [
        Step(_("Sent"), done=True, note=_moment(version.sent_at)),
        Step(_("Seen by the client"), done=version.viewed_at is not None, note=_moment(version.viewed_at)),
        _answered(version, today),
    ]


def _answered(version: QuoteVersion, today: dt.date) -> Step:
    """The last step: what became of the quote, or until when the client can answer."""
    if version.has_expired(as_of=today):
        return Step(_("Expired without an answer"), done=True, note=_day(version.valid_until))
    if version.is_open:
        return Step(_("Answered"), note=_("until %(day)s") % {"day": _day(version.valid_until)})
    ended = {
        QuoteState.ACCEPTED: _("Accepted: this is an order now"),
        QuoteState.REJECTED: _("Declined"),
        QuoteState.WITHDRAWN: _("Withdrawn"),
        QuoteState.REPLACED: _("Replaced by a newer version"),
    }
    return Step(ended[QuoteState(version.state)], done=True, note=_moment(version.ended_at))


def events_of(versions: Sequence[QuoteVersion]) -> list[Event]:
    """What happened to a quote, version by version, latest first; one query for the names of people."""
    names = names_of({version.written_by for version in versions} | {v.sent_by for v in versions if v.sent_by})
    found = [event for version in versions for event in _events(version, names)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _events(version: QuoteVersion, names: Mapping[uuid.UUID, str]) -> Iterator[Event]:
    label = _("Version %(n)s") % {"n": version.number}
    yield Event(_("Begun"), version.written_at, names.get(version.written_by, ""), label)
    if version.sent_at:
        who = names.get(version.sent_by, "") if version.sent_by else ""
        yield Event(_("Sent"), version.sent_at, who, f"{label} · {version.to_email}" if version.to_email else label)
    if version.viewed_at:
        yield Event(_("Seen by the client"), version.viewed_at, version.to_name, label)
    if version.reminded_at:
        yield Event(_("Reminder sent"), version.reminded_at, "", label)
    if answer := answer_of(version):
        what = _("Accepted") if answer.accepted else _("Declined")
        yield Event(what, answer.at, answer.signer_name, answer.comment or label)
    elif version.ended_at:
        yield Event(str(version.get_state_display()), version.ended_at, "", label)


def _moment(moment: dt.datetime | None) -> str:
    return format_moment(localtime(moment), language=get_language() or "en") if moment else ""


def _day(day: dt.date | None) -> str:
    return format_day(day, language=get_language() or "en") if day else ""
