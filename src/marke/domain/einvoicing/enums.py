"""The few fixed words of sending and receiving."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """Whether a client receives on the network; «not found out» is never taken for «no»."""

    REACHABLE = "reachable", _("Receives by Peppol")
    ABSENT = "absent", _("Not on Peppol")
    UNKNOWN = "unknown", _("Not found out yet")


class Way(models.TextChoices):
    """How a document reaches its client."""

    PEPPOL = "peppol", _("Peppol")
    MAIL = "mail", _("E-mail")
    HAND = "hand", _("By hand")


class DeliveryState(models.TextChoices):
    """Where a document stands on its way to the client."""

    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Held back")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not delivered")
    MAILED = "mailed", _("Sent by e-mail")
    BY_HAND = "by_hand", _("To be given by hand")


class MessageLevel(models.TextChoices):
    """Whether the receiver's side could read the message (Peppol Message Level Status)."""

    ACKNOWLEDGED = "AB", _("Received")
    ACCEPTED = "AP", _("Understood")
    REJECTED = "RE", _("Not understood")


class Business(models.TextChoices):
    """What the buyer makes of the invoice (Peppol Invoice Response, T111)."""

    RECEIVED = "AB", _("Received by the client")
    IN_PROCESS = "IP", _("In process at the client")
    UNDER_QUERY = "UQ", _("The client has a question")
    CONDITIONALLY_ACCEPTED = "CA", _("Accepted under conditions")
    REJECTED = "RE", _("Refused by the client")
    ACCEPTED = "AP", _("Accepted by the client")
    PAID = "PD", _("Paid, says the client")


class EventKind(models.TextChoices):
    """What happened to a document on its way."""

    QUEUED = "queued", _("Ready to be sent")
    LOOKED_UP = "looked_up", _("Looked up in the directory")
    JUDGED = "judged", _("Checked by the rules")
    HANDED_OVER = "handed_over", _("Handed over to the access point")
    TRANSPORT = "transport", _("Answer of the network")
    MESSAGE_LEVEL = "message_level", _("Answer of the receiver's side")
    BUSINESS = "business", _("Answer of the client")
    MAILED = "mailed", _("Sent by e-mail")
    BY_HAND = "by_hand", _("To be given by hand")
    RELEASED = "released", _("Tried again by the desk")


class IncomingState(models.TextChoices):
    """Where a received document stands."""

    TO_ASSIGN = "to_assign", _("To assign")
    OPEN = "open", _("To book")
    BOOKED = "booked", _("Booked as cost")
    SET_ASIDE = "set_aside", _("Set aside")
    DUPLICATE = "duplicate", _("Received twice")
    UNREADABLE = "unreadable", _("Cannot be read")
