"""The few fixed words of wages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far a wage run is. Each state is reached by one step that can be repeated."""

    COLLECTED = "collected", _("Collected")
    COMPUTED = "computed", _("Computed")
    APPROVED = "approved", _("Approved")
    POSTED = "posted", _("Posted")
    ORDERED = "ordered", _("Sent to the bank")
    DONE = "done", _("Paid")


UNFINISHED = (RunState.COLLECTED, RunState.COMPUTED, RunState.APPROVED, RunState.POSTED)
"""While a run is here no other one starts."""


class PayslipState(models.TextChoices):
    """How far a payslip is."""

    COLLECTED = "collected", _("To be computed")
    COMPUTED = "computed", _("Computed")
    PARKED = "parked", _("Parked")
    POSTED = "posted", _("Booked")
    ORDERED = "ordered", _("At the bank")
    PAID = "paid", _("Paid")


COUNTING = (PayslipState.COMPUTED, PayslipState.POSTED, PayslipState.ORDERED, PayslipState.PAID)
"""The states in which a payslip has amounts."""
