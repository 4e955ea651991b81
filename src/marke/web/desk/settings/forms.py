"""A new value for a choice of the cooperative, and the cooperative's identity."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marke.countries.registry import country
from marke.domain.parameters.defaults import Definition
from marke.domain.parameters.models import Cooperative
from marke.kernel.refusal import Refusal
from marke.web.components.forms import DayField, MoneyField, NumberInput
from marke.web.refusals import sentence

PERCENTAGE = re.compile(r"\d{1,3}(\.\d{1,4})?")
UNITS = {"days": _("days"), "months": _("months"), "years": _("years"), "count": "", "rate": "%"}


class RateField(forms.CharField):
    """A rate typed as a percentage: 6,5 is 0.065."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).replace(",", ".").removesuffix("%").strip()
        if not PERCENTAGE.fullmatch(text):
            raise ValidationError(_("Write a percentage such as 6,5."), code="invalid")
        return (Decimal(text) / 100).normalize()


def value_field(definition: Definition) -> forms.Field:
    """The field in which this kind of choice is typed."""
    if definition.kind == "cents":
        return MoneyField(label=_("New value"))
    widget = NumberInput(suffix=str(UNITS[definition.kind]))
    if definition.kind == "rate":
        return RateField(label=_("New value"), widget=widget)
    return forms.IntegerField(label=_("New value"), min_value=0, max_value=100_000, widget=widget)


class ChoiceForm(forms.Form):
    """What, from when, and which decision it rests on."""

    valid_from = DayField(label=_("From"), help_text=_("From this day on. What was computed before keeps its value."))
    source = forms.CharField(
        label=_("On which decision?"), max_length=200, help_text=_("For example: board, 12/3/2026, item 4.")
    )

    def __init__(self, *arguments: Any, definition: Definition, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields = {"value": value_field(definition), **self.fields}


class IdentityForm(forms.ModelForm):
    """The name, address and account by which the cooperative shows itself."""

    class Meta:
        model = Cooperative
        fields = ["name", "street", "postcode", "municipality", "iban"]

    def clean_iban(self) -> str:
        typed = self.cleaned_data["iban"]
        try:
            return country(self.instance.country).identifiers.read_iban(typed) if typed else ""
        except Refusal as refusal:
            raise ValidationError(sentence(refusal), code=refusal.rule) from None
