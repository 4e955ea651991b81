"""When an answer is due that was promised within so many hours of working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable


def answer_by(asked_at: dt.datetime, *, hours: int, is_working_day: Callable[[dt.date], bool]) -> dt.datetime:
    """The moment until which an answer was promised; weekends and public holidays do not count.

    ``asked_at`` carries the time zone of the house. Asked on Friday at 15:00, 24 hours end on Monday at 15:00; asked on
    Saturday, they begin on Monday at 00:00.
    """
    moment, left = asked_at, dt.timedelta(hours=hours)
    while True:
        midnight = dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time(), moment.tzinfo)
        if is_working_day(moment.date()):
            if moment + left < midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight
