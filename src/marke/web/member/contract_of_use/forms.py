"""The answer to a contract of use."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.web.components.forms import CardSelect


class AnswerForm(forms.Form):
    """Yes or no, to the very text that was shown."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("accept", _("I accept this contract of use")), ("refuse", _("I do not accept it"))],
        widget=CardSelect,
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput)
