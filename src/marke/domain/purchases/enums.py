"""The few fixed words of purchases."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CostState(models.TextChoices):
    """Where a cost stands. The last two are final."""

    SUBMITTED = "submitted", _("To approve")
    APPROVED = "approved", _("To pay")
    ORDERED = "ordered", _("On its way")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Rejected")


class PaidBy(models.TextChoices):
    """Who paid, or whom the enterprise must pay."""

    SUPPLIER = "supplier", _("The enterprise pays the supplier")
    MEMBER = "member", _("I paid it myself")


class Proof(models.TextChoices):
    """What shows the cost; only an invoice in the enterprise's name gives VAT back."""

    INVOICE = "invoice", _("Invoice in the name of the enterprise")
    RECEIPT = "receipt", _("Till receipt or ticket")
