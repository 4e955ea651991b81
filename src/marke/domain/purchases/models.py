"""Costs that a unit pays from its budget, with their receipts.

A cost is entered by somebody who acts in the unit, reserves the budget at once, and is decided at the desk by another
person. Approved, it is posted and then paid; rejected, it frees the reserved budget.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.purchases.enums import CostState, PaidBy, Proof
from marke.domain.units.models import Unit


class Cost(BusinessModel):
    """A cost of a unit: ``gross`` is what is paid, ``deductible`` the VAT that comes back, ``charge`` the rest."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CostState, default=CostState.SUBMITTED)
    supplier = models.CharField(_("supplier"), max_length=200)
    spent_on = models.DateField(_("date of the receipt"))
    category = models.CharField(_("kind of cost"), max_length=40)
    description = models.CharField(_("what for"), max_length=200, blank=True)
    proof = models.CharField(_("what proves it"), max_length=10, choices=Proof)
    paid_by = models.CharField(_("payment"), max_length=10, choices=PaidBy)
    pay_to_iban = models.CharField(_("account of the supplier"), max_length=34, blank=True)
    pay_to_reference = models.CharField(_("reference for the supplier"), max_length=140, blank=True)

    gross = models.BigIntegerField(_("amount paid"))
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=5, decimal_places=4)
    vat = models.BigIntegerField(_("VAT"))
    deductible_share = models.DecimalField(_("part of the VAT that comes back"), max_digits=5, decimal_places=4)
    deductible = models.BigIntegerField(_("VAT that comes back"))
    charge = models.BigIntegerField(_("taken from the budget"))

    hold_id = models.UUIDField(_("reserved budget"))
    entered_by = models.UUIDField(_("entered by"))
    entered_at = models.DateTimeField(_("entered"))
    decided_by = models.UUIDField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    entry_id = models.BigIntegerField(_("ledger entry"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        constraints = [
            models.CheckConstraint(
                condition=Q(charge=F("gross") - F("deductible"), deductible__gte=0, vat__gte=F("deductible")),
                name="a_cost_is_what_was_paid_less_vat_that_comes_back",
            ),
            models.CheckConstraint(condition=Q(gross__gt=0), name="a_cost_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("entered_by")),
                name="a_cost_is_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state=CostState.SUBMITTED, decided_by__isnull=True, entry_id__isnull=True)
                | Q(state=CostState.REJECTED, decided_by__isnull=False, entry_id__isnull=True) & ~Q(reason="")
                | Q(
                    state__in=[CostState.APPROVED, CostState.ORDERED],
                    decided_by__isnull=False,
                    entry_id__isnull=False,
                    paid_on__isnull=True,
                )
                | Q(state=CostState.PAID, decided_by__isnull=False, entry_id__isnull=False, paid_on__isnull=False),
                name="a_cost_has_what_its_state_needs",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-spent_on", "-id"], name="cost_of_unit"),
            models.Index(fields=["id"], condition=Q(state=CostState.SUBMITTED), name="cost_to_approve"),
            models.Index(fields=["id"], condition=Q(state=CostState.APPROVED), name="cost_to_pay"),
            models.Index(fields=["-spent_on", "-id"], name="cost_by_date"),
        ]

    def __str__(self) -> str:
        return self.supplier


class Receipt(BusinessModel):
    """The photo or file that proves a cost, kept seven years (rule 21)."""

    cost = models.ForeignKey(Cost, models.PROTECT, related_name="receipts", verbose_name=_("cost"))
    unit_id = models.IntegerField(_("unit"))
    file = models.FileField(_("file"), upload_to="receipts/%Y/%m")
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("type of file"), max_length=60)
    size = models.IntegerField(_("size"))
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [models.Index(fields=["unit_id", "sha256"], name="receipt_by_content")]
