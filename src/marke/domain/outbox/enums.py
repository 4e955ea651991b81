"""How far a message has come, and what can happen to it on the way."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a message has come. Only the first two move by themselves; `REFUSED` and `DOUBTFUL` wait for a person."""

    WAITING = "waiting", _("Waiting")
    UNDER_WAY = "under_way", _("Under way")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused")
    DOUBTFUL = "doubtful", _("Doubtful")
    GIVEN_UP = "given_up", _("Given up")


UNFINISHED = (State.WAITING, State.UNDER_WAY)
"""What the worker looks at again by itself."""

NEEDS_A_PERSON = (State.DOUBTFUL, State.REFUSED)
"""What stays where it is until somebody at the desk decides."""


class Outcome(models.TextChoices):
    """What happened to a message: how an attempt ended, or what a person decided."""

    ARRIVED = "arrived", _("Sent")
    FOUND = "found", _("An earlier attempt had arrived")
    LATER = "later", _("Not possible now")
    UNANSWERED = "unanswered", _("No answer")
    REFUSED = "refused", _("Refused")
    DOUBTFUL = "doubtful", _("Nobody knows whether it arrived")
    SAID_SENT = "said_sent", _("Marked as sent")
    AGAIN = "again", _("To be sent again")
    GIVEN_UP = "given_up", _("Given up")
