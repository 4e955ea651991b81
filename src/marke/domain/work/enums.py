"""The few fixed words of work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marke.rules.work.engagement import Basis, Kind


class ContractKind(models.TextChoices):
    """The kinds of contract a unit can offer (`rules.work.engagement.Kind`)."""

    DAYS = Kind.DAYS.value, _("For named days")
    FIXED_TERM = Kind.FIXED_TERM.value, _("Fixed term")
    OPEN_ENDED = Kind.OPEN_ENDED.value, _("Open-ended")
    STUDENT = Kind.STUDENT.value, _("Student")
    ARTISTIC_TASK = Kind.ARTISTIC_TASK.value, _("Artistic task")


class PayBasis(models.TextChoices):
    """What the agreed pay is for (`rules.work.engagement.Basis`)."""

    DAY = Basis.DAY.value, _("a day")
    WHOLE = Basis.WHOLE.value, _("the whole")
    MONTH = Basis.MONTH.value, _("a month")


class ContractState(models.TextChoices):
    """How far a contract is. Running, worked and paid follow from its days and months."""

    OFFERED = "offered", _("To sign")
    SIGNED = "signed", _("Signed, to be declared")
    DECLARED = "declared", _("Declared")
    CANCELLED = "cancelled", _("Cancelled")
    REFUSED = "refused", _("Refused")


LIVE = (ContractState.OFFERED, ContractState.SIGNED, ContractState.DECLARED)
"""The states in which a contract takes up days."""


class DayState(models.TextChoices):
    """What became of a planned day."""

    PLANNED = "planned", _("Planned")
    WORKED = "worked", _("Worked")
    SICK = "sick", _("Sick")
    CANCELLED = "cancelled", _("Cancelled")
    ACCIDENT = "accident", _("Work accident")


class MonthState(models.TextChoices):
    """How far the pay of a month of a contract is."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Worked")
    IN_RUN = "in_run", _("Being paid")
    PAID = "paid", _("Paid")


class Party(models.TextChoices):
    """Who signs a contract."""

    WORKER = "worker", _("Worker")
    ENTERPRISE = "enterprise", _("The enterprise")
