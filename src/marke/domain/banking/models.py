"""Own accounts, files of the bank, statements, lines, and what each line did in the books.

A file is taken in whole or not at all. A line is kept for ever as the bank told it (append-only).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.banking.enums import BookingKind, Channel, FileState, StatementState
from marke.domain.foundation.models import BusinessModel
from marke.domain.sales.models import Client


class OwnAccount(BusinessModel):
    """An account of the enterprise at a bank, in euro."""

    iban = models.CharField(_("account"), max_length=34, unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("own bank account")
        verbose_name_plural = _("own bank accounts")

    def __str__(self) -> str:
        return self.name


class BankFile(BusinessModel):
    """A file of the bank as it came, with its fingerprint. One that cannot be read keeps its reason."""

    name = models.CharField(_("name"), max_length=200)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    channel = models.CharField(_("came in by"), max_length=8, choices=Channel)
    state = models.CharField(_("state"), max_length=11, choices=FileState)
    format = models.CharField(_("format"), max_length=40, blank=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    params = models.JSONField(_("figures of the reason"), default=dict, blank=True)
    content = models.BinaryField(_("content"))
    taken_by = models.UUIDField(_("taken in by"))
    taken_at = models.DateTimeField(_("taken in"))

    class Meta:
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")
        indexes = [models.Index(fields=["-taken_at", "-id"], name="bank_file_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken", rule="") | Q(state="quarantined") & ~Q(rule=""),
                name="a_file_in_quarantine_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(BusinessModel):
    """The movements of one account between two balances, in cents."""

    account = models.ForeignKey(
        OwnAccount, models.PROTECT, related_name="statements", verbose_name=_("own bank account")
    )
    file = models.ForeignKey(BankFile, models.PROTECT, related_name="statements", verbose_name=_("bank file"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    number = models.CharField(_("number"), max_length=40)
    state = models.CharField(_("state"), max_length=11, choices=StatementState)
    opening = models.BigIntegerField(_("opening balance"), null=True, blank=True)
    closing = models.BigIntegerField(_("closing balance"), null=True, blank=True)
    closed_on = models.DateField(_("until"))
    position = models.IntegerField(_("place in the account"), null=True, blank=True)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        indexes = [models.Index(fields=["-closed_on", "-id"], name="bank_statement_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["account", "position"], name="one_statement_per_place_in_an_account"),
            models.CheckConstraint(
                condition=Q(state="booked", position__isnull=False, opening__isnull=False, closing__isnull=False)
                | ~Q(state="booked") & Q(position__isnull=True),
                name="a_booked_statement_has_its_place_and_balances",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BankLine(BusinessModel):
    """One payment as the bank told it; positive cents came in (append-only)."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines", verbose_name=_("bank statement"))
    position = models.IntegerField(_("position"))
    amount = models.BigIntegerField(_("amount"))
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"))
    name = models.CharField(_("counterparty"), max_length=200, blank=True)
    iban = models.CharField(_("account of the counterparty"), max_length=40, blank=True)
    communication = models.CharField(_("structured communication"), max_length=40, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    end_to_end = models.CharField(_("end-to-end identification"), max_length=60, blank=True)
    return_reason = models.CharField(_("reason of return"), max_length=40, blank=True)
    code = models.CharField(_("kind of movement"), max_length=40, blank=True)
    bank_reference = models.CharField(_("reference of the bank"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="one_bank_line_per_place"),
            models.CheckConstraint(condition=~Q(amount=0), name="a_bank_line_moves_money"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.position}"


class Booking(BusinessModel):
    """What (a part of) a line did: the kind, the ledger entry, and the reasons, so that anybody can check it."""

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="bookings", verbose_name=_("bank line"))
    kind = models.CharField(_("kind"), max_length=11, choices=BookingKind)
    amount = models.BigIntegerField(_("amount"))
    entry_id = models.BigIntegerField(_("ledger entry"))
    document_id = models.UUIDField(_("document"), null=True, blank=True)
    score = models.SmallIntegerField(_("certainty"), default=0)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    explained_by = models.UUIDField(_("explained by"), null=True, blank=True)
    explained_entry_id = models.BigIntegerField(_("entry that explains it"), null=True, blank=True)

    class Meta:
        verbose_name = _("booking of a bank line")
        verbose_name_plural = _("bookings of bank lines")
        indexes = [
            models.Index(fields=["id"], condition=Q(kind="unexplained"), name="bank_line_unexplained"),
            models.Index(fields=["document_id"], name="booking_of_document"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id}"


class PayerRule(BusinessModel):
    """Who pays from an account, learned from a payment that was certain or confirmed by a person."""

    iban = models.CharField(_("account"), max_length=40)
    name = models.CharField(_("name"), max_length=200, blank=True)
    client = models.ForeignKey(Client, models.PROTECT, related_name="payer_rules", verbose_name=_("client"))
    learned_from = models.ForeignKey(BankLine, models.PROTECT, related_name="payer_rules", verbose_name=_("bank line"))
    learned_on = models.DateField(_("learned on"))
    removed_on = models.DateField(_("removed on"), null=True, blank=True)
    removed_by = models.UUIDField(_("removed by"), null=True, blank=True)

    class Meta:
        verbose_name = _("known payer")
        verbose_name_plural = _("known payers")
        constraints = [
            models.UniqueConstraint(fields=["iban", "client"], name="a_payer_is_known_once_per_client"),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_by__isnull=True)
                | Q(removed_on__gte=F("learned_on"), removed_by__isnull=False),
                name="a_removed_payer_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iban} {self.client_id}"
