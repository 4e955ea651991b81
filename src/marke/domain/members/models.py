"""Who owns the enterprise: members, their shares, the register, and the contract of use.

Subscriptions and exits are documents with a state. What they do to the capital is written once, as an append-only
`ShareMovement`: the register of any past day is the sum of the movements up to that day.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marke.domain.foundation.models import BusinessModel
from marke.domain.people.models import Language, Organisation, Person


class Category(models.TextChoices):
    """The category of a member's shares."""

    A = "A", _("A: users")
    B = "B", _("B: permanent staff")
    C = "C", _("C: partners")


class Member(BusinessModel):
    """A person or organisation that asked to become a shareholder, is one, or was one. One row for life."""

    class State(models.TextChoices):
        APPLICANT = "applicant", _("Applicant")
        MEMBER = "member", _("Member")
        LEAVING = "leaving", _("Leaving")
        LEFT = "left", _("Left")
        EXCLUDED = "excluded", _("Excluded")

    number = models.PositiveIntegerField(_("member number"), unique=True, null=True, blank=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="membership", verbose_name=_("person")
    )
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="membership", verbose_name=_("organisation")
    )
    category = models.CharField(_("share category"), max_length=1, choices=Category, default=Category.A)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLICANT)
    since = models.DateField(_("member since"), null=True, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True),
                name="a_member_is_a_person_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(state="applicant") | Q(number__isnull=False, since__isnull=False),
                name="a_member_has_a_number_and_a_first_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)


class Admission(BusinessModel):
    """The decision that admits somebody to a share category (append-only). Users are admitted by the statutes."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="admissions", verbose_name=_("member"))
    category = models.CharField(_("share category"), max_length=1, choices=Category)
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.UUIDField(_("decided by"))
    decided_on = models.DateField(_("decided on"))

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")


class Subscription(BusinessModel):
    """Somebody subscribes shares: n shares give the right of use in n years. It expires when no money comes."""

    class State(models.TextChoices):
        SUBSCRIBED = "subscribed", _("Waiting for payment")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", pgettext_lazy("subscription", "Expired")

    member = models.ForeignKey(Member, models.PROTECT, related_name="subscriptions", verbose_name=_("member"))
    count = models.PositiveSmallIntegerField(_("shares"))
    price = models.PositiveIntegerField(_("price of a share"), help_text=_("In cents."))
    first_year = models.PositiveSmallIntegerField(_("first year of use"))
    reference = models.CharField(_("structured communication"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SUBSCRIBED)
    subscribed_on = models.DateField(_("subscribed on"))
    pay_before = models.DateField(_("to be paid by"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    payer_iban = models.CharField(_("paid from"), max_length=34, blank=True)

    class Meta:
        verbose_name = _("subscription of shares")
        verbose_name_plural = _("subscriptions of shares")
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="a_subscription_is_of_at_least_one_share"),
            models.CheckConstraint(condition=Q(price__gte=1), name="a_share_has_a_price"),
            models.CheckConstraint(
                condition=Q(pay_before__gte=F("subscribed_on")), name="a_share_is_paid_after_it_is_subscribed"
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) & ~Q(payer_iban="")
                | ~Q(state="paid") & Q(paid_on__isnull=True, payer_iban=""),
                name="rule_03_a_share_is_paid_from_a_bank_account",
            ),
        ]
        indexes = [
            models.Index(fields=["pay_before"], condition=Q(state="subscribed"), name="shares_waiting_for_payment")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def amount(self) -> int:
        """What has to be paid, in cents."""
        return self.count * self.price


class YearOfUse(BusinessModel):
    """One share gives its subscriber the right to use the enterprise in one calendar year (append-only; rule 1)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="years_of_use", verbose_name=_("member"))
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("from"))
    subscription = models.ForeignKey(
        Subscription, models.PROTECT, related_name="years_of_use", verbose_name=_("subscription of shares")
    )

    class Meta:
        verbose_name = _("year of use")
        verbose_name_plural = _("years of use")
        constraints = [
            models.UniqueConstraint(fields=["member", "year"], name="one_share_is_enough_for_a_year_of_use"),
        ]


class Exit(BusinessModel):
    """A member leaves with all shares, at nominal value, and is repaid within three years (rule 5)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        PROPOSED = "proposed", _("Exclusion proposed: observations open")
        ACCEPTED = "accepted", _("Accepted")
        PAYABLE = "payable", _("To be repaid")
        REPAID = "repaid", _("Repaid")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
        REJECTED = "rejected", _("Rejected")

    class Kind(models.TextChoices):
        RESIGNATION = "resignation", _("Resignation")
        EXCLUSION = "exclusion", _("Exclusion")

    member = models.ForeignKey(Member, models.PROTECT, related_name="exits", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_on = models.DateField(_("asked on"))
    observations_until = models.DateField(_("observations until"), null=True, blank=True)
    observations = models.TextField(_("observations of the member"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=500, blank=True)
    count = models.PositiveIntegerField(_("shares"), default=0)
    amount = models.PositiveBigIntegerField(_("to be repaid"), default=0, help_text=_("In cents."))
    repay_before = models.DateField(_("to be repaid by"), null=True, blank=True)
    payable_on = models.DateField(_("released on"), null=True, blank=True)
    payable_reason = models.CharField(_("net assets and liquidity"), max_length=500, blank=True)
    repaid_on = models.DateField(_("repaid on"), null=True, blank=True)
    repaid_to = models.CharField(_("repaid to"), max_length=34, blank=True)

    class Meta:
        verbose_name = _("exit")
        verbose_name_plural = _("exits")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=["requested", "proposed", "accepted", "payable"]),
                name="one_exit_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="exclusion") | Q(observations_until__isnull=False) & ~Q(reason=""),
                name="an_exclusion_has_a_reason_and_time_for_observations",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "payable", "repaid"]) | Q(repay_before__isnull=False),
                name="rule_05_an_accepted_exit_has_its_last_day_of_repayment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["payable", "repaid"]) | Q(payable_on__isnull=False) & ~Q(payable_reason=""),
                name="repayment_is_released_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="repaid") | Q(repaid_on__isnull=False) & ~Q(repaid_to=""),
                name="a_repayment_has_its_day_and_account",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_on"],
                condition=Q(state__in=["requested", "proposed", "accepted", "payable"]),
                name="exits_in_progress",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ShareMovement(BusinessModel):
    """One line of the share register: shares that come to a member or leave them, on a day (append-only)."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Issued")
        RECEIVED = "received", _("Received by transfer")
        GIVEN = "given", _("Given by transfer")
        REPAID = "repaid", _("Left at nominal value")

    number = models.BigIntegerField(_("line of the register"), unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="movements", verbose_name=_("member"))
    kind = models.CharField(_("movement"), max_length=10, choices=Kind)
    count = models.IntegerField(_("shares"))
    price = models.PositiveIntegerField(_("nominal value of a share"), help_text=_("In cents."))
    effective_on = models.DateField(_("date"))
    other_member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("other member")
    )
    subscription = models.ForeignKey(
        Subscription,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="movements",
        verbose_name=_("subscription of shares"),
    )
    exit = models.ForeignKey(
        Exit, models.PROTECT, null=True, blank=True, related_name="movements", verbose_name=_("exit")
    )

    class Meta:
        verbose_name = _("movement of shares")
        verbose_name_plural = _("movements of shares")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["issued", "received"], count__gt=0)
                | Q(kind__in=["given", "repaid"], count__lt=0),
                name="shares_come_or_go_as_their_movement_says",
            ),
            models.UniqueConstraint(
                fields=["subscription"], condition=Q(kind="issued"), name="rule_04_a_paid_share_is_issued_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="issued") | Q(subscription__isnull=False),
                name="rule_03_a_share_is_issued_for_a_paid_subscription",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "effective_on"], include=["count", "price"], name="register_by_member"),
            models.Index(fields=["effective_on"], name="register_by_day"),
        ]

    @property
    def amount(self) -> int:
        """Nominal value of what moved, in cents; negative when shares leave."""
        return self.count * self.price


class RegisterCounter(models.Model):
    """The last number given out in a series without gaps: members, or lines of the register."""

    name = models.CharField(_("series"), primary_key=True, max_length=20)
    last = models.BigIntegerField(_("last number"), default=0, db_default=0)

    class Meta:
        verbose_name = _("series of register numbers")
        verbose_name_plural = _("series of register numbers")


class ContractOfUse(BusinessModel):
    """A version of the contract of use: announced, open for acceptance, in force from a day (rule 25)."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    summary = models.CharField(_("what changes"), max_length=500)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    open_from = models.DateField(_("can be accepted from"))
    in_force_from = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("contract of use")
        verbose_name_plural = _("contracts of use")
        constraints = [
            models.CheckConstraint(
                condition=Q(open_from__lte=F("in_force_from")), name="a_contract_can_be_accepted_before_it_is_in_force"
            ),
            models.UniqueConstraint(
                fields=["in_force_from"],
                condition=Q(announced_on__isnull=False),
                name="one_contract_of_use_comes_into_force_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Contract of use, version %(version)s") % {"version": self.version})


class ContractOfUseText(BusinessModel):
    """The wording of one version in one language. Once announced it never changes."""

    contract = models.ForeignKey(ContractOfUse, models.PROTECT, related_name="texts", verbose_name=_("contract of use"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    body = models.TextField(_("text"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("text of a contract of use")
        verbose_name_plural = _("texts of contracts of use")
        constraints = [models.UniqueConstraint(fields=["contract", "language"], name="one_text_per_language")]


class Acceptance(BusinessModel):
    """Evidence of an answer to the contract of use: who, when, which text (append-only)."""

    contract = models.ForeignKey(
        ContractOfUse, models.PROTECT, related_name="acceptances", verbose_name=_("contract of use")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="contract_of_use_answers", verbose_name=_("person"))
    accepted = models.BooleanField(_("accepted"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    fingerprint = models.CharField(_("fingerprint of the text"), max_length=64)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to the contract of use")
        verbose_name_plural = _("answers to the contract of use")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "contract"], condition=Q(accepted=True), name="a_contract_of_use_is_accepted_once"
            )
        ]
        indexes = [models.Index(fields=["contract", "answered_at"], name="answers_by_contract")]


class Application(BusinessModel):
    """Somebody is joining: what they filled in so far, kept so that they can go on with another device (journey J1)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being filled in")
        SUBMITTED = "submitted", _("Signed: waiting for the share or the identity check")
        COMPLETED = "completed", _("Completed")

    user_id = models.UUIDField(_("user"), unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    activity = models.CharField(_("activity"), max_length=40, blank=True)
    unit_name = models.CharField(_("name of the unit"), max_length=120, blank=True)
    unit = models.IntegerField(_("unit"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("application to join")
        verbose_name_plural = _("applications to join")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(person__isnull=False, signed_at__isnull=False),
                name="a_signed_application_is_somebodys",
            )
        ]
        indexes = [models.Index(fields=["state", "signed_at"], name="applications_by_state")]
