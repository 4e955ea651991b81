"""Keys of members for their own programs, and the answers that are kept so that an act is done once.

A key is a secret that was shown once; the database keeps its hash alone, so that whoever reads the database can act in
nobody's name. What a key may do is what it was given *and* what its maker may do at that moment.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import User


class ApiKey(BusinessModel):
    """What lets a program act in the name of a member, in the named units and with the named rights alone."""

    user = models.ForeignKey(User, models.PROTECT, related_name="api_keys", verbose_name=_("member"))
    name = models.CharField(_("name"), max_length=80)
    units = models.JSONField(_("units"))
    scopes = models.JSONField(_("may do"), default=list)
    beginning = models.CharField(_("begins with"), max_length=16)
    digest = models.BinaryField(_("hash of the secret"), max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    last_day = models.DateField(_("last day"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("key for programs")
        verbose_name_plural = _("keys for programs")
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(units=[]), name="a_key_has_a_name_and_a_unit"),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="key_of_member")]

    def __str__(self) -> str:
        return self.name

    def opens(self, *, as_of: dt.date) -> bool:
        """Whether a program may still use the key on a day."""
        return self.revoked_at is None and as_of <= self.last_day


class KeptAnswer(BusinessModel):
    """What a program was answered to an act that it named; ``asked`` is the hash of what it asked under that name."""

    key = models.ForeignKey(ApiKey, models.PROTECT, related_name="answers", verbose_name=_("key for programs"))
    name = models.CharField(_("name of the act"), max_length=100)
    asked = models.BinaryField(_("hash of what was asked"), max_length=32, editable=False)
    status = models.SmallIntegerField(_("status"), default=0)
    body = models.TextField(_("answer"), blank=True)
    kept_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("answer kept for a program")
        verbose_name_plural = _("answers kept for programs")
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="an_act_of_a_program_is_done_once")]
        indexes = [models.Index(fields=["key", "kept_at"], name="answers_of_key")]
