"""A user is a log-in; a person is a human being. One user is at most one person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
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

    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="person")
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    family_name = models.CharField(_("last name"), max_length=100)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["family_name", "given_name"])]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
