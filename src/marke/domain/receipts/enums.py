"""The few fixed words of receipts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TakenAs(models.TextChoices):
    """How the public paid the member."""

    CASH = "cash", _("Cash")
    CARD = "card", _("Card")
    TRANSFER = "transfer", _("Transfer to the member")


class ReceiptStatus(models.TextChoices):
    """Where the money of a receipt is; computed from its facts."""

    OPEN = "open", _("To pay in")
    LATE = "late", _("Late")
    PAID_IN = "paid_in", _("Paid in")
    TAKEN_BACK = "taken_back", _("Taken back")
