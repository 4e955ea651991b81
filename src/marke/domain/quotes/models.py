"""Quotes and their versions, the client's answer, codes to sign with, and a unit's own templates.

A version is a draft that changes freely, then a document that left the house and never changes: only its state moves
(`sql/quotes.sql`). A later change is a new version; the client signs one version and no other (rule 16).
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.quotes.enums import OPEN, UNSENT, Plan, QuoteState, SignedBy
from marke.domain.sales.enums import DocumentLanguage, Measure
from marke.domain.sales.models import Client
from marke.domain.units.models import Unit


class Quote(BusinessModel):
    """A deal that a unit offers a client: one number, one or more versions."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="quotes", verbose_name=_("client"))
    project_id = models.UUIDField(_("project"), null=True, blank=True)
    year = models.SmallIntegerField(_("year"), null=True, blank=True)
    sequence = models.IntegerField(_("number in the series"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=20, null=True, blank=True)
    created_by = models.UUIDField(_("created by"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="a_quote_number_is_given_once"),
            models.CheckConstraint(
                condition=Q(year__isnull=True, sequence__isnull=True, number__isnull=True)
                | Q(year__isnull=False, sequence__isnull=False, number__isnull=False),
                name="a_quote_has_its_whole_number_or_none",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "client", "-id"], name="quote_of_client_of_unit"),
            models.Index(fields=["client", "-id"], name="quote_of_client"),
            models.Index(fields=["number"], opclasses=["varchar_pattern_ops"], name="quote_by_number"),
            models.Index(fields=["sequence"], name="quote_by_sequence"),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Draft"))


class QuoteVersion(BusinessModel):
    """One version of a quote. Amounts are cents.

    ``latest`` marks the version that people mean by «the quote». Of one quote at most one version is unsent, at most
    one can be answered and at most one is signed. ``plan`` is the wish how to invoice: ``deposit_percent`` of the
    net at signature, or ``instalments`` equal parts. ``fingerprint`` is the hash of everything the client reads.
    """

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="versions", verbose_name=_("quote"))
    unit_id = models.IntegerField(_("unit"))
    number = models.SmallIntegerField(_("version"))
    latest = models.BooleanField(_("latest version"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=QuoteState, default=QuoteState.DRAFT)

    language = models.CharField(
        _("language of the document"), max_length=2, choices=DocumentLanguage, default=DocumentLanguage.NL
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    client_reference = models.CharField(_("reference of the client"), max_length=80, blank=True)
    period_start = models.DateField(_("first day of the work"), null=True, blank=True)
    period_end = models.DateField(_("last day of the work"), null=True, blank=True)
    term_days = models.PositiveSmallIntegerField(_("agreed days to pay"), null=True, blank=True)
    terms = models.TextField(_("conditions"), max_length=4000, blank=True)
    plan = models.CharField(_("how it is invoiced"), max_length=12, choices=Plan, default=Plan.AT_END)
    deposit_percent = models.PositiveSmallIntegerField(_("deposit in percent"), default=0)
    instalments = models.PositiveSmallIntegerField(_("number of parts"), default=0)
    to_name = models.CharField(_("to whom"), max_length=120, blank=True)
    to_email = models.EmailField(_("e-mail of the reader"), blank=True)

    net = models.BigIntegerField(_("amount without VAT"), default=0)
    vat = models.BigIntegerField(_("VAT"), default=0)
    gross = models.BigIntegerField(_("amount with VAT"), default=0)
    contribution_rate = models.DecimalField(_("contribution rate"), max_digits=6, decimal_places=5, null=True)
    contribution = models.BigIntegerField(_("contribution"), default=0)
    budget = models.BigIntegerField(_("budget of the unit"), default=0)
    vat_totals = models.JSONField(_("VAT as printed"), default=list)
    parties = models.JSONField(_("seller and client as printed"), default=dict)
    fingerprint = models.CharField(_("fingerprint of the content"), max_length=64, blank=True)

    written_by = models.UUIDField(_("written by"))
    written_at = models.DateTimeField(_("begun"), auto_now_add=True)
    reviewed_by = models.UUIDField(_("looked at by"), null=True, blank=True)
    review_note = models.CharField(_("note of the adviser"), max_length=500, blank=True)
    sent_by = models.UUIDField(_("sent by"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    viewed_at = models.DateTimeField(_("seen"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    order_id = models.UUIDField(_("order"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a quote")
        verbose_name_plural = _("versions of quotes")
        ordering = ["quote_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "number"], name="versions_of_a_quote_are_numbered"),
            models.UniqueConstraint(fields=["quote"], condition=Q(latest=True), name="a_quote_has_one_latest_version"),
            models.UniqueConstraint(fields=["quote"], condition=Q(state__in=UNSENT), name="a_quote_has_one_draft"),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(state__in=OPEN), name="one_version_of_a_quote_can_be_answered"
            ),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(state=QuoteState.ACCEPTED), name="a_quote_is_signed_once"
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="net_and_vat_make_the_quote"),
            models.CheckConstraint(
                condition=Q(state__in=UNSENT, sent_at__isnull=True, sent_by__isnull=True, ended_at__isnull=True)
                | Q(
                    ~Q(fingerprint=""),
                    state__in=OPEN,
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    valid_until__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(
                    ~Q(fingerprint="") & ~Q(state__in=[*UNSENT, *OPEN]),
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    valid_until__isnull=False,
                    ended_at__isnull=False,
                ),
                name="a_version_has_what_its_state_needs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSENT)
                | Q(net=F("contribution") + F("budget"), gross__gt=0, contribution_rate__isnull=False),
                name="contribution_and_budget_make_the_quoted_net",
            ),
            models.CheckConstraint(
                condition=Q(order_id__isnull=True) | Q(state__in=[QuoteState.ACCEPTED, QuoteState.REPLACED]),
                name="only_a_signed_quote_binds",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True) | Q(period_end__gte=F("period_start")),
                name="the_work_of_a_quote_has_two_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(plan=Plan.AT_END, deposit_percent=0, instalments=0)
                | Q(plan=Plan.DEPOSIT, deposit_percent__gte=1, deposit_percent__lte=99, instalments=0)
                | Q(plan=Plan.INSTALMENTS, deposit_percent=0, instalments__gte=2, instalments__lte=36),
                name="a_plan_says_how_much_and_how_often",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "-id"], condition=Q(latest=True), name="quote_of_unit"),
            models.Index(fields=["unit_id", "state", "-id"], condition=Q(latest=True), name="quote_of_unit_by_state"),
            models.Index(fields=["state", "-id"], condition=Q(latest=True), name="quote_by_state"),
            models.Index(fields=["-id"], condition=Q(latest=True), name="quote_newest"),
            models.Index(fields=["-gross", "-id"], condition=Q(latest=True), name="quote_by_amount"),
            models.Index(fields=["valid_until", "id"], condition=Q(state__in=OPEN), name="quote_open_by_validity"),
            models.Index(fields=["id"], condition=Q(state=QuoteState.REVIEW), name="quote_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.quote} · {self.number}"

    @property
    def is_unsent(self) -> bool:
        return self.state in UNSENT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def has_expired(self, *, as_of: dt.date) -> bool:
        """Whether the client is too late to answer, also when the clockwork has not said so yet."""
        return self.state == QuoteState.EXPIRED or (
            self.is_open and self.valid_until is not None and self.valid_until < as_of
        )


class QuoteLine(BusinessModel):
    """One line of a version: what, how much, at which price, under which VAT."""

    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="lines", verbose_name=_("version"))
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
        verbose_name = _("line of a quote")
        verbose_name_plural = _("lines of quotes")
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_quote_line_per_position"),
        ]


class Answer(BusinessModel):
    """What the client said to a version, who said it and what proves it (append-only).

    ``evidence`` is what was known of the act: the address it came from, the browser, the fingerprint of what was read.
    A signed paper is kept as a file beside it.
    """

    version = models.OneToOneField(QuoteVersion, models.PROTECT, related_name="answer", verbose_name=_("version"))
    unit_id = models.IntegerField(_("unit"))
    accepted = models.BooleanField(_("accepted"))
    signer_name = models.CharField(_("name"), max_length=120)
    signer_email = models.EmailField(_("e-mail"), blank=True)
    how = models.CharField(_("signed by"), max_length=8, choices=SignedBy)
    at = models.DateTimeField(_("at"))
    comment = models.CharField(_("comment"), max_length=1000, blank=True)
    order_reference = models.CharField(_("purchase order of the client"), max_length=80, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict)
    file = models.FileField(_("signed paper"), upload_to="quotes/%Y/%m", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(_("type of file"), max_length=60, blank=True)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    recorded_by = models.UUIDField(_("recorded by"))

    class Meta:
        verbose_name = _("answer to a quote")
        verbose_name_plural = _("answers to quotes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(accepted=True, how=SignedBy.PAPER, sha256=""), name="a_signature_on_paper_has_its_paper"
            ),
        ]


class SigningCode(BusinessModel):
    """A code that a client got by e-mail to sign one version with. Only a keyed hash of it is kept."""

    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="codes", verbose_name=_("version"))
    unit_id = models.IntegerField(_("unit"))
    email = models.EmailField(_("e-mail"))
    digest = models.BinaryField(_("hash of the code"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    attempts = models.SmallIntegerField(_("attempts"), default=0)
    confirmed_at = models.DateTimeField(_("typed right"), null=True, blank=True)

    class Meta:
        verbose_name = _("code to sign a quote")
        verbose_name_plural = _("codes to sign quotes")
        indexes = [models.Index(fields=["version", "-made_at"], name="codes_of_version")]


class QuoteTemplate(BusinessModel):
    """What a unit often offers, under a name of its own: the content of a quote without client and days."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    name = models.CharField(_("name"), max_length=80)
    content = models.JSONField(_("content"), default=dict)
    created_by = models.UUIDField(_("created by"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("template of a quote")
        verbose_name_plural = _("templates of quotes")
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="a_template_has_its_own_name")]

    def __str__(self) -> str:
        return self.name
