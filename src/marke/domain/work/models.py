"""Contracts of work, their days, and the months that are paid.

A signed contract is a fact: the database refuses to change what was agreed. Its days say what was planned and what
became of it; a month of a contract is what one payslip pays, and is locked from the run that pays it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import Language, Person
from marke.domain.units.models import Unit
from marke.domain.work.enums import LIVE, ContractKind, ContractState, DayState, MonthState, Party, PayBasis
from marke.rules.work.engagement import Basis, Engagement, Kind, PlannedDay


class PayFile(BusinessModel):
    """What payroll must know of a person, from a day: family, residence, certificates (append-only).

    ``facts`` are in the words of the country's engine. They never leave the payroll: no audit row, no log shows them.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="pay_files", verbose_name=_("person"))
    valid_from = models.DateField(_("from"))
    facts = models.JSONField(_("facts"), default=dict)
    permit_until = models.DateField(_("permit to work until"), null=True, blank=True)
    student_hours_elsewhere = models.DecimalField(
        _("student hours used elsewhere this year"), max_digits=6, decimal_places=2, default=0
    )
    recorded_by = models.UUIDField(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("pay file")
        verbose_name_plural = _("pay files")
        indexes = [models.Index(fields=["person", "-valid_from", "-recorded_at"], name="pay_file_of_person")]


class Planned(Protocol):
    """A day that was planned."""

    @property
    def planned(self) -> PlannedDay: ...


class Contract(BusinessModel):
    """A person works through a unit. Pay in cents; ``employment_budget`` is what it takes from the unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="contracts", verbose_name=_("worker"))
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    order_id = models.UUIDField(_("order"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ContractKind, default=ContractKind.DAYS)
    function = models.CharField(_("function"), max_length=40)
    description = models.CharField(_("what the work is"), max_length=200, blank=True)
    place = models.CharField(_("place of work"), max_length=120, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    basis = models.CharField(_("pay for"), max_length=8, choices=PayBasis, default=PayBasis.DAY)
    amount = models.BigIntegerField(_("gross pay"))
    worker = models.CharField(_("kind of worker"), max_length=16)
    scheme = models.CharField(_("scheme"), max_length=16)
    committee = models.CharField(_("joint committee"), max_length=12, blank=True)
    coefficient = models.DecimalField(_("coefficient"), max_digits=6, decimal_places=4)
    employment_budget = models.BigIntegerField(_("taken from the unit"))
    language = models.CharField(_("language of the contract"), max_length=2, choices=Language, default=Language.NL)
    state = models.CharField(_("state"), max_length=10, choices=ContractState, default=ContractState.OFFERED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    warnings = models.JSONField(_("what was warned of"), default=list, blank=True)
    offered_by = models.UUIDField(_("offered by"))
    offered_at = models.DateTimeField(_("offered"))
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declared"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_contract_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind=ContractKind.OPEN_ENDED, ends_on__isnull=True)
                | ~Q(kind=ContractKind.OPEN_ENDED) & Q(ends_on__isnull=False),
                name="only_an_open_ended_contract_has_no_end",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, employment_budget__gt=0), name="a_contract_pays_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(state=ContractState.OFFERED, signed_at__isnull=True)
                | Q(state=ContractState.SIGNED, signed_at__isnull=False, declared_at__isnull=True)
                | Q(state=ContractState.DECLARED, signed_at__isnull=False, declared_at__isnull=False)
                | Q(state__in=[ContractState.CANCELLED, ContractState.REFUSED]) & ~Q(reason=""),
                name="a_contract_has_what_its_state_needs",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-starts_on", "-id"], name="contract_of_unit"),
            models.Index(fields=["person", "-starts_on"], name="contract_of_person"),
            models.Index(fields=["starts_on", "id"], condition=Q(state="signed"), name="contract_to_declare"),
            models.Index(fields=["starts_on", "id"], condition=Q(state="offered"), name="contract_to_sign"),
            models.Index(fields=["-starts_on", "-id"], name="contract_by_start"),
        ]

    def __str__(self) -> str:
        return self.description or self.function

    @property
    def number(self) -> str:
        """How the contract is named in letters: the unit and the end of its key."""
        return f"{self.unit_id}-{self.pk.hex[-6:].upper()}"

    @property
    def is_live(self) -> bool:
        """Whether its days still stand."""
        return self.state in LIVE

    def engagement(self, days: Sequence[Planned]) -> Engagement:
        """The contract in the terms of the rules, with these days as planned."""
        return Engagement(
            kind=Kind(self.kind),
            function=self.function,
            days=tuple(day.planned for day in days),
            basis=Basis(self.basis),
            amount=self.amount,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


class ContractMonth(BusinessModel):
    """What one payslip pays: a contract in a calendar month. ``due_on`` is the day the wage arrives at the latest."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="months", verbose_name=_("contract"))
    unit_id = models.IntegerField(_("unit"))
    month = models.DateField(_("month"))
    last_day = models.DateField(_("last day of work"))
    due_on = models.DateField(_("paid at the latest on"))
    employment_budget = models.BigIntegerField(_("taken from the unit"))
    on_guarantee = models.BigIntegerField(_("promised on money that clients still owe"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=MonthState, default=MonthState.PLANNED)
    confirmed_by = models.UUIDField(_("confirmed by"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta:
        verbose_name = _("month of a contract")
        verbose_name_plural = _("months of contracts")
        constraints = [
            models.UniqueConstraint(fields=["contract", "month"], name="a_month_of_a_contract_is_paid_once"),
            models.CheckConstraint(
                condition=Q(on_guarantee__gte=0, on_guarantee__lte=F("employment_budget")),
                name="the_guarantee_covers_at_most_the_pay",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_named_by_its_first_day"),
            models.CheckConstraint(
                condition=Q(state=MonthState.PAID, paid_on__isnull=False)
                | ~Q(state=MonthState.PAID) & Q(paid_on__isnull=True),
                name="a_paid_month_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["last_day", "id"], condition=~Q(state="paid"), name="month_to_pay"),
            models.Index(fields=["unit_id", "-month"], name="month_of_unit"),
            models.Index(fields=["unit_id", "due_on"], condition=Q(on_guarantee__gt=0), name="month_on_guarantee"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Reservation(BusinessModel):
    """Received money of the unit that is reserved for the pay of a month (P3); the ledger holds it."""

    month = models.ForeignKey(ContractMonth, models.PROTECT, related_name="reservations", verbose_name=_("month"))
    unit_id = models.IntegerField(_("unit"))
    hold_id = models.UUIDField(_("reserved budget"), unique=True)
    amount = models.BigIntegerField(_("amount"))
    released = models.BooleanField(_("released"), default=False)

    class Meta:
        verbose_name = _("budget reserved for pay")
        verbose_name_plural = _("budgets reserved for pay")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_reservation_is_more_than_nothing")]


class WorkDay(BusinessModel):
    """A day of a contract: what was planned, and what became of it."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="days", verbose_name=_("contract"))
    unit_id = models.IntegerField(_("unit"))
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("starts at"), default=dt.time(9))
    hours = models.DecimalField(_("planned hours"), max_digits=4, decimal_places=2)
    hours_worked = models.DecimalField(_("hours worked"), max_digits=4, decimal_places=2, null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DayState, default=DayState.PLANNED)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("day of work")
        verbose_name_plural = _("days of work")
        ordering = ["contract_id", "day"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "day"], name="a_day_stands_once_in_a_contract"),
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="a_day_has_up_to_24_hours"),
            models.CheckConstraint(
                condition=Q(hours_worked__isnull=True) | Q(hours_worked__gte=0, hours_worked__lte=24),
                name="worked_hours_fit_in_a_day",
            ),
        ]
        indexes = [models.Index(fields=["day", "contract"], name="day_by_date")]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def planned(self) -> PlannedDay:
        return PlannedDay(self.day, self.hours, self.starts_at)


class Signature(BusinessModel):
    """Somebody signed a contract: who, when, how it was proven, and which document it was (append-only)."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="signatures", verbose_name=_("contract"))
    unit_id = models.IntegerField(_("unit"))
    party = models.CharField(_("signed as"), max_length=10, choices=Party)
    name = models.CharField(_("name"), max_length=200)
    evidence = models.JSONField(_("evidence"), default=dict)
    document_hash = models.CharField(_("fingerprint of the document"), max_length=64)
    signed_by = models.UUIDField(_("signed by"))
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [models.UniqueConstraint(fields=["contract", "party"], name="each_party_signs_once")]


class ContractDocument(BusinessModel):
    """The words of a contract as they were signed (append-only); ``fingerprint`` is what the signatures bear."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="document", verbose_name=_("contract"))
    unit_id = models.IntegerField(_("unit"))
    content = models.JSONField(_("words"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("words of a contract")
        verbose_name_plural = _("words of contracts")


class ContractInvitation(BusinessModel):
    """Somebody without a log-in of their own was asked by e-mail to sign a contract (append-only)."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="invitations", verbose_name=_("contract"))
    unit_id = models.IntegerField(_("unit"))
    email = models.EmailField(_("e-mail address"))
    sent_by = models.UUIDField(_("sent by"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("invitation to sign a contract")
        verbose_name_plural = _("invitations to sign a contract")


class AccidentReport(BusinessModel):
    """A work accident on a day of a contract, as it is reported to the insurer."""

    day = models.OneToOneField(WorkDay, models.PROTECT, related_name="accident", verbose_name=_("day of work"))
    unit_id = models.IntegerField(_("unit"))
    happened_at = models.DateTimeField(_("happened"))
    place = models.CharField(_("place"), max_length=200)
    what = models.TextField(_("what happened"), max_length=4_000)
    injury = models.CharField(_("injury"), max_length=300)
    witnesses = models.CharField(_("witnesses"), max_length=300, blank=True)
    reported_by = models.UUIDField(_("reported by"))
    reported_at = models.DateTimeField(_("reported"))

    class Meta:
        verbose_name = _("report of a work accident")
        verbose_name_plural = _("reports of work accidents")
