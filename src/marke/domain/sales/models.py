"""Clients, invoices and the money that clients pay.

An issued invoice is a fact: the database refuses to change its content, its lines and its VAT. Only what was paid and
credited since then moves, and only through the operations here. A client is one legal person for the whole enterprise;
units are linked to it and see it through their link.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.sales.enums import (
    ClientKind,
    ClientState,
    DocumentLanguage,
    InvoiceKind,
    InvoiceStatus,
    Measure,
    PaymentStatus,
)
from marke.domain.units.models import Unit


class Client(BusinessModel):
    """Who buys from the enterprise: one legal person or human being, whichever units work for it.

    A client that was merged stays as a name for what was printed; all that points to it has moved to ``merged_into``.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=ClientKind)
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    country = models.CharField(_("country"), max_length=2, default="BE")
    enterprise_number = models.CharField(_("enterprise number"), max_length=20, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address for invoices"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=DocumentLanguage, default=DocumentLanguage.NL)
    state = models.CharField(_("state"), max_length=10, choices=ClientState, default=ClientState.IDENTIFIED)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "enterprise_number"],
                condition=~Q(enterprise_number=""),
                name="one_client_per_enterprise_number",
            ),
            models.UniqueConstraint(
                fields=["vat_number"], condition=~Q(vat_number=""), name="one_client_per_vat_number"
            ),
            models.CheckConstraint(
                condition=Q(kind=ClientKind.PRIVATE) | ~Q(country="BE") | ~Q(enterprise_number=""),
                name="a_belgian_organisation_has_its_enterprise_number",
            ),
            models.CheckConstraint(
                condition=Q(state=ClientState.MERGED, merged_into__isnull=False)
                | (~Q(state=ClientState.MERGED) & Q(merged_into__isnull=True)),
                name="a_merged_client_names_the_one_it_is_now",
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name", "id"], name="client_by_name"),
            models.Index(fields=["folded_name"], opclasses=["text_pattern_ops"], name="client_by_folded_name"),
            models.Index(fields=["state", "folded_name", "id"], name="client_by_state"),
        ]

    def __str__(self) -> str:
        return self.name


class ClientLink(BusinessModel):
    """A unit works for a client. ``notes`` are the unit's own; a link put away is kept for what was done before."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="links", verbose_name=_("client"))
    notes = models.TextField(_("notes of the unit"), max_length=2_000, blank=True)
    archived_on = models.DateField(_("put away on"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("client of a unit")
        verbose_name_plural = _("clients of a unit")
        constraints = [models.UniqueConstraint(fields=["client", "unit"], name="one_link_per_unit_and_client")]

    def __str__(self) -> str:
        return str(self.client)


class Contact(BusinessModel):
    """Somebody the unit knows at a client, and which documents go there. Other units have contacts of their own."""

    link = models.ForeignKey(ClientLink, models.CASCADE, related_name="contacts", verbose_name=_("client of a unit"))
    unit_id = models.IntegerField(_("unit"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=DocumentLanguage, blank=True)
    gets_quotes = models.BooleanField(_("gets quotes"), default=True)
    gets_invoices = models.BooleanField(_("gets invoices"), default=False)
    is_default = models.BooleanField(_("first contact"), default=False)

    class Meta:
        verbose_name = _("contact at a client")
        verbose_name_plural = _("contacts at clients")
        constraints = [
            models.UniqueConstraint(
                fields=["link"], condition=Q(is_default=True), name="one_first_contact_per_unit_and_client"
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(gets_quotes=False, gets_invoices=False),
                name="documents_go_to_a_contact_with_an_address",
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "link"], name="contacts_of_unit")]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """The last number given in a series of a legal entity and year; taken in the transaction that issues."""

    entity = models.SmallIntegerField(_("legal entity"))
    series = models.CharField(_("series"), max_length=12, choices=InvoiceKind)
    year = models.SmallIntegerField(_("year"))
    last = models.IntegerField(_("last number"), default=0)
    last_on = models.DateField(_("day of the last number"), null=True, blank=True)

    class Meta:
        verbose_name = _("series of invoice numbers")
        verbose_name_plural = _("series of invoice numbers")
        constraints = [models.UniqueConstraint(fields=["entity", "series", "year"], name="one_counter_per_series")]


class Invoice(BusinessModel):
    """What a unit bills a client: a draft that changes freely, then an issued document that never changes.

    Amounts are cents and positive for every kind; a credit note takes back what ``credits`` gave. ``paid`` and
    ``credited`` say how much of ``gross`` is settled, ``available`` how much of ``budget`` the client's money has
    made usable.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="invoices", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=12, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    credits = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="credit_note", verbose_name=_("credits")
    )
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    language = models.CharField(
        _("language of the document"), max_length=2, choices=DocumentLanguage, default=DocumentLanguage.NL
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    client_reference = models.CharField(_("reference of the client"), max_length=80, blank=True)
    order_reference = models.CharField(_("purchase order of the client"), max_length=80, blank=True)
    order_id = models.UUIDField(_("order"), null=True, blank=True)
    period_start = models.DateField(_("first day of the period"), null=True, blank=True)
    period_end = models.DateField(_("last day of the period"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    export_proof = models.CharField(_("proof of export"), max_length=80, blank=True)
    term_days = models.PositiveSmallIntegerField(_("agreed days to pay"), null=True, blank=True)
    created_by = models.UUIDField(_("created by"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    net = models.BigIntegerField(_("amount without VAT"), default=0)
    vat = models.BigIntegerField(_("VAT"), default=0)
    gross = models.BigIntegerField(_("to pay"), default=0)

    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    sequence = models.IntegerField(_("number in the series"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=20, null=True, blank=True)
    communication = models.CharField(_("structured communication"), max_length=12, null=True, blank=True)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    contribution_rate = models.DecimalField(_("contribution rate"), max_digits=6, decimal_places=5, null=True)
    contribution = models.BigIntegerField(_("contribution"), default=0)
    budget = models.BigIntegerField(_("budget of the unit"), default=0)
    parties = models.JSONField(_("seller and client as printed"), default=dict)
    entry_id = models.BigIntegerField(_("ledger entry"), null=True, blank=True)

    paid = models.BigIntegerField(_("paid"), default=0)
    credited = models.BigIntegerField(_("credited"), default=0)
    available = models.BigIntegerField(_("budget made available"), default=0)
    outstanding = models.GeneratedField(
        expression=models.Case(
            models.When(
                Q(issued_on__isnull=False) & ~Q(kind=InvoiceKind.CREDIT_NOTE),
                then=F("gross") - F("paid") - F("credited"),
            ),
            default=0,
            output_field=models.BigIntegerField(),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "sequence"], name="an_invoice_number_is_given_once"),
            models.UniqueConstraint(fields=["communication"], name="a_communication_names_one_invoice"),
            models.CheckConstraint(
                condition=Q(
                    issued_on__isnull=True,
                    number__isnull=True,
                    sequence__isnull=True,
                    year__isnull=True,
                    entry_id__isnull=True,
                )
                | Q(
                    issued_on__isnull=False,
                    number__isnull=False,
                    sequence__isnull=False,
                    year__isnull=False,
                    entry_id__isnull=False,
                    due_on__isnull=False,
                    contribution_rate__isnull=False,
                ),
                name="an_issued_invoice_has_its_number_and_its_entry",
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="net_and_vat_make_the_invoice"),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(net=F("contribution") + F("budget"), gross__gt=0),
                name="contribution_and_budget_make_the_net",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, credited__gte=0, gross__gte=F("paid") + F("credited")),
                name="an_invoice_is_settled_at_most_once",
            ),
            models.CheckConstraint(
                condition=Q(available__gte=0, budget__gte=F("available")), name="available_is_part_of_the_budget"
            ),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.CREDIT_NOTE, credits__isnull=False)
                | Q(~Q(kind=InvoiceKind.CREDIT_NOTE), credits__isnull=True),
                name="a_credit_note_names_its_invoice",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True) | Q(period_end__gte=F("period_start")),
                name="the_period_of_an_invoice_has_two_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-issued_on", "-id"], name="invoice_of_unit"),
            models.Index(fields=["client", "-issued_on"], name="invoice_of_client"),
            models.Index(fields=["order_id"], condition=Q(order_id__isnull=False), name="invoice_of_order"),
            models.Index(fields=["-issued_on", "-id"], name="invoice_by_date"),
            models.Index(fields=["-gross", "-id"], name="invoice_by_amount"),
            models.Index(fields=["due_on", "id"], name="invoice_by_due_date"),
            models.Index(fields=["due_on", "id"], condition=Q(outstanding__gt=0), name="invoice_open_by_due_date"),
            models.Index(fields=["unit", "due_on"], condition=Q(outstanding__gt=0), name="invoice_of_unit_open"),
            models.Index(
                fields=["due_on", "id"], condition=Q(outstanding__gt=0, paid__gt=0), name="invoice_partly_paid"
            ),
            models.Index(fields=["-issued_on", "-id"], condition=Q(credited__gt=0), name="invoice_credited"),
            models.Index(fields=["unit", "-id"], condition=Q(issued_on__isnull=True), name="invoice_draft"),
            models.Index(fields=["number"], opclasses=["varchar_pattern_ops"], name="invoice_by_number"),
            models.Index(fields=["sequence"], name="invoice_by_sequence"),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Draft"))

    @property
    def is_draft(self) -> bool:
        return self.issued_on is None

    @property
    def is_credit_note(self) -> bool:
        return self.kind == InvoiceKind.CREDIT_NOTE

    def status(self, *, as_of: dt.date) -> InvoiceStatus:
        """What a member sees of this invoice on a day."""
        if self.issued_on is None:
            return InvoiceStatus.DRAFT
        if self.credited:
            return InvoiceStatus.CREDITED
        if not self.outstanding:
            return InvoiceStatus.ISSUED if self.is_credit_note else InvoiceStatus.PAID
        if self.due_on < as_of:
            return InvoiceStatus.OVERDUE
        if self.paid:
            return InvoiceStatus.PARTLY_PAID
        return InvoiceStatus.DUE if self.due_on <= as_of + dt.timedelta(days=7) else InvoiceStatus.ISSUED


class InvoiceLine(BusinessModel):
    """One line of an invoice: what, how much, at which price, under which VAT."""

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines", verbose_name=_("invoice"))
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
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["invoice_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="one_line_per_position"),
            models.CheckConstraint(
                condition=~Q(vat_rate__lt=0) & Q(vat_rate__lt=1), name="a_vat_rate_is_between_zero_and_one"
            ),
        ]


class InvoiceVat(BusinessModel):
    """The VAT of an invoice for one category and rate: what the VAT return and the structured invoice add up.

    ``reason`` is the legal text as printed, one ground a line, in the language of the document; with the day of issue
    it says for ever on which ground VAT was asked or not. ``grid`` is where the base goes in the VAT return.
    """

    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="vat_totals", verbose_name=_("invoice"))
    unit_id = models.IntegerField(_("unit"))
    category = models.CharField(_("kind of VAT"), max_length=2)
    rate = models.DecimalField(_("VAT rate"), max_digits=5, decimal_places=4)
    grounds = models.JSONField(_("reasons for the VAT rate"), default=list)
    reason = models.TextField(_("legal text"), blank=True)
    reason_code = models.CharField(_("code of the reason"), max_length=30, blank=True)
    grid = models.CharField(_("grid of the VAT return"), max_length=2, blank=True)
    base = models.BigIntegerField(_("base"))
    vat = models.BigIntegerField(_("VAT"))

    class Meta:
        verbose_name = _("VAT of an invoice")
        verbose_name_plural = _("VAT of invoices")
        constraints = [
            models.UniqueConstraint(fields=["invoice", "category", "rate"], name="one_vat_total_per_category_and_rate")
        ]


class Payment(BusinessModel):
    """Money that arrived from a client. What no invoice takes waits, or is kept as the credit of that client."""

    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("client")
    )
    received_on = models.DateField(_("received on"))
    amount = models.BigIntegerField(_("amount"))
    allocated = models.BigIntegerField(_("allocated"), default=0)
    waiting = models.GeneratedField(
        expression=F("amount") - F("allocated"), output_field=models.BigIntegerField(), db_persist=True
    )
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    communication = models.CharField(_("communication"), max_length=140, blank=True)
    bank_reference = models.CharField(_("reference of the bank line"), max_length=80, blank=True)
    recorded_by = models.UUIDField(_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    entry_id = models.BigIntegerField(_("ledger entry"))

    class Meta:
        verbose_name = _("payment of a client")
        verbose_name_plural = _("payments of clients")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(allocated__gte=0, amount__gte=F("allocated")), name="a_payment_is_allocated_at_most_once"
            ),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(bank_reference=""), name="a_bank_line_is_recorded_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="payment_by_date"),
            models.Index(fields=["-received_on", "-id"], condition=Q(waiting__gt=0), name="payment_waiting"),
            models.Index(fields=["client"], condition=Q(waiting__gt=0), name="payment_credit_of_client"),
        ]

    def __str__(self) -> str:
        return self.payer or self.communication or self.bank_reference

    @property
    def status(self) -> PaymentStatus:
        if not self.waiting:
            return PaymentStatus.ALLOCATED
        return PaymentStatus.UNMATCHED if self.client_id is None else PaymentStatus.CREDIT


class Allocation(BusinessModel):
    """A part of a payment that settles an invoice; negative when a credit note gives it back (append-only)."""

    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="allocations", verbose_name=_("payment of a client")
    )
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations", verbose_name=_("invoice"))
    unit_id = models.IntegerField(_("unit"))
    amount = models.BigIntegerField(_("amount"))
    budget = models.BigIntegerField(_("budget made available"))
    made_on = models.DateField(_("date"))

    class Meta:
        verbose_name = _("allocation of a payment")
        verbose_name_plural = _("allocations of payments")
        indexes = [models.Index(fields=["unit_id", "made_on"], name="allocation_of_unit")]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="an_allocation_is_more_than_nothing"),
        ]
