"""Payment orders and the batches in which they leave.

Two people approve a batch by its hash; neither proposed it, nor registered one of its accounts. The database refuses
anything else (`sql/payouts.sql`), whatever the program does.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.payouts.enums import BatchState, CaseKind, CaseState, OrderState, Purpose, Verification
from marke.domain.people.models import Person


class Batch(BusinessModel):
    """Payments that leave together in one file. ``hash`` is what approvers sign: count, total and every payment."""

    number = models.IntegerField(_("number"), unique=True)
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)
    state = models.CharField(_("state"), max_length=14, choices=BatchState, default=BatchState.PROPOSED)
    debtor_name = models.CharField(_("paid by"), max_length=140)
    debtor_iban = models.CharField(_("from account"), max_length=34)
    execute_on = models.DateField(_("to be executed on"))
    count = models.IntegerField(_("payments"))
    total = models.BigIntegerField(_("total"))
    hash = models.CharField(_("hash"), max_length=64)
    approvals_needed = models.SmallIntegerField(_("approvals needed"), default=2)
    proposed_by = models.UUIDField(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"))
    exported_by = models.UUIDField(_("exported by"), null=True, blank=True)
    exported_at = models.DateTimeField(_("exported"), null=True, blank=True)
    file_hash = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    entry_id = models.BigIntegerField(_("ledger entry"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("payment batch")
        verbose_name_plural = _("payment batches")
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0, total__gt=0), name="a_batch_pays_something"),
            models.CheckConstraint(
                condition=Q(approvals_needed__gte=2, approvals_needed__lte=3),
                name="two_or_three_people_approve_a_batch",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["exported", "confirmed"], exported_at__isnull=False, entry_id__isnull=False)
                | ~Q(state__in=["exported", "confirmed"]) & Q(exported_at__isnull=True, entry_id__isnull=True),
                name="an_exported_batch_is_in_the_books",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(reason=""), name="a_withdrawn_batch_says_why"),
        ]
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="batch_by_day")]

    def __str__(self) -> str:
        return f"{self.number}"


class PaymentOrder(BusinessModel):
    """One payment in euro cents. ``key`` names what it pays for ever: the same wage is ordered once."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)
    owed = models.CharField(_("debt that it settles"), max_length=40)
    source_kind = models.CharField(_("what it pays"), max_length=40)
    source_id = models.UUIDField(_("document"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="payment_orders", verbose_name=_("person")
    )
    name = models.CharField(_("payee"), max_length=140)
    iban = models.CharField(_("account"), max_length=34)
    account_by = models.UUIDField(_("account registered by"), null=True, blank=True)
    amount = models.BigIntegerField(_("amount"))
    text = models.CharField(_("text"), max_length=140, blank=True)
    end_to_end = models.CharField(_("identification at the bank"), max_length=35, unique=True)
    due_on = models.DateField(_("due on"))
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.WAITING)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("payment batch")
    )
    position = models.IntegerField(_("position in the batch"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    executed_on = models.DateField(_("paid on"), null=True, blank=True)
    bank_entry_id = models.BigIntegerField(_("ledger entry of the bank"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment order")
        verbose_name_plural = _("payment orders")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_order_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "parked"], batch__isnull=True)
                | Q(state__in=["batched", "sent", "executed", "returned"], batch__isnull=False),
                name="a_payment_on_its_way_has_its_batch",
            ),
            models.CheckConstraint(
                condition=Q(state="executed", executed_on__isnull=False)
                | ~Q(state="executed") & Q(executed_on__isnull=True),
                name="an_executed_payment_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(state="parked") | ~Q(reason=""), name="a_parked_payment_says_why"),
            models.UniqueConstraint(fields=["batch", "position"], name="one_payment_per_place_in_a_batch"),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(state="waiting"), name="payment_order_waiting"),
            models.Index(fields=["source_kind", "source_id"], name="payment_order_of_source"),
            models.Index(fields=["id"], condition=Q(state="sent"), name="payment_order_at_the_bank"),
        ]

    def __str__(self) -> str:
        return self.end_to_end


class Approval(BusinessModel):
    """Somebody approved exactly this batch: the hash they saw (append-only; a change of the batch voids it)."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="approvals", verbose_name=_("payment batch"))
    hash = models.CharField(_("hash"), max_length=64)
    approved_by = models.UUIDField(_("approved by"))
    approved_at = models.DateTimeField(_("approved"))

    class Meta:
        verbose_name = _("approval of a batch")
        verbose_name_plural = _("approvals of batches")
        constraints = [models.UniqueConstraint(fields=["batch", "approved_by"], name="each_person_approves_once")]


class PayeeVerification(BusinessModel):
    """What the payee's bank answered for a name and an account; the latest answer counts (append-only)."""

    iban = models.CharField(_("account"), max_length=34)
    name = models.CharField(_("name"), max_length=140)
    answer = models.CharField(_("answer"), max_length=10, choices=Verification)
    known_as = models.CharField(_("name at the bank"), max_length=140, blank=True)
    answered_at = models.DateTimeField(_("answered"))
    recorded_by = models.UUIDField(_("recorded by"))

    class Meta:
        verbose_name = _("verification of a payee")
        verbose_name_plural = _("verifications of payees")
        indexes = [models.Index(fields=["iban", "name", "-answered_at"], name="verification_of_payee")]


class PayeeAcceptance(BusinessModel):
    """Somebody accepts a payee whose name does not fit; two people lift the block (append-only)."""

    iban = models.CharField(_("account"), max_length=34)
    name = models.CharField(_("name"), max_length=140)
    reason = models.CharField(_("reason"), max_length=300)
    accepted_by = models.UUIDField(_("accepted by"))
    accepted_at = models.DateTimeField(_("accepted"))

    class Meta:
        verbose_name = _("acceptance of a payee")
        verbose_name_plural = _("acceptances of payees")
        constraints = [
            models.UniqueConstraint(fields=["iban", "name", "accepted_by"], name="each_person_accepts_a_payee_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_acceptance_says_why"),
        ]


class AccountCase(BusinessModel):
    """Something about accounts that a person must look at: while it is open, what it touches does not leave.

    A shared account keeps back the payments of whoever registered it last; a burst of changes keeps back every batch.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=CaseKind)
    day = models.DateField(_("day"))
    iban = models.CharField(_("account"), max_length=34, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="account_cases", verbose_name=_("person")
    )
    registered_by = models.UUIDField(_("account registered by"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    state = models.CharField(_("state"), max_length=8, choices=CaseState, default=CaseState.OPEN)
    decided_by = models.UUIDField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("case of an account")
        verbose_name_plural = _("cases of accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="burst", iban="", person__isnull=True)
                | ~Q(iban="") & Q(kind="shared", person__isnull=False),
                name="a_case_says_whose_account",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, reason="")
                | ~Q(state="open") & ~Q(reason="") & Q(decided_by__isnull=False),
                name="a_decided_case_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(registered_by__isnull=True)
                | ~Q(decided_by=F("registered_by")),
                name="nobody_decides_on_an_account_they_registered",
            ),
            models.UniqueConstraint(
                fields=["iban", "person"], condition=Q(kind="shared"), name="one_case_per_shared_account_and_person"
            ),
            models.UniqueConstraint(fields=["day"], condition=Q(kind="burst"), name="one_case_of_a_burst_per_day"),
        ]
        indexes = [models.Index(fields=["opened_at", "id"], condition=Q(state="open"), name="account_case_open")]

    def __str__(self) -> str:
        return str(CaseKind(self.kind).label)
