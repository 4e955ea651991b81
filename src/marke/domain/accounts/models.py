"""What belongs to a log-in rather than to a person: demo personas, and visits of staff in a member's name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import User


class DemoPersona(BusinessModel):
    """An invented person of the demo cooperative, with whose eyes a visitor can look around."""

    user = models.OneToOneField(User, models.CASCADE, related_name="persona", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=80)
    title = models.CharField(_("who this is"), max_length=120)
    story = models.CharField(_("what there is to see"), max_length=300)
    order = models.PositiveSmallIntegerField(pgettext_lazy("place in a list", "order"))

    class Meta:
        verbose_name = _("demo persona")
        verbose_name_plural = _("demo personas")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class MemberView(BusinessModel):
    """Somebody of the staff opened the portal as a member sees it, to read along (append-only; the member reads it)."""

    member = models.ForeignKey(User, models.PROTECT, related_name="viewed_as", verbose_name=_("member"))
    staff = models.ForeignKey(User, models.PROTECT, related_name="views_as_member", verbose_name=_("member of staff"))
    reason = models.CharField(_("reason"), max_length=200)
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("view as a member")
        verbose_name_plural = _("views as a member")
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["member", "-opened_at"], name="views_of_a_member")]
