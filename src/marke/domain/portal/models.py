"""Personal links and what they were used for.

A link is a secret that went to one address; the database keeps its hash alone, so that whoever reads the database can
open nothing. It opens what one unit has for one client.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.portal.enums import Ending, Page
from marke.domain.sales.enums import DocumentLanguage
from marke.domain.sales.models import Client
from marke.domain.units.models import Unit


class PortalLink(BusinessModel):
    """What opens the portal of one client at one unit, until its last day or until it is ended.

    ``subject_kind`` and ``subject_id`` say what it was sent for: that is the page on which it opens.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("client"))
    email = models.EmailField(_("sent to"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=DocumentLanguage)
    subject_kind = models.CharField(_("sent for"), max_length=12)
    subject_id = models.UUIDField(_("document"))
    digest = models.BinaryField(_("hash of the secret"), max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    made_by = models.UUIDField(_("made by"))
    expires_on = models.DateField(_("last day"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.UUIDField(_("ended by"), null=True, blank=True)
    ending = models.CharField(_("why it ended"), max_length=12, choices=Ending, blank=True)

    class Meta:
        verbose_name = _("personal link of a client")
        verbose_name_plural = _("personal links of clients")
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(ending="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="an_ended_link_says_why_when_and_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "client", "-id"], name="link_of_client_of_unit"),
            models.Index(fields=["client", "-id"], name="link_of_client"),
            models.Index(fields=["subject_id"], name="link_sent_for"),
        ]

    def __str__(self) -> str:
        return self.email or str(self.client)

    def opens(self, *, as_of: dt.date) -> bool:
        """Whether the link still opens the portal on a day."""
        return not self.ending and as_of <= self.expires_on


class PortalUse(BusinessModel):
    """A link was used (append-only). ``network`` is where from, too coarse to name a person."""

    link = models.ForeignKey(PortalLink, models.PROTECT, related_name="uses", verbose_name=_("personal link"))
    unit_id = models.IntegerField(_("unit"))
    at = models.DateTimeField(_("at"))
    page = models.CharField(_("page"), max_length=10, choices=Page)
    object_id = models.UUIDField(_("document"), null=True, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("use of a personal link")
        verbose_name_plural = _("uses of personal links")
        indexes = [
            models.Index(fields=["link", "-at"], name="uses_of_link"),
            models.Index(fields=["object_id"], condition=Q(object_id__isnull=False), name="uses_about"),
        ]
