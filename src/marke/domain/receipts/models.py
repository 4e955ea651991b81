"""Takings without invoice. What was declared is a fact; only what was paid in since, and a taking back, are added."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.receipts.enums import ReceiptStatus, TakenAs
from marke.domain.units.models import Unit


class Receipt(BusinessModel):
    """What a unit took from private people on a day, VAT included; amounts in cents.

    Until it is paid in, its budget is expected and reserved, so that nothing is guaranteed on money that may not come:
    ``hold_id`` is that reservation. ``available`` is how much of ``budget`` the money paid in has made usable.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    taken_on = models.DateField(_("day of the takings"))
    description = models.CharField(_("what for"), max_length=200)
    taken_as = models.CharField(_("how it was paid"), max_length=10, choices=TakenAs)

    gross = models.BigIntegerField(_("takings with VAT"))
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=5, decimal_places=4)
    vat_ground = models.CharField(_("reason for the VAT rate"), max_length=40, blank=True)
    net = models.BigIntegerField(_("amount without VAT"))
    vat = models.BigIntegerField(_("VAT"))
    contribution_rate = models.DecimalField(_("contribution rate"), max_digits=6, decimal_places=5)
    contribution = models.BigIntegerField(_("contribution"))
    budget = models.BigIntegerField(_("budget of the unit"))

    year = models.SmallIntegerField(_("year"))
    sequence = models.IntegerField(_("number in the series"))
    number = models.CharField(_("number"), max_length=20)
    communication = models.CharField(_("structured communication"), max_length=12, unique=True)
    declared_on = models.DateField(_("declared on"))
    due_on = models.DateField(_("to pay in by"))
    declared_by = models.UUIDField(_("declared by"))
    entry_id = models.BigIntegerField(_("ledger entry"))
    hold_id = models.UUIDField(_("reserved budget"), null=True, blank=True)

    paid = models.BigIntegerField(_("paid in"), default=0)
    available = models.BigIntegerField(_("budget made available"), default=0)
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)
    taken_back_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)
    outstanding = models.GeneratedField(
        expression=models.Case(
            models.When(taken_back_on__isnull=True, then=F("gross") - F("paid")),
            default=0,
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("receipt without invoice")
        verbose_name_plural = _("receipts without invoice")
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="a_receipt_number_is_given_once"),
            models.CheckConstraint(
                condition=Q(gross=F("net") + F("vat"), gross__gt=0, net=F("contribution") + F("budget")),
                name="a_receipt_is_its_parts",
            ),
            models.CheckConstraint(condition=Q(paid__gte=0, gross__gte=F("paid")), name="a_receipt_is_paid_in_once"),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True, taken_back_reason="")
                | (Q(taken_back_on__isnull=False, paid=0) & ~Q(taken_back_reason="")),
                name="a_receipt_taken_back_says_why_and_was_not_paid",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-taken_on", "-id"], name="receipt_of_unit"),
            models.Index(fields=["-taken_on", "-id"], name="receipt_by_day"),
            models.Index(fields=["due_on", "id"], condition=Q(outstanding__gt=0), name="receipt_open_by_due_date"),
        ]

    def __str__(self) -> str:
        return self.number

    def status(self, *, as_of: dt.date) -> ReceiptStatus:
        """Where its money is on a day."""
        if self.taken_back_on:
            return ReceiptStatus.TAKEN_BACK
        if self.paid == self.gross:
            return ReceiptStatus.PAID_IN
        return ReceiptStatus.LATE if self.due_on < as_of else ReceiptStatus.OPEN


class PaidIn(BusinessModel):
    """Money that a member paid in for a receipt (append-only)."""

    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="payments", verbose_name=_("receipt without invoice")
    )
    unit_id = models.IntegerField(_("unit"))
    amount = models.BigIntegerField(_("amount"))
    budget = models.BigIntegerField(_("budget made available"))
    received_on = models.DateField(_("received on"))
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    bank_reference = models.CharField(_("reference of the bank line"), max_length=80, blank=True)
    recorded_by = models.UUIDField(_("recorded by"))
    entry_id = models.BigIntegerField(_("ledger entry"))

    class Meta:
        verbose_name = _("takings paid in")
        verbose_name_plural = _("takings paid in")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, budget__gte=0), name="takings_paid_in_are_more_than_zero"),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(bank_reference=""), name="a_bank_line_pays_takings_in_once"
            ),
        ]
