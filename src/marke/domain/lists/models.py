"""What people do with lists: keep a filter under a name, and do one thing to many rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.lists.enums import BulkOutcome, BulkState


class SavedView(BusinessModel):
    """The filter and order of one list, kept by a person under a name.

    ``page`` is the name of the list's address and ``unit_id`` the unit it lies in (None at the desk). ``query`` is what
    stands in the address after the question mark. A default view opens the list for its owner.
    """

    owner_id = models.UUIDField(_("kept by"))
    page = models.CharField(_("list"), max_length=60)
    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(_("filter"), max_length=500, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    is_default = models.BooleanField(_("opens the list"), default=False)
    position = models.SmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "page", "unit_id", "name"], nulls_distinct=False, name="one_view_of_a_name_per_list"
            ),
            models.UniqueConstraint(
                fields=["owner_id", "page", "unit_id"],
                condition=Q(is_default=True),
                nulls_distinct=False,
                name="one_view_opens_a_list",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
        ]
        indexes = [models.Index(fields=["page", "unit_id"], condition=Q(is_shared=True), name="shared_views_of_a_list")]

    def __str__(self) -> str:
        return self.name


class BulkRun(BusinessModel):
    """One deed for many rows of a list: every row is looked at, then done, each for itself.

    The run is the seal against doing twice: its rows are fixed when it begins, and each is done once.
    """

    State = BulkState

    owner_id = models.UUIDField(_("begun by"))
    page = models.CharField(_("list"), max_length=60)
    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    deed = models.CharField(_("what is done"), max_length=40)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=BulkState, default=BulkState.LOOKING)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)

    class Meta:
        verbose_name = _("deed for many rows")
        verbose_name_plural = _("deeds for many rows")

    def __str__(self) -> str:
        return self.deed


class BulkItem(BusinessModel):
    """One row of a run: what it is called, its amount in cents, and what would happen or happened to it, in words."""

    Outcome = BulkOutcome

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", verbose_name=_("deed for many rows"))
    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    owner_id = models.UUIDField(_("begun by"))
    position = models.SmallIntegerField(_("position"))
    object_id = models.UUIDField(_("row"))
    label = models.CharField(_("called"), max_length=200)
    amount = models.BigIntegerField(_("amount"), null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=BulkOutcome, default=BulkOutcome.WAITING)
    sentence = models.CharField(_("in words"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("row of a deed")
        verbose_name_plural = _("rows of a deed")
        ordering = ["run_id", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "object_id"], name="a_deed_takes_a_row_once")]
        indexes = [models.Index(fields=["run", "outcome", "position"], name="rows_of_a_deed")]
