"""A user is a log-in; a person is a human being. One user is at most one person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.kernel.ids import uuid7


class Language(models.TextChoices):
    """The language in which somebody uses the product and receives letters."""

    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    EN = "en", _("English")


class StaffRole(models.TextChoices):
    """What a member of staff may do at the desk (shared-enterprise.md, actors and roles)."""

    NONE = "", _("No staff role")
    ADVISER = "adviser", _("Adviser")
    SENIOR_ADVISER = "senior_adviser", _("Senior adviser")
    PAYROLL = "payroll", _("Payroll officer")
    ACCOUNTANT = "accountant", _("Accountant")
    BOARD = "board", _("Board member")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new log-in. E-mail addresses are compared in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A log-in: an e-mail address, a password or passkey, a language, perhaps a staff role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    staff_role = models.CharField(_("staff role"), max_length=20, choices=StaffRole, blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("registered"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def is_staff(self) -> bool:
        """True for people who work at the desk of the enterprise."""
        return bool(self.staff_role)


class Person(BusinessModel):
    """A human being known to the enterprise: member, worker, holder, contact, or any mix of them."""

    class State(models.TextChoices):
        """The account's life cycle (shared-enterprise.md, section 3)."""

        REGISTERED = "registered", _("Registered")
        DOCUMENTS_IN = "documents_in", _("Documents received")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        DECEASED = "deceased", _("Deceased")

    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="person", verbose_name=_("user")
    )
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    family_name = models.CharField(_("last name"), max_length=100)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="BE")
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REGISTERED)
    identity_grade = models.PositiveSmallIntegerField(_("identity"), default=0, db_default=0)
    documents_in_at = models.DateTimeField(_("documents received"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    family_first_key = models.CharField(max_length=210, editable=False, default="", db_default="")
    given_first_key = models.CharField(max_length=210, editable=False, default="", db_default="")

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(identity_grade__lte=2), name="identity_is_graded_0_to_2"),
            models.CheckConstraint(
                condition=~Q(state="documents_in") | Q(documents_in_at__isnull=False),
                name="received_documents_have_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["family_name", "given_name"]),
            models.Index("family_first_key", "id", name="people_by_family_name"),
            models.Index(fields=["family_first_key"], opclasses=["varchar_pattern_ops"], name="people_found_by_family"),
            models.Index(fields=["given_first_key"], opclasses=["varchar_pattern_ops"], name="people_found_by_given"),
            models.Index(
                fields=["documents_in_at"], condition=Q(state="documents_in"), name="people_waiting_for_a_check"
            ),
            models.Index(fields=["state", "family_first_key", "id"], name="people_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def address(self) -> str:
        """Street and number, postcode and municipality, on one line."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.municipality}".strip()) if part)


class Organisation(BusinessModel):
    """An association or company that holds shares or a unit in its own name, through a person who represents it."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        COMPANY = "company", _("Company")
        PUBLIC_BODY = "public_body", _("Public body")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    enterprise_number = models.CharField(_("enterprise number"), max_length=10, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    street = models.CharField(_("street and number"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=10)
    municipality = models.CharField(_("municipality"), max_length=100)
    country = models.CharField(_("country"), max_length=2, default="BE")
    represented_by = models.ForeignKey(
        Person, models.PROTECT, related_name="represents", verbose_name=_("represented by")
    )
    search_key = models.CharField(max_length=210, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["search_key"], opclasses=["varchar_pattern_ops"], name="organisations_found")]

    def __str__(self) -> str:
        return self.name


class NationalNumber(BusinessModel):
    """A person's national number: encrypted, found again only by a keyed fingerprint, shown masked.

    The application may store one and compare fingerprints; only the desk reads the ciphertext, and each reading is
    recorded in `NationalNumberReveal` (law of 8 August 1983 on the national register: use only where allowed).
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="national_number", verbose_name=_("person"))
    ciphertext = models.BinaryField()
    fingerprint = models.BinaryField(unique=True)
    last_digits = models.CharField(_("last two digits"), max_length=2)

    class Meta:
        verbose_name = _("national number")
        verbose_name_plural = _("national numbers")


class NationalNumberReveal(BusinessModel):
    """Who of the staff read whose national number, when and why (append-only; the person can read it)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="national_number_reveals", verbose_name=_("person"))
    revealed_by = models.UUIDField(_("read by"))
    revealed_at = models.DateTimeField(_("read at"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("reading of a national number")
        verbose_name_plural = _("readings of national numbers")


class BankAccount(BusinessModel):
    """Where a person or organisation is paid, from a day until a day. A new account is used after a pause.

    The history is append-only: an account ends, it never changes (ledger rule R18).
    """

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="bank_accounts", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_accounts",
        verbose_name=_("organisation"),
    )
    iban = models.CharField(_("IBAN"), max_length=34)
    registered_by = models.UUIDField(_("registered by"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    usable_from = models.DateTimeField(_("used from"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    waits = models.BooleanField(_("nothing is paid on the old account during the pause"), default=False)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-registered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="a_bank_account_has_one_owner"
            ),
            models.CheckConstraint(
                condition=Q(usable_from__gte=F("registered_at")), name="a_bank_account_is_used_after_it_is_registered"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_current_bank_account_per_person"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at__isnull=True),
                name="one_current_bank_account_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.iban


class IdentityDocument(BusinessModel):
    """A scan sent in to prove who somebody is. It is encrypted, and destroyed once staff have decided."""

    class Kind(models.TextChoices):
        ID_FRONT = "id_front", _("Identity card, front")
        ID_BACK = "id_back", _("Identity card, back")
        PASSPORT = "passport", _("Passport")
        IBAN_PROOF = "iban_proof", _("Proof of the bank account")

    person = models.ForeignKey(Person, models.PROTECT, related_name="identity_documents", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    media_type = models.CharField(_("type of file"), max_length=40)
    ciphertext = models.BinaryField()
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("identity document")
        verbose_name_plural = _("identity documents")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_identity_document_of_each_kind")]


class IdentityCheck(BusinessModel):
    """A decision about somebody's identity: accepted on which grounds, or returned for which reason (append-only)."""

    class Grounds(models.TextChoices):
        DOCUMENTS = "documents", _("Documents sent in")
        IN_PERSON = "in_person", _("Seen in person")
        EID = "eid", _("Electronic identity")

    person = models.ForeignKey(Person, models.PROTECT, related_name="identity_checks", verbose_name=_("person"))
    accepted = models.BooleanField(_("accepted"))
    grounds = models.CharField(_("grounds"), max_length=12, choices=Grounds)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.UUIDField(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("identity check")
        verbose_name_plural = _("identity checks")
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(reason=""), name="a_returned_identity_says_what_is_missing"
            )
        ]


class Suspension(BusinessModel):
    """The decision to suspend an account, or to lift it, with its reason (append-only)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="suspensions", verbose_name=_("person"))
    suspended = models.BooleanField(_("suspended"))
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.UUIDField(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
