"""A wage run and its payslips. A payslip that is in the books never changes; a mistake is corrected by another one."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import Person
from marke.domain.units.models import Unit
from marke.domain.wages.enums import PayslipState, RunState
from marke.domain.work.models import Contract, ContractMonth
from marke.rules.payroll.frames import unframed


class Run(BusinessModel):
    """One wage run: the payslips that were ready on a day, step by step to the bank. Amounts in cents."""

    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.COLLECTED)
    started_by = models.UUIDField(_("started by"))
    started_at = models.DateTimeField(_("started"))
    approved_by = models.UUIDField(_("approved by"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    payslips = models.IntegerField(_("payslips"), default=0)
    parked = models.IntegerField(_("parked"), default=0)
    gross = models.BigIntegerField(_("gross"), default=0)
    net = models.BigIntegerField(_("net"), default=0)
    employment_budget = models.BigIntegerField(_("taken from units"), default=0)

    class Meta:
        verbose_name = _("wage run")
        verbose_name_plural = _("wage runs")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=["collected", "computed", "approved", "posted"]),
                name="one_wage_run_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["collected", "computed"]) | Q(approved_by__isnull=False),
                name="a_run_is_approved_before_it_is_posted",
            ),
        ]
        indexes = [models.Index(fields=["-on", "-id"], name="run_by_day")]

    def __str__(self) -> str:
        return f"{self.on}"


class Frame(models.Model):
    """What the lines of many payslips have in common: rules, references, legal figures. Said once, never changed."""

    id = models.UUIDField(primary_key=True, editable=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    lines = models.JSONField(_("lines"))

    class Meta:
        verbose_name = _("frame of payslips")
        verbose_name_plural = _("frames of payslips")

    def __str__(self) -> str:
        return self.fingerprint


class Payslip(BusinessModel):
    """What a month of a contract pays, with every line explained and every destination in the books. Cents.

    ``from_received``, ``from_expected`` and ``from_guarantee`` make ``employment_budget``. The guarantee advances the
    second part, which the client still owes, and bears the third, which the unit no longer has: work that was done is
    paid, whatever became of the client. ``so_far`` is what the person's month has borne after this payslip.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="slips", verbose_name=_("wage run"))
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="payslips", verbose_name=_("contract"))
    month = models.ForeignKey(ContractMonth, models.PROTECT, related_name="payslips", verbose_name=_("month"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="payslips", verbose_name=_("worker"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    project_id = models.UUIDField(_("project whose budget pays"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PayslipState, default=PayslipState.COLLECTED)
    version = models.SmallIntegerField(_("version"), default=1)
    last_day = models.DateField(_("last day of work"))
    due_on = models.DateField(_("paid at the latest on"))

    gross = models.BigIntegerField(_("gross"), default=0)
    net = models.BigIntegerField(_("net"), default=0)
    cost = models.BigIntegerField(_("cost"), default=0)
    employment_budget = models.BigIntegerField(_("taken from the unit"), default=0)
    from_received = models.BigIntegerField(_("from received money"), default=0)
    from_expected = models.BigIntegerField(_("advanced by the guarantee"), default=0)
    from_guarantee = models.BigIntegerField(_("borne by the guarantee"), default=0)
    amounts = models.JSONField(_("amounts"), default=dict)
    frame = models.ForeignKey(Frame, models.PROTECT, null=True, blank=True, verbose_name=_("frame"), related_name="+")
    line_values = models.JSONField(_("values of the lines"), default=list)
    notices = models.JSONField(_("notices"), default=list)
    so_far = models.JSONField(_("the month so far"), default=dict)
    law = models.CharField(_("fingerprint of the law used"), max_length=64, blank=True)
    flags = models.JSONField(_("what a person should look at"), default=list)

    parked_rule = models.CharField(_("rule"), max_length=60, blank=True)
    parked_reason = models.CharField(_("reason"), max_length=300, blank=True)
    parked_params = models.JSONField(_("details"), default=dict, blank=True)
    entry_id = models.BigIntegerField(_("ledger entry"), null=True, blank=True)
    posted_on = models.DateField(_("booked on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    attempts = models.SmallIntegerField(_("times that the bank sent it back"), default=0)

    class Meta:
        verbose_name = _("payslip")
        verbose_name_plural = _("payslips")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "version"], condition=~Q(state="parked"), name="a_month_has_one_payslip_per_version"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["collected", "computed", "parked"], entry_id__isnull=True)
                | Q(state__in=["posted", "ordered", "paid"], entry_id__isnull=False, posted_on__isnull=False),
                name="a_booked_payslip_has_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(entry_id__isnull=True)
                | Q(employment_budget=F("from_received") + F("from_expected") + F("from_guarantee"), net__gte=0),
                name="received_and_advanced_make_the_budget",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | ~Q(state="paid") & Q(paid_on__isnull=True),
                name="a_paid_payslip_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state="parked") & ~Q(parked_rule="") | ~Q(state="parked") & Q(parked_rule=""),
                name="a_parked_payslip_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "state"], name="payslip_of_run"),
            models.Index(fields=["person", "-last_day"], name="payslip_of_person"),
            models.Index(fields=["unit", "-last_day"], name="payslip_of_unit"),
            models.Index(fields=["due_on", "id"], condition=~Q(state="paid"), name="payslip_by_due_day"),
            models.Index(fields=["paid_on"], condition=Q(state="paid"), name="payslip_by_day_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.last_day:%Y-%m}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every line with all that explains it, as it was computed; none before the payslip is computed."""
        return [] if self.frame is None else unframed(self.frame.lines, self.line_values)

    def parked_sentence(self) -> tuple[str, dict[str, Any]]:
        """Why the payslip waits: the sentence and its values, for the interface to translate."""
        return self.parked_reason, self.parked_params
