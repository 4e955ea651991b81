"""Forms: a payment, and which invoice waiting money pays."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from marke.domain.sales.enums import PaymentStatus
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.sales.queries.invoices import invoice_by_number
from marke.web.components.forms import DayField, MoneyField


class InvoiceNumberField(forms.CharField):
    """An invoice by its number or structured communication; answers its id."""

    def clean(self, value: str) -> uuid.UUID | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        found = invoice_by_number(number=text)
        if found is None:
            raise ValidationError(translate("There is no invoice with this number."), code="invoice")
        return found.pk


class PaymentForm(forms.Form):
    """A line of the bank, recorded by hand."""

    amount = MoneyField(label=_("Amount"), minimum=1)
    received_on = DayField(label=_("Received on"))
    communication = forms.CharField(label=_("Communication"), max_length=140, required=False)
    invoice = InvoiceNumberField(
        label=_("Invoice"),
        max_length=30,
        required=False,
        help_text=_("Only when the communication does not say it: 2026/00123."),
    )
    payer = forms.CharField(label=_("Payer"), max_length=200, required=False)
    bank_reference = forms.CharField(label=_("Reference of the bank line"), max_length=80, required=False)

    def payment(self) -> PaymentInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        names = ("amount", "received_on", "communication", "payer", "bank_reference")
        return PaymentInput(invoice_id=given["invoice"], **{name: given[name] for name in names})


class AllocateForm(forms.Form):
    """What waiting money pays."""

    invoice = InvoiceNumberField(label=_("Invoice number or structured communication"), max_length=30)


class PaymentFilter(forms.Form):
    """Narrow the list by where the money stands."""

    status = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *PaymentStatus.choices], required=False)
