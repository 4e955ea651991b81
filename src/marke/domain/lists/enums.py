"""Where a deed for many rows stands, and what became of each row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkState(models.TextChoices):
    """Looked at row by row, then waiting for a yes, then done row by row."""

    LOOKING = "looking", _("Being looked at")
    LOOKED = "looked", _("To confirm")
    DOING = "doing", _("Being done")
    DONE = "done", _("Done")


class BulkOutcome(models.TextChoices):
    """What would happen to a row (ready, refused) and what happened (done, failed)."""

    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Not possible")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not done")
