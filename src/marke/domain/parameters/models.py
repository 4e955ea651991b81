"""Dated choices of the cooperative and the cooperative itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel


class Cooperative(BusinessModel):
    """The shared enterprise of this installation: one row, with its two legal entities' identities."""

    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200)
    enterprise_number = models.CharField(_("enterprise number"), max_length=10)
    seller_name = models.CharField(_("name of the seller and employer"), max_length=200)
    seller_enterprise_number = models.CharField(_("enterprise number of the seller"), max_length=10)
    country = models.CharField(_("country"), max_length=10, default="be")
    languages = models.JSONField(_("languages"), default=list)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    iban = models.CharField(_("bank account"), max_length=34, blank=True)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("cooperative")
        verbose_name_plural = _("cooperatives")
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_cooperative_per_installation")]

    def __str__(self) -> str:
        return self.name


class Choice(BusinessModel):
    """One choice of the cooperative, valid from a day until the next one of the same name (append-only)."""

    name = models.CharField(_("name"), max_length=80)
    value = models.CharField(_("value"), max_length=80)
    valid_from = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=200)
    decided_by = models.UUIDField(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        verbose_name = _("choice of the cooperative")
        verbose_name_plural = _("choices of the cooperative")
        ordering = ["name", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["name", "valid_from"], name="one_choice_per_name_and_day")]
