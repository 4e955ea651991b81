"""Moments as people at the desk read them: on the clock of the house, and how long there is until one."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marke.web.components.formatting import format_moment
from marke.web.components.tables import Badge

SOON, VERY_SOON = 48, 12
"""Hours before the work begins: when they are counted, and when they alarm."""


def local_moment(moment: dt.datetime) -> str:
    """A moment on the clock of the house, in the language of the reader."""
    return format_moment(timezone.localtime(moment), language=get_language() or "en")


def until_work(hours: int) -> Badge:
    """How long undeclared work may still be declared, in whole hours; less than zero when it has begun."""
    if hours < 0:
        return Badge(_("Begun undeclared"), "bad")
    if hours < SOON:
        text = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
        return Badge(text, "bad" if hours < VERY_SOON else "waiting")
    days = hours // 24
    return Badge(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
