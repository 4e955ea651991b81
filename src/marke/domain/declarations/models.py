"""Declarations of work, and the receipts of the office. No national number stands here: it is read when it leaves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.declarations.enums import UNDER_WAY, VALID, DeclarationKind, DeclarationState
from marke.domain.foundation.models import BusinessModel
from marke.domain.work.models import Contract
from marke.kernel.declaring import Said


class Declaration(BusinessModel):
    """One declaration about a contract. ``begins_at`` is when the work starts: an IN is accepted before, or never.

    ``period_id`` is the office's name of the period, ``number`` of the declaration itself. One that was entered by hand
    was made by telephone or on the office's own page; a second person has looked at the receipt.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="declarations", verbose_name=_("contract"))
    unit_id = models.IntegerField(_("unit"))
    kind = models.CharField(_("kind"), max_length=8, choices=DeclarationKind)
    state = models.CharField(_("state"), max_length=10, choices=DeclarationState, default=DeclarationState.WAITING)
    worker_type = models.CharField(_("kind of worker"), max_length=8)
    committee = models.CharField(_("joint committee"), max_length=12, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    hours = models.DecimalField(_("planned hours"), max_digits=8, decimal_places=2, null=True, blank=True)
    begins_at = models.DateTimeField(_("work begins"))
    period_id = models.CharField(_("number of the period"), max_length=40, blank=True)
    number = models.CharField(_("number of the declaration"), max_length=40, blank=True)
    reasons = models.JSONField(_("what the office said"), default=list, blank=True)
    put_by = models.UUIDField(_("asked by"))
    put_at = models.DateTimeField(_("asked"))
    sent_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    ruled_at = models.DateTimeField(_("answered"), null=True, blank=True)
    entered_by = models.UUIDField(_("entered by hand by"), null=True, blank=True)
    confirmed_by = models.UUIDField(_("entry confirmed by"), null=True, blank=True)

    class Meta:
        verbose_name = _("declaration of work")
        verbose_name_plural = _("declarations of work")
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=UNDER_WAY), name="one_declaration_of_a_contract_at_a_time"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="a_number_names_one_declaration"),
            models.CheckConstraint(
                condition=~Q(state__in=VALID) | (~Q(number="") & Q(ruled_at__isnull=False)),
                name="an_accepted_declaration_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="an_entry_by_hand_is_confirmed_by_another_person",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "id"], name="declaration_of_contract"),
            models.Index(fields=["state", "begins_at"], name="declaration_by_state"),
            models.Index(fields=["begins_at", "id"], condition=~Q(state__in=VALID), name="declaration_by_time_left"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"

    @property
    def said(self) -> Said:
        return Said(self.worker_type, self.committee, self.starts_on, self.ends_on, self.hours)


class Receipt(BusinessModel):
    """What came back about a declaration, as it came (append-only)."""

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="receipts", verbose_name=_("declaration of work")
    )
    unit_id = models.IntegerField(_("unit"))
    at = models.DateTimeField(_("received"))
    what = models.CharField(_("what it is"), max_length=20)
    raw = models.TextField(_("as it came"))

    class Meta:
        verbose_name = _("receipt of a declaration")
        verbose_name_plural = _("receipts of declarations")
