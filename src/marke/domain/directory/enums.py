"""The few fixed words of the directory of clients."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantState(models.TextChoices):
    """Where a credit limit that the desk decides stands."""

    WAITING = "waiting", _("Waits for a second person")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended early")


class VatValidity(models.TextChoices):
    """What the European register last said of a VAT number for certain. Silence is never a no."""

    UNKNOWN = "unknown", _("Not answered yet")
    VALID = "valid", _("Valid")
    INVALID = "invalid", _("Not valid")


class ImportState(models.TextChoices):
    """Where a list of clients that somebody reads in stands."""

    READ = "read", _("To be looked at")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")


class Verdict(models.TextChoices):
    """What would happen to a row of a list, or happened to it."""

    NEW = "new", _("New client")
    KNOWN = "known", _("Known to the enterprise")
    OWN = "own", _("Already your client")
    TWICE = "twice", _("Twice in the file")
    WRONG = "wrong", _("Wrong")
    MISSING = "missing", _("Incomplete")
    ADDED = "added", _("Added")
    LINKED = "linked", _("Linked")
    FAILED = "failed", _("Not added")


WILL_BE_WRITTEN = (Verdict.NEW, Verdict.KNOWN)
"""The rows that a confirmation writes."""
