"""Trust in clients, answers of registers about them, and lists of clients that are read in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marke.domain.directory.enums import GrantState, ImportState, VatValidity, Verdict
from marke.domain.foundation.models import BusinessModel
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client


class StateChange(BusinessModel):
    """Somebody or something changed how far the enterprise trusts a client, and why (append-only, for staff)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="state_changes", verbose_name=_("client"))
    state = models.CharField(_("state"), max_length=10, choices=ClientState)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.UUIDField(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of a client's state")
        verbose_name_plural = _("changes of clients' states")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return self.get_state_display()


class CreditGrant(BusinessModel):
    """The desk decides a client's credit limit itself, until a day and for a reason. Amounts are cents."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="credit_grants", verbose_name=_("client"))
    amount = models.BigIntegerField(_("amount"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=8, choices=GrantState, default=GrantState.WAITING)
    asked_by = models.UUIDField(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    decided_by = models.UUIDField(_("decided by"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("credit limit decided by the desk")
        verbose_name_plural = _("credit limits decided by the desk")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_credit_limit_is_not_below_zero"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_decided_credit_limit_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state=GrantState.WAITING, decided_by__isnull=True)
                | (~Q(state=GrantState.WAITING) & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="a_decided_credit_limit_names_who_decided",
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(state=GrantState.WAITING), name="one_credit_limit_waits_per_client"
            ),
            models.UniqueConstraint(
                fields=["client"], condition=Q(state=GrantState.GRANTED), name="one_credit_limit_counts_per_client"
            ),
        ]
        indexes = [models.Index(fields=["client", "-asked_at"], name="credit_grants_of_client")]

    def __str__(self) -> str:
        return self.get_state_display()


class PaymentHistory(models.Model):
    """How a client paid so far, over all units. A figure from invoices and payments, proved each night.

    ``highest_in_time`` is the highest invoice paid in time, in cents. The other figures are of the last twelve months:
    ``invoiced`` without VAT and after credit notes, ``due`` the invoices that fell due or were paid, ``late`` those
    of them that were paid late or are overdue, ``days`` the days from invoice to last cent, summed over ``paid``.
    """

    client = models.OneToOneField(
        Client, models.CASCADE, primary_key=True, related_name="history", verbose_name=_("client")
    )
    highest_in_time = models.BigIntegerField(_("highest invoice paid in time"), default=0)
    invoiced = models.BigIntegerField(_("invoiced in twelve months"), default=0)
    due = models.IntegerField(_("invoices that fell due"), default=0)
    late = models.IntegerField(_("of them late"), default=0)
    paid = models.IntegerField(_("of them paid"), default=0)
    days = models.IntegerField(_("days until paid"), default=0)
    as_of = models.DateField(_("as of"), null=True)

    class Meta:
        verbose_name = _("how a client pays")
        verbose_name_plural = _("how clients pay")
        indexes = [
            models.Index(
                fields=["client"], condition=Q(late__gte=2, due__lte=F("late") * 2), name="clients_who_pay_late"
            )
        ]

    def __str__(self) -> str:
        return str(self.client)

    @property
    def average_days(self) -> int | None:
        """Whole days from invoice to money, on average; None before anything was paid."""
        return self.days // self.paid if self.paid else None


class VatNumber(BusinessModel):
    """What the European register says of a VAT number: the last certain answer, and when to ask again.

    ``problem`` and ``silent_since`` tell of questions that had no answer since; the certain answer stays.
    """

    number = models.CharField(_("VAT number"), max_length=20, unique=True)
    validity = models.CharField(_("validity"), max_length=8, choices=VatValidity, default=VatValidity.UNKNOWN)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    consultation = models.CharField(_("number of the consultation"), max_length=60, blank=True)
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    problem = models.CharField(_("why there was no answer"), max_length=500, blank=True)
    silent_since = models.DateTimeField(_("no answer since"), null=True, blank=True)
    ask_at = models.DateTimeField(_("ask again"))

    class Meta:
        verbose_name = _("VAT number of another country")
        verbose_name_plural = _("VAT numbers of other countries")
        constraints = [
            models.CheckConstraint(
                condition=Q(validity=VatValidity.UNKNOWN) | Q(answered_at__isnull=False),
                name="an_answer_about_a_vat_number_has_its_day",
            )
        ]
        indexes = [models.Index(fields=["ask_at"], name="vat_numbers_to_ask")]

    def __str__(self) -> str:
        return self.number


class VatAnswer(BusinessModel):
    """One certain answer of the European register, with the number that proves the question (append-only)."""

    vat_number = models.ForeignKey(VatNumber, models.PROTECT, related_name="answers", verbose_name=_("VAT number"))
    validity = models.CharField(_("validity"), max_length=8, choices=VatValidity)
    consultation = models.CharField(_("number of the consultation"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=500, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer about a VAT number")
        verbose_name_plural = _("answers about VAT numbers")
        ordering = ["-answered_at"]

    def __str__(self) -> str:
        return self.get_validity_display()


class RegisteredCompany(models.Model):
    """An organisation in the public register of a country, as the last extract had it."""

    country = models.CharField(_("country"), max_length=2)
    number = models.CharField(_("enterprise number"), max_length=20)
    name = models.CharField(_("name"), max_length=320)
    street = models.CharField(_("street and number"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    municipality = models.CharField(_("municipality"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("organisation in a register")
        verbose_name_plural = _("organisations in a register")
        constraints = [models.UniqueConstraint(fields=["country", "number"], name="one_organisation_per_number")]

    def __str__(self) -> str:
        return self.name


class RegisterExtract(models.Model):
    """The extract of a country's register that is here: its day, and how many organisations it holds."""

    country = models.CharField(_("country"), max_length=2, primary_key=True)
    as_of = models.DateField(_("as of"))
    companies = models.IntegerField(_("organisations"))
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("extract of a register")
        verbose_name_plural = _("extracts of registers")

    def __str__(self) -> str:
        return self.country


class ClientImport(BusinessModel):
    """A list of clients that somebody reads in, for a unit or (at the desk) for nobody yet.

    Its rows were looked at and nothing is written before ``begun_by`` says so. ``columns`` says what each column of the
    file means; ``separator`` and ``encoding`` how the file was read.
    """

    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    begun_by = models.UUIDField(_("begun by"))
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=120, blank=True)
    header = models.JSONField(_("first row"), default=list)
    columns = models.JSONField(_("what the columns mean"), default=list)
    encoding = models.CharField(_("encoding"), max_length=20)
    separator = models.CharField(_("separator"), max_length=1)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.READ)

    class Meta:
        verbose_name = _("list of clients read in")
        verbose_name_plural = _("lists of clients read in")

    def __str__(self) -> str:
        return self.file_name or str(self._meta.verbose_name)


class ImportRow(models.Model):
    """One row of a list: what stands in it, what would happen to it, and what did."""

    batch = models.ForeignKey(ClientImport, models.CASCADE, related_name="rows", verbose_name=_("list"))
    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    position = models.IntegerField(_("row"))
    cells = models.JSONField(_("cells"), default=list)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    sentence = models.CharField(_("in words"), max_length=300, blank=True)
    params = models.JSONField(_("values in the sentence"), default=dict)
    client_id = models.UUIDField(_("client"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of a list")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_row_per_position")]
        indexes = [models.Index(fields=["batch", "verdict", "position"], name="rows_by_verdict")]

    def __str__(self) -> str:
        return str(self.position)
