"""What is asked about shares."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.members.operations import MOST_SHARES_AT_ONCE
from marke.web.components.forms import NumberInput


class BuyForm(forms.Form):
    """How many years ahead."""

    count = forms.IntegerField(
        label=_("Number of shares"),
        min_value=1,
        max_value=MOST_SHARES_AT_ONCE,
        initial=1,
        help_text=_("One share for each year of use."),
        widget=NumberInput,
    )


class LeaveForm(forms.Form):
    """Leaving for good: the reason helps, and is not needed."""

    reason = forms.CharField(label=_("Why do you leave?"), max_length=500, required=False, widget=forms.Textarea)
    sure = forms.BooleanField(
        label=_("I leave with all my shares"),
        error_messages={"required": _("Tick this to leave; otherwise nothing happens.")},
    )


class ObservationsForm(forms.Form):
    """The answer to a proposed exclusion."""

    text = forms.CharField(label=_("Your observations"), max_length=5000, widget=forms.Textarea)
