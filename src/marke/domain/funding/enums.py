"""The few fixed words of funding."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FundingKind(models.TextChoices):
    """A public body supports an activity, or somebody gives for it."""

    SUBSIDY = "subsidy", _("Subsidy")
    PATRONAGE = "patronage", _("Patronage")


class AgreementStatus(models.TextChoices):
    """Where an agreement stands; computed from its facts."""

    RUNNING = "running", _("Running")
    CLAIMED = "claimed", _("Fully claimed")
    RECEIVED = "received", _("Fully received")
    CLOSED = "closed", _("Closed")
