"""Why a personal link ended, and which pages of the portal a client looks at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ending(models.TextChoices):
    """Why a link opens nothing any more, before its last day."""

    REVOKED = "revoked", _("Revoked")
    RENEWED = "renewed", _("Replaced by a new link")
    NOT_FOR_ME = "not_for_me", _("Reached the wrong person")


class Page(models.TextChoices):
    """What a client did with a link. A mail scanner follows links too: only a page that was seen was seen by people."""

    LINK = "link", _("Link followed")
    OVERVIEW = "overview", _("Overview seen")
    QUOTE = "quote", _("Quote seen")
    INVOICE = "invoice", _("Invoice seen")
    STATEMENT = "statement", _("Statement seen")
    QUESTION = "question", _("Question asked")


SEEN = (Page.OVERVIEW, Page.QUOTE, Page.INVOICE, Page.STATEMENT)
"""Pages that say themselves that somebody has them on a screen."""
