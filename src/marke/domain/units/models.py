"""A production unit is a member's project inside the enterprise. Its key is its public number."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import Person


class Unit(models.Model):
    """A production unit: has a public number, sells, buys, invests, hires; is no legal person of its own.

    The key *is* the public number: it stands in every ledger line and every row-level policy, four bytes wide, and is
    printed on every invoice anyway. Numbers start at 1001 and are never reused.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        OPEN = "open", _("Open")
        DORMANT = "dormant", _("Dormant")
        FROZEN = "frozen", _("Frozen")
        CLOSING = "closing", _("Closing")
        CLOSED = "closed", _("Closed")

    id = models.IntegerField(primary_key=True, editable=False)
    name = models.CharField(_("name of the unit"), max_length=120)
    activity = models.CharField(_("activity"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("production unit")
        verbose_name_plural = _("production units")
        constraints = [
            models.CheckConstraint(condition=Q(id__gte=1001), name="unit_numbers_start_at_1001"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(state="closed"), name="only_a_closed_unit_has_a_closing_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


class UnitRole(BusinessModel):
    """What a person is in a unit, from a day until a day: holder, administrator or participant."""

    class Kind(models.TextChoices):
        HOLDER = "holder", _("Holder")
        ADMINISTRATOR = "administrator", _("Administrator")
        PARTICIPANT = "participant", _("Participant")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles")
    person = models.ForeignKey(Person, models.PROTECT, related_name="unit_roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    scopes = models.JSONField(_("may"), default=list)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role in a unit")
        verbose_name_plural = _("roles in units")
