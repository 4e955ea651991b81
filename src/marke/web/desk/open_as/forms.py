"""Why somebody of the staff looks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class OpenAsMemberForm(forms.Form):
    """One field: the reason, which the member reads."""

    reason = forms.CharField(
        label=_("Why do you look?"),
        max_length=200,
        help_text=_("For example: you called about an invoice of March. The member reads this sentence."),
    )
