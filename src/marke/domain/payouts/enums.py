"""The few fixed words of money out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderState(models.TextChoices):
    """How far a payment is."""

    WAITING = "waiting", _("To be paid")
    BATCHED = "batched", _("In a batch")
    SENT = "sent", _("At the bank")
    EXECUTED = "executed", _("Paid")
    RETURNED = "returned", _("Returned by the bank")
    PARKED = "parked", _("Parked")


class BatchState(models.TextChoices):
    """How far a batch is (ledger.md 7.2)."""

    PROPOSED = "proposed", _("To approve")
    APPROVED_ONCE = "approved_once", _("Approved once")
    APPROVED = "approved", _("Approved")
    EXPORTED = "exported", _("At the bank")
    CONFIRMED = "confirmed", _("Paid")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Purpose(models.TextChoices):
    """What is paid; wages are marked as such in the file."""

    WAGES = "wages", _("Wages")
    COSTS = "costs", _("Costs")
    OTHER = "other", _("Other payments")


class Verification(models.TextChoices):
    """What the payee's bank says of a name and an account (Instant Payments Regulation, art. 5c)."""

    MATCH = "match", _("The name fits")
    CLOSE = "close", _("The name nearly fits")
    NO_MATCH = "no_match", _("The name does not fit")
    IMPOSSIBLE = "impossible", _("Could not be verified")


class CaseKind(models.TextChoices):
    """Why somebody must look at accounts before money goes there (ledger.md 7.2)."""

    SHARED = "shared", _("One account for two people")
    BURST = "burst", _("Many new accounts in one day")


class CaseState(models.TextChoices):
    """What somebody decided."""

    OPEN = "open", _("To look at")
    ACCEPTED = "accepted", _("In order")
    REFUSED = "refused", _("Not in order")
