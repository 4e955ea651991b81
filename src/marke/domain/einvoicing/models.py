"""Documents on their way to clients, and documents that arrived from suppliers.

What was sent and what came in are facts: the bytes, the verdicts and the answers are added and never changed. Beside
them stands where each document is now: three statuses that never stand for one another, for the network may deliver
what the receiver's side cannot read, and the buyer may refuse what was read (formats.md, 2.2).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.einvoicing.enums import (
    Business,
    DeliveryState,
    EventKind,
    IncomingState,
    MessageLevel,
    Reach,
    Way,
)
from marke.domain.foundation.models import BusinessModel
from marke.domain.sales.models import Client, Invoice
from marke.domain.units.models import Unit

TO_MOVE = (DeliveryState.SENT, DeliveryState.DELIVERED)
PROBLEMS = (DeliveryState.HELD, DeliveryState.FAILED, DeliveryState.BY_HAND)
REFUSED_BY_CLIENT = Q(business=Business.REJECTED) | Q(message_level=MessageLevel.REJECTED)
NEEDS_ATTENTION = Q(state__in=PROBLEMS) | REFUSED_BY_CLIENT
"""What the desk looks at first, from an index of its own."""


class Reachability(BusinessModel):
    """What the directory last said of a client; ``changed_at`` is when it first said so."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="reachability", verbose_name=_("client"))
    address = models.CharField(_("address on the network"), max_length=60, blank=True)
    reach = models.CharField(_("reach"), max_length=10, choices=Reach, default=Reach.UNKNOWN)
    document_types = models.JSONField(_("kinds of document"), default=list)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    looked_up_at = models.DateTimeField(_("looked up"), null=True, blank=True)
    tried_at = models.DateTimeField(_("last attempt"))
    changed_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("reach of a client")
        verbose_name_plural = _("reach of clients")
        constraints = [
            models.CheckConstraint(
                condition=Q(reach=Reach.UNKNOWN) | Q(looked_up_at__isnull=False),
                name="an_answer_of_the_directory_has_its_moment",
            )
        ]
        indexes = [models.Index(fields=["tried_at"], name="reach_by_age")]


class Delivery(BusinessModel):
    """One document on its way to its client. ``problem`` is why it is not there yet, as a sentence and its values."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="delivery", verbose_name=_("invoice"))
    unit_id = models.IntegerField(_("unit"))
    way = models.CharField(_("way"), max_length=8, choices=Way)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    problem_params = models.JSONField(_("values of the problem"), default=dict)
    receiver = models.CharField(_("address on the network"), max_length=60, blank=True)
    provider = models.CharField(_("access point"), max_length=40, blank=True)
    provider_id = models.CharField(_("number at the access point"), max_length=100, blank=True)

    queued_at = models.DateTimeField(_("ready to be sent"))
    falls_back_at = models.DateTimeField(_("goes by e-mail from"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    message_level = models.CharField(_("answer of the receiver's side"), max_length=2, choices=MessageLevel, blank=True)
    message_level_at = models.DateTimeField(_("answered"), null=True, blank=True)
    business = models.CharField(_("answer of the client"), max_length=2, choices=Business, blank=True)
    business_at = models.DateTimeField(_("answered by the client"), null=True, blank=True)
    business_reason = models.CharField(_("reason of the client"), max_length=500, blank=True)
    next_check_at = models.DateTimeField(_("asked again"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery of a document")
        verbose_name_plural = _("deliveries of documents")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=TO_MOVE) | ~Q(provider_id=""),
                name="what_was_sent_has_its_number_at_the_access_point",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DeliveryState.HELD, DeliveryState.FAILED]) | ~Q(problem=""),
                name="what_does_not_arrive_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
            models.Index(fields=["-id"], condition=NEEDS_ATTENTION, name="delivery_with_problem"),
            models.Index(fields=["-id"], condition=REFUSED_BY_CLIENT, name="delivery_refused"),
            models.Index(fields=["next_check_at"], condition=Q(next_check_at__isnull=False), name="delivery_to_ask"),
        ]

    def __str__(self) -> str:
        return str(self.invoice)

    @property
    def is_refused_by_client(self) -> bool:
        return self.business == Business.REJECTED or self.message_level == MessageLevel.REJECTED


class DeliveryEvent(BusinessModel):
    """What happened to a document on its way, as it was said (append-only)."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="events", verbose_name=_("delivery"))
    unit_id = models.IntegerField(_("unit"))
    at = models.DateTimeField(_("moment"))
    kind = models.CharField(_("kind"), max_length=14, choices=EventKind)
    code = models.CharField(_("code"), max_length=20, blank=True)
    text = models.CharField(_("words"), max_length=500, blank=True)
    raw = models.TextField(_("answer as it came"), blank=True)

    class Meta:
        verbose_name = _("event of a delivery")
        verbose_name_plural = _("events of deliveries")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["delivery", "at"], name="event_of_delivery")]


class SentDocument(BusinessModel):
    """The exact XML of an invoice and the verdict on it, kept whether it left or not (append-only)."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="xml", verbose_name=_("invoice"))
    unit_id = models.IntegerField(_("unit"))
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    valid = models.BooleanField(_("passes the rules"))
    pack = models.CharField(_("rule pack"), max_length=60, blank=True)
    layers = models.JSONField(_("rules"), default=list)
    findings = models.JSONField(_("findings"), default=list)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("structured document")
        verbose_name_plural = _("structured documents")
        indexes = [models.Index(fields=["invoice", "-id"], name="xml_of_invoice")]


class IncomingFile(BusinessModel):
    """The bytes that a supplier sent, as they came (append-only)."""

    provider = models.CharField(_("access point"), max_length=40)
    provider_id = models.CharField(_("number at the access point"), max_length=100)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    received_at = models.DateTimeField(_("received"))
    fetched_at = models.DateTimeField(_("fetched"))

    class Meta:
        verbose_name = _("received file")
        verbose_name_plural = _("received files")
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_id"], name="a_received_file_is_fetched_once")
        ]
        indexes = [models.Index(fields=["sha256"], name="received_file_by_content")]

    def __str__(self) -> str:
        return self.provider_id


class Incoming(BusinessModel):
    """A document of a supplier: what was read in it, whose it is, what became of it. Amounts are cents."""

    file = models.OneToOneField(IncomingFile, models.PROTECT, related_name="document", verbose_name=_("received file"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("production unit")
    )
    state = models.CharField(_("state"), max_length=10, choices=IncomingState)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    problem_params = models.JSONField(_("values of the problem"), default=dict)
    is_credit_note = models.BooleanField(_("credit note"), default=False)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    supplier_number = models.CharField(_("number of the supplier"), max_length=60, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    net = models.BigIntegerField(_("amount without VAT"), default=0)
    vat = models.BigIntegerField(_("VAT"), default=0)
    gross = models.BigIntegerField(_("to pay"), default=0)
    account = models.CharField(_("account to pay to"), max_length=34, blank=True)
    valid = models.BooleanField(_("passes the rules"), default=False)
    pack = models.CharField(_("rule pack"), max_length=60, blank=True)
    findings = models.JSONField(_("findings"), default=list)
    original = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies", verbose_name=_("received before as")
    )
    received_at = models.DateTimeField(_("received"))
    cost_ids = models.JSONField(_("costs"), default=list)
    decided_by = models.UUIDField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("received document")
        verbose_name_plural = _("received documents")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier_number", "number", "is_credit_note"],
                condition=~Q(state__in=[IncomingState.DUPLICATE, IncomingState.UNREADABLE, IncomingState.SET_ASIDE]),
                name="a_supplier_gives_a_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=IncomingState.BOOKED) | Q(unit__isnull=False, decided_by__isnull=False),
                name="what_is_booked_belongs_to_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state=IncomingState.OPEN) | Q(unit__isnull=False), name="what_is_to_book_belongs_to_a_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="incoming_of_unit"),
            models.Index(fields=["state", "-id"], name="incoming_by_state"),
        ]

    def __str__(self) -> str:
        return self.number or self.supplier or str(_("Received document"))
