"""Orders: the lines and the schedule that a client signed, the invoices made from them, and their files.

An order is a signed fact: its lines and its schedule never change (`sql/orders.sql`). A change is a new signed
document: a new order that replaces this one, or its end. What was invoiced is read from the invoices themselves;
``remaining`` and ``next_on`` repeat it for lists, are written by `operations` alone and proven nightly (`proofs.py`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.orders.enums import COUNTING, OrderState, Step
from marke.domain.sales.enums import DocumentLanguage, Measure
from marke.domain.sales.models import Client
from marke.domain.units.models import Unit


class Order(BusinessModel):
    """What a client signed: a deal with lines and a schedule.

    ``net`` is the order without VAT in cents, of one period where it comes back; ``remaining`` what is still to be
    invoiced of it, for an order without end one period. ``first_order`` is the first of the orders that replaced each
    other. ``parked_...`` says why an invoice could not be made by itself.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    sequence = models.IntegerField(_("number in the unit"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("client"))
    quote_id = models.UUIDField(_("quote"), null=True, blank=True)
    first_order = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("first order")
    )
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    client_reference = models.CharField(_("reference of the client"), max_length=80, blank=True)
    order_reference = models.CharField(_("purchase order of the client"), max_length=80, blank=True)
    language = models.CharField(_("language of the documents"), max_length=2, choices=DocumentLanguage)
    deal = models.CharField(_("kind of deal"), max_length=40, blank=True)
    period_start = models.DateField(_("first day of the work"), null=True, blank=True)
    period_end = models.DateField(_("last day of the work"), null=True, blank=True)
    term_days = models.PositiveSmallIntegerField(_("agreed days to pay"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"))
    created_by = models.UUIDField(_("created by"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    net = models.BigIntegerField(_("amount without VAT"))

    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.RUNNING)
    automatic = models.BooleanField(_("invoiced by itself"), default=False)
    remaining = models.BigIntegerField(_("still to be invoiced"))
    next_on = models.DateField(_("next invoice"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    parked_rule = models.CharField(_("rule that stopped it"), max_length=80, blank=True)
    parked_message = models.TextField(_("why it waits"), blank=True)
    parked_params = models.JSONField(_("details"), default=dict)
    parked_on = models.DateField(_("waiting since"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["unit", "sequence"], name="an_order_number_is_given_once_in_a_unit"),
            models.UniqueConstraint(
                fields=["quote_id"],
                condition=Q(quote_id__isnull=False, state__in=COUNTING),
                name="of_a_quote_one_order_counts",
            ),
            models.UniqueConstraint(
                fields=["first_order"],
                condition=Q(state__in=COUNTING, first_order__isnull=False),
                name="of_orders_that_replace_each_other_one_counts",
            ),
            models.CheckConstraint(condition=Q(net__gt=0, remaining__gte=0), name="an_order_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.ENDED, OrderState.REPLACED], ended_on__isnull=False, remaining=0)
                | Q(state=OrderState.DONE, ended_on__isnull=True, remaining=0, next_on__isnull=True)
                | Q(state=OrderState.RUNNING, ended_on__isnull=True),
                name="an_order_has_what_its_state_needs",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True)
                | Q(period_end__gte=models.F("period_start")),
                name="the_period_of_an_order_has_two_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "next_on", "id"], name="order_of_unit_by_day"),
            models.Index(fields=["next_on", "id"], condition=Q(state=OrderState.RUNNING), name="order_next"),
            models.Index(
                fields=["next_on", "id"], condition=Q(state=OrderState.RUNNING, automatic=True), name="order_automatic"
            ),
            models.Index(fields=["unit"], condition=Q(state=OrderState.RUNNING), name="order_running"),
            models.Index(fields=["parked_on", "id"], condition=Q(parked_on__isnull=False), name="order_parked"),
            models.Index(fields=["state", "-id"], name="order_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How people name the order: the unit's number and a number in the unit."""
        return f"{self.unit_id}-{self.sequence}"

    @property
    def chain_id(self) -> uuid.UUID:
        """The first of the orders that replaced each other."""
        return self.first_order_id or self.pk

    @property
    def is_running(self) -> bool:
        return self.state == OrderState.RUNNING


class OrderLine(BusinessModel):
    """One line as it was signed (append-only)."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", verbose_name=_("order"))
    unit_id = models.IntegerField(_("unit"))
    position = models.SmallIntegerField(_("position"))
    description = models.CharField(_("description"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    measure = models.CharField(_("counted in"), max_length=12, choices=Measure, default=Measure.PIECE)
    unit_price = models.DecimalField(_("unit price"), max_digits=14, decimal_places=4)
    net = models.BigIntegerField(_("amount without VAT"))
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=5, decimal_places=4)
    vat_ground = models.CharField(_("reason for the VAT rate"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        ordering = ["order_id", "position"]
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="one_line_of_an_order_per_position")]


class OrderStep(BusinessModel):
    """One invoice of the schedule as it was signed, or a row of equal ones (append-only). See `PlannedInvoice`."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps", verbose_name=_("order"))
    unit_id = models.IntegerField(_("unit"))
    position = models.SmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=Step)
    title = models.CharField(_("title"), max_length=120, blank=True)
    share = models.DecimalField(_("share of the order"), max_digits=7, decimal_places=6, null=True, blank=True)
    amount = models.BigIntegerField(_("amount without VAT"), null=True, blank=True)
    on = models.DateField(_("agreed day"), null=True, blank=True)
    every_months = models.SmallIntegerField(_("every so many months"), default=0)
    until = models.DateField(_("until"), null=True, blank=True)
    in_advance = models.BooleanField(_("invoiced in advance"), default=False)

    class Meta:
        verbose_name = _("invoice of a schedule")
        verbose_name_plural = _("invoices of schedules")
        ordering = ["order_id", "position"]
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="one_step_of_an_order_per_position")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class OrderInvoice(BusinessModel):
    """An invoice that was made from an order: for which step, and how much of each line in cents (append-only).

    ``turn`` counts the invoices of a step, credited ones included: whoever asks for the same turn twice gets one
    invoice. ``period`` is the number of the period, from 0. ``done`` are the shares done per line of an invoice by
    progress. It counts as long as its invoice is not credited.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="made", verbose_name=_("order"))
    step = models.ForeignKey(OrderStep, models.PROTECT, related_name="+", verbose_name=_("step"))
    unit_id = models.IntegerField(_("unit"))
    turn = models.SmallIntegerField(_("which time"))
    period = models.IntegerField(_("number of the period"), null=True, blank=True)
    invoice_id = models.UUIDField(_("invoice"), unique=True)
    net = models.BigIntegerField(_("amount without VAT"))
    amounts = models.JSONField(_("amounts per line"))
    done = models.JSONField(_("shares done per line"), default=list)

    class Meta:
        verbose_name = _("invoice of an order")
        verbose_name_plural = _("invoices of orders")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "turn"], name="one_invoice_per_turn_of_a_step")]
        indexes = [models.Index(fields=["order", "id"], name="invoice_made_from_order")]


class OrderFile(BusinessModel):
    """A file of an order: what its kind of deal requires, a signed change, or another paper (append-only)."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="files", verbose_name=_("order"))
    unit_id = models.IntegerField(_("unit"))
    kind = models.CharField(_("what it is"), max_length=40)
    file = models.FileField(_("file"), upload_to="orders/%Y/%m")
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("type of file"), max_length=60)
    size = models.IntegerField(_("size"))
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    added_by = models.UUIDField(_("added by"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("file of an order")
        verbose_name_plural = _("files of orders")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "sha256"], name="a_file_of_an_order_is_kept_once")
        ]
