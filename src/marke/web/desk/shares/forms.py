"""What the desk asks about shares."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.web.components.forms import DayField, MoneyField


class PaymentForm(forms.Form):
    """Money that arrived for a share, as the bank shows it."""

    reference = forms.CharField(label=_("Structured communication"), max_length=30)
    amount = MoneyField(label=_("Amount"), minimum=1)
    iban = forms.CharField(label=_("Paid from account"), max_length=50)
    paid_on = DayField(label=_("Day of the bank"))


class RegisterForm(forms.Form):
    """Which day to show."""

    day = DayField(label=_("As of"), required=False)


class TransferForm(forms.Form):
    """Shares from one member to another, by their member numbers."""

    giver = forms.IntegerField(label=_("Member number of the giver"), min_value=1)
    receiver = forms.IntegerField(label=_("Member number of the receiver"), min_value=1)
    count = forms.IntegerField(label=_("Shares"), min_value=1)


class RepaymentForm(forms.Form):
    """Where and when the nominal value was repaid."""

    iban = forms.CharField(label=_("Paid to account"), max_length=50)
    on = DayField(label=_("Day of the bank"))
