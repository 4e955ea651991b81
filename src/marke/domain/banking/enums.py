"""The few fixed words of bank files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a file came in."""

    UPLOAD = "upload", _("Uploaded")
    COMMAND = "command", _("Command line")


class FileState(models.TextChoices):
    """What became of a file."""

    TAKEN = "taken", _("Taken in")
    QUARANTINED = "quarantined", _("In quarantine")


class StatementState(models.TextChoices):
    """Whether the lines of a statement are in the books."""

    BOOKED = "booked", _("In the books")
    WAITING = "waiting", _("Waits for the statement before it")
    INFORMATION = "information", _("For information")


class BookingKind(models.TextChoices):
    """What a line of the bank did."""

    PAYMENT = "payment", _("Payment of a client")
    RECEIPT = "receipt", _("Receipts paid in")
    SHARE = "share", _("Shares")
    PAID_OUT = "paid_out", _("Payment that we ordered")
    CAME_BACK = "came_back", _("Payment that came back")
    CHARGE = "charge", _("Bank charge")
    INTERNAL = "internal", _("Between own accounts")
    UNEXPLAINED = "unexplained", _("Not explained yet")
