"""The few fixed words of checks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What is looked at. The right to go without is earned for each kind apart."""

    QUOTE = "quote", _("Quote")
    ORDER = "order", _("Order")


class CheckReason(models.TextChoices):
    """Why a document is looked at before it binds the enterprise."""

    AMOUNT = "amount", _("The amount is high")
    NEW_CLIENT = "new_client", _("The client is new to the enterprise")
    VAT_GROUND = "vat_ground", _("The unit uses this reason for its VAT for the first time")
    FILES = "files", _("This kind of deal requires files")


class CheckState(models.TextChoices):
    """Where a check stands."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TrustEvent(models.TextChoices):
    """How a member came to go without checks, or back to them."""

    EARNED = "earned", _("Earned by clean checks")
    GRANTED = "granted", _("Granted by the desk")
    LOST = "lost", _("Lost by a returned document")
    REVOKED = "revoked", _("Withdrawn by the desk")


GIVING = (TrustEvent.EARNED, TrustEvent.GRANTED)
"""After these a member's documents go out unseen."""
