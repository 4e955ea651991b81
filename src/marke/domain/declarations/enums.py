"""The few fixed words of declarations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marke.kernel.declaring import Kind


class DeclarationKind(models.TextChoices):
    """What a declaration says (`marke.kernel.declaring.Kind`)."""

    IN = Kind.IN.value, _("Start of work")
    OUT = Kind.OUT.value, _("End of work")
    UPDATE = Kind.UPDATE.value, _("Change")
    CANCEL = Kind.CANCEL.value, _("Cancellation")


class DeclarationState(models.TextChoices):
    """Where a declaration stands."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Waits for the office")
    ACCEPTED = "accepted", _("Accepted")
    WARNED = "warned", _("Accepted with a warning")
    REFUSED = "refused", _("Refused")
    LATE = "late", _("Too late")
    GIVEN_UP = "given_up", _("Given up")


UNDER_WAY = (DeclarationState.WAITING, DeclarationState.SENT)
VALID = (DeclarationState.ACCEPTED, DeclarationState.WARNED)
STUCK = (DeclarationState.REFUSED, DeclarationState.LATE)
"""Where a person must do something."""
