"""The few fixed words of orders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marke.rules.orders import StepKind


class OrderState(models.TextChoices):
    """The life of an order: what was signed is fulfilled, ended by a signed change, or replaced by a new order."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Invoiced in full")
    ENDED = "ended", _("Ended")
    REPLACED = "replaced", _("Replaced")


COUNTING = (OrderState.RUNNING, OrderState.DONE)
"""The order that holds among those that replaced each other."""


class Step(models.TextChoices):
    """What an invoice of an order is for, as people read it (`marke.rules.orders.StepKind`)."""

    DEPOSIT = StepKind.DEPOSIT.value, _("Deposit")
    INSTALMENT = StepKind.INSTALMENT.value, _("Instalment")
    PROGRESS = StepKind.PROGRESS.value, _("Progress")
    FINAL = StepKind.FINAL.value, _("Final invoice")
    PERIOD = StepKind.PERIOD.value, _("Every period")


class FileKind(models.TextChoices):
    """Files of an order that no kind of deal asks for by name; the others have their code in the country's data."""

    CHANGE = "signed_change", _("Signed change")
    OTHER = "other", _("Other file")
