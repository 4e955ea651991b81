"""Forms: narrow the documents, decide about one, give a received document to a unit."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.einvoicing.enums import DeliveryState, IncomingState

PROBLEM, REFUSED = "problem", "refused"


class DeliveryFilter(forms.Form):
    """Narrow the documents by where they stand; the problems come first."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            (PROBLEM, _("Needs attention")),
            (REFUSED, _("Refused by the client")),
            ("all", _("All")),
            *DeliveryState.choices,
        ],
        required=False,
    )

    def wanted(self) -> str:
        """What is asked: the problems unless said otherwise."""
        asked = self.cleaned_data.get("state", "") if self.is_valid() else ""
        return asked or PROBLEM


class IncomingFilter(forms.Form):
    """Narrow received documents by where they stand."""

    state = forms.ChoiceField(label=_("State"), choices=[("all", _("All")), *IncomingState.choices], required=False)

    def wanted(self) -> str:
        asked = self.cleaned_data.get("state", "") if self.is_valid() else ""
        return asked or IncomingState.TO_ASSIGN.value


class UnitForm(forms.Form):
    """Whose document it is."""

    unit = forms.IntegerField(label=_("Number of the unit"), min_value=1001, max_value=2_000_000_000)


class AsideForm(forms.Form):
    """Why a document is nobody's cost."""

    reason = forms.CharField(label=_("Why is it not booked?"), max_length=300)
