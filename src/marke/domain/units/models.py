"""A production unit is a member's project inside the enterprise. Its key is its public number."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import Organisation, Person, User
from marke.domain.units.enums import RoleKind, UnitState
from marke.kernel.money import LARGEST_AMOUNT


class Unit(models.Model):
    """A production unit: has a public number, sells, buys, invests, hires; is no legal person of its own.

    The key *is* the public number: it stands in every ledger line and every row-level policy, four bytes wide, and is
    printed on every invoice anyway. Numbers start at 1001, without gaps, and are never reused.

    Somebody always answers for a live unit: at least one person is its holder, for an association or company when
    ``organisation`` is set.
    """

    State = UnitState

    id = models.IntegerField(_("number"), primary_key=True, editable=False)
    name = models.CharField(_("name of the unit"), max_length=120)
    search_key = models.CharField(max_length=130, editable=False, default="", db_default="")
    activity = models.CharField(_("activity"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("held by")
    )
    state = models.CharField(_("state"), max_length=10, choices=UnitState, default=UnitState.REQUESTED)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True, default="", db_default="")
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
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
            models.CheckConstraint(condition=~Q(state="frozen") | ~Q(state_reason=""), name="a_frozen_unit_says_why"),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="units_by_state"),
            models.Index(fields=["activity", "id"], name="units_by_activity"),
            models.Index(fields=["search_key", "id"], name="units_by_name"),
            models.Index(fields=["search_key"], opclasses=["varchar_pattern_ops"], name="units_found_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


class UnitCounter(models.Model):
    """The last public number given out: one row, taken in the transaction that opens a unit, so there is no gap."""

    id = models.SmallIntegerField(_("series"), primary_key=True, default=1)
    last = models.IntegerField(_("last number"), default=1000)

    class Meta:
        verbose_name = _("series of unit numbers")
        verbose_name_plural = _("series of unit numbers")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_series_of_unit_numbers")]


class UnitRole(BusinessModel):
    """What a person is in a unit, from a day up to and including a day: holder, administrator or participant."""

    Kind = RoleKind

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles", verbose_name=_("unit"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="unit_roles", verbose_name=_("person"))
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)
    scopes = models.JSONField(_("may do"), default=list, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role in a unit")
        verbose_name_plural = _("roles in units")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from") - 1),
                name="a_role_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=RoleKind.ADMINISTRATOR) | Q(scopes=[]), name="only_an_administrator_has_scopes"
            ),
        ]
        indexes = [models.Index(fields=["person", "unit"], name="roles_by_person")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Invitation(BusinessModel):
    """A holder invites somebody into the unit by e-mail; whoever opens the signed link and logs in takes the role."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="invitations", verbose_name=_("unit"))
    email = models.EmailField(_("e-mail address"))
    kind = models.CharField(_("role"), max_length=20, choices=RoleKind)
    scopes = models.JSONField(_("may do"), default=list, blank=True)
    role_until = models.DateField(_("until"), null=True, blank=True)
    invited_by = models.UUIDField(_("invited by"))
    invited_on = models.DateField(_("invited on"))
    expires_on = models.DateField(_("valid until"))
    role = models.OneToOneField(
        UnitRole, models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name=_("role in a unit")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "unit",
                Lower("email"),
                "kind",
                condition=Q(role__isnull=True, withdrawn_on__isnull=True),
                name="one_open_invitation_per_address_and_role",
            ),
        ]


class Project(BusinessModel):
    """A part of a unit with its own budget line."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects", verbose_name=_("unit"))
    name = models.CharField(_("name of the project"), max_length=120)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(
                "unit", Lower("name"), condition=Q(closed_on__isnull=True), name="one_open_project_of_a_name_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a_project_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdviserAssignment(BusinessModel):
    """Who advises a unit, from a day up to and including a day. A unit has one adviser at a time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="advisers", verbose_name=_("unit"))
    adviser = models.ForeignKey(User, models.PROTECT, related_name="portfolio", verbose_name=_("adviser"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("adviser of a unit")
        verbose_name_plural = _("advisers of units")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from") - 1),
                name="an_adviser_does_not_leave_before_coming",
            ),
        ]
        indexes = [models.Index(fields=["adviser", "unit"], condition=Q(valid_to__isnull=True), name="portfolios_now")]


class AdviserRequest(BusinessModel):
    """A holder asks for another adviser, with the reason; the desk answers."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        DECLINED = "declined", _("Declined")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="adviser_requests", verbose_name=_("unit"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.UUIDField(_("asked by"))
    asked_on = models.DateField(_("asked on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for another adviser")
        verbose_name_plural = _("requests for another adviser")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="asked"), name="one_open_request_for_another_adviser"
            ),
        ]
        indexes = [models.Index(fields=["asked_on"], condition=Q(state="asked"), name="adviser_requests_open")]


class StateChange(BusinessModel):
    """A unit went from one state to another: when, why, by whom (append-only). The first has no state before."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="state_changes", verbose_name=_("unit"))
    before = models.CharField(_("before"), max_length=10, choices=UnitState, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=UnitState)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    changed_on = models.DateField(_("date"))
    changed_by = models.UUIDField(_("by"))

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")


class Transfer(BusinessModel):
    """Budget moved between units or projects: no invoice, no VAT, no contribution (rule 10; append-only).

    Sending back is a new transfer that names the first in ``returns``.
    """

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_out", verbose_name=_("from unit"))
    from_project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from project")
    )
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_in", verbose_name=_("to unit"))
    to_project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to project")
    )
    amount = models.BigIntegerField(_("amount"), help_text=_("In cents."))
    message = models.CharField(_("message"), max_length=140)
    made_on = models.DateField(_("date"))
    made_by = models.UUIDField(_("by"))
    returns = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="returned_by", verbose_name=_("sends back")
    )

    class Meta:
        verbose_name = _("transfer of budget")
        verbose_name_plural = _("transfers of budget")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=LARGEST_AMOUNT), name="a_transfer_moves_an_amount"
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit"))
                | Q(from_project__isnull=True, to_project__isnull=False)
                | Q(from_project__isnull=False, to_project__isnull=True)
                | ~Q(from_project=F("to_project")),
                name="a_transfer_goes_somewhere_else",
            ),
        ]
        indexes = [
            models.Index(fields=["from_unit", "-made_on"], name="transfers_out_by_day"),
            models.Index(fields=["to_unit", "-made_on"], name="transfers_in_by_day"),
        ]

    def __str__(self) -> str:
        return self.message


class UnitFigures(models.Model):
    """What the desk sorts and filters units by: refreshed from the books by `reporting.unit_figures`, in cents."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="figures", verbose_name=_("unit"))
    turnover = models.BigIntegerField(_("turnover of twelve months"), default=0)
    received = models.BigIntegerField(_("received"), default=0)
    expected = models.BigIntegerField(_("expected"), default=0)
    last_movement_on = models.DateField(_("last movement"), null=True)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("figures of a unit")
        verbose_name_plural = _("figures of units")
        indexes = [
            models.Index(fields=["-turnover", "unit"], name="units_by_turnover"),
            models.Index(fields=["-received", "unit"], name="units_by_balance"),
            models.Index(fields=["-last_movement_on", "unit"], name="units_by_last_movement"),
        ]
