"""Checks of documents, and the right of members to go without them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.checks.enums import CheckReason, CheckState, DocumentKind, TrustEvent
from marke.domain.foundation.models import BusinessModel
from marke.domain.units.models import Unit


class Check(BusinessModel):
    """A document waits for, or has had, a look from somebody at the desk.

    ``asked_by`` is the account of its writer, ``title`` and ``amount`` (cents without VAT) what the queue shows of it;
    ``answer_by`` is the moment until which the desk promised an answer.
    """

    kind = models.CharField(_("kind of document"), max_length=12, choices=DocumentKind)
    subject_id = models.UUIDField(_("document"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("production unit"))
    title = models.CharField(_("title"), max_length=200)
    amount = models.BigIntegerField(_("amount without VAT"), null=True, blank=True)
    reasons = models.JSONField(_("why it is looked at"), default=list)
    asked_by = models.UUIDField(_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    answer_by = models.DateTimeField(_("answer promised by"))
    state = models.CharField(_("state"), max_length=10, choices=CheckState, default=CheckState.WAITING)
    decided_by = models.UUIDField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("check of a document")
        verbose_name_plural = _("checks of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state=CheckState.WAITING),
                name="a_document_waits_for_one_check",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state=CheckState.WITHDRAWN) | ~Q(decided_by=F("asked_by")),
                name="a_document_is_checked_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state=CheckState.WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | Q(~Q(state=CheckState.WAITING), decided_by__isnull=False, decided_at__isnull=False),
                name="a_check_has_what_its_state_needs",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.RETURNED) | ~Q(reason=""), name="a_returned_document_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by", "id"], condition=Q(state=CheckState.WAITING), name="check_waiting"),
            models.Index(fields=["kind", "subject_id", "-id"], name="check_of_document"),
            models.Index(fields=["asked_by", "kind", "-decided_at"], name="check_of_member"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reason_labels(self) -> list[str]:
        """Why it is looked at, in the reader's language."""
        return [str(CheckReason(reason).label) for reason in self.reasons]


class Trust(BusinessModel):
    """A member may go without checks of a kind from here on, or may no more (append-only)."""

    user_id = models.UUIDField(_("account"))
    kind = models.CharField(_("kind of document"), max_length=12, choices=DocumentKind)
    event = models.CharField(_("what happened"), max_length=10, choices=TrustEvent)
    at = models.DateTimeField(_("at"))
    by = models.UUIDField(_("by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("right to go without checks")
        verbose_name_plural = _("rights to go without checks")
        indexes = [models.Index(fields=["user_id", "kind", "-at", "-id"], name="trust_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(event__in=[TrustEvent.GRANTED, TrustEvent.REVOKED]) | ~Q(reason=""),
                name="the_desk_says_why_it_trusts_or_not",
            )
        ]
