"""How far a quote has come: sent, seen, answered, with the moments, and what is still ahead."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.web.components.formatting import format_day, format_moment
from marke.web.components.records import Step


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


def _moment(moment: dt.datetime | None) -> str:
    return format_moment(localtime(moment), language=get_language() or "en") if moment else ""


def _day(day: dt.date | None) -> str:
    return format_day(day, language=get_language() or "en") if day else ""
