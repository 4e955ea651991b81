"""Agreements with funders: their amount in parts, the claims on it, the reports it asks for, and its files."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.funding.enums import FundingKind
from marke.domain.sales.models import Client, Invoice
from marke.domain.units.models import Unit


class Agreement(BusinessModel):
    """Somebody gives a unit ``amount`` cents for something, from a day up to and including a day.

    The funder is a client of the unit; nothing is owed in return, so there is no VAT. ``amount`` is the most that may
    be claimed.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    funder = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("funder"))
    kind = models.CharField(_("kind"), max_length=10, choices=FundingKind)
    title = models.CharField(_("what for"), max_length=200)
    reference = models.CharField(_("reference of the funder"), max_length=80, blank=True)
    amount = models.BigIntegerField(_("amount"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    conditions = models.TextField(_("conditions"), max_length=2_000, blank=True)
    entered_by = models.UUIDField(_("entered by"))
    entered_at = models.DateTimeField(_("entered"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(_("why it was closed"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("funding agreement")
        verbose_name_plural = _("funding agreements")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_agreement_gives_something"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_agreement_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
                name="a_closed_agreement_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-starts_on", "-id"], name="agreement_of_unit"),
            models.Index(fields=["-starts_on", "-id"], name="agreement_by_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Tranche(BusinessModel):
    """A part of an agreement, planned to be claimed on a day: «first half at the start»."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="tranches", verbose_name=_("funding agreement")
    )
    unit_id = models.IntegerField(_("unit"))
    label = models.CharField(_("part"), max_length=120)
    amount = models.BigIntegerField(_("amount"))
    planned_on = models.DateField(_("planned on"))

    class Meta:
        verbose_name = _("part of an agreement")
        verbose_name_plural = _("parts of agreements")
        ordering = ["planned_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_part_of_an_agreement_is_something")]

    def __str__(self) -> str:
        return self.label


class Claim(BusinessModel):
    """An invoice of the kind «funding» that claims a part of an agreement (append-only)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="claims", verbose_name=_("funding agreement"))
    unit_id = models.IntegerField(_("unit"))
    tranche = models.ForeignKey(
        Tranche, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("part of an agreement")
    )
    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="+", verbose_name=_("invoice"))
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("claim on an agreement")
        verbose_name_plural = _("claims on agreements")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_claim_asks_something")]


class Report(BusinessModel):
    """What the funder wants to read, and by when."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reports", verbose_name=_("funding agreement")
    )
    unit_id = models.IntegerField(_("unit"))
    title = models.CharField(_("report"), max_length=120)
    due_on = models.DateField(_("due on"))
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("report to a funder")
        verbose_name_plural = _("reports to funders")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(delivered_on__isnull=True), name="reports_due")]

    def __str__(self) -> str:
        return self.title


class AgreementFile(BusinessModel):
    """A file of an agreement: the agreement itself, or a report that was delivered (append-only)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="files", verbose_name=_("funding agreement"))
    unit_id = models.IntegerField(_("unit"))
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("report to a funder")
    )
    file = models.FileField(_("file"), upload_to="funding/%Y/%m")
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("type of file"), max_length=60)
    size = models.IntegerField(_("size"))
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of agreements")
        ordering = ["pk"]
