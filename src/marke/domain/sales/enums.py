"""The few fixed words of sales."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ClientKind(models.TextChoices):
    """What kind of buyer a client is; payment behaviour and the reminder ladder follow it."""

    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    PUBLIC = "public", _("Public body")
    PRIVATE = "private", _("Private person")


class ClientState(models.TextChoices):
    """How far the enterprise trusts a client. Over its limit is computed, never stored (`marke.rules.credit`)."""

    IDENTIFIED = "identified", _("Known")
    VERIFIED = "verified", _("Verified")
    WATCH = "watch", _("Watched")
    BLOCKED = "blocked", _("Blocked")
    MERGED = "merged", _("Merged")


class DocumentLanguage(models.TextChoices):
    """The language of what a client receives: one more than the languages of the screens."""

    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    EN = "en", _("English")
    DE = "de", _("German")


class Measure(models.TextChoices):
    """What a quantity counts."""

    PIECE = "piece", _("piece")
    HOUR = "hour", _("hour")
    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    KILOMETRE = "kilometre", _("kilometre")
    METRE = "metre", _("metre")
    SQUARE_METRE = "square_metre", _("square metre")
    LITRE = "litre", _("litre")
    KILOGRAM = "kilogram", _("kilogram")


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    FUNDING = "funding", _("Funding claim")


class InvoiceStatus(models.TextChoices):
    """What a member sees of an invoice; computed from its facts, never stored."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", pgettext_lazy("invoice", "Sent")
    DUE = "due", _("Due this week")
    OVERDUE = "overdue", _("Overdue")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    PAID = "paid", _("Paid")
    CREDITED = "credited", _("Credited")


class PaymentStatus(models.TextChoices):
    """Where a client's payment stands; computed from what was allocated."""

    UNMATCHED = "unmatched", _("Unmatched")
    CREDIT = "credit", _("Kept as client credit")
    ALLOCATED = "allocated", _("Allocated")
