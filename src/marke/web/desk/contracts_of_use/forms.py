"""What the desk writes when a contract of use changes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.people.models import Language
from marke.web.components.forms import DayField

LONGEST = 200_000


class VersionForm(forms.Form):
    """A version: what changes, from when, and its text in each language, in Markdown."""

    summary = forms.CharField(
        label=_("What changes"), max_length=500, help_text=_("One sentence that every member reads.")
    )
    open_from = DayField(label=_("Can be accepted from"))
    in_force_from = DayField(label=_("In force from"))
    nl = forms.CharField(
        label=Language.NL.label, max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 12, "lang": "nl"})
    )
    fr = forms.CharField(
        label=Language.FR.label, max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 12, "lang": "fr"})
    )
    en = forms.CharField(
        label=Language.EN.label, max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 12, "lang": "en"})
    )

    def texts(self) -> dict[str, str]:
        """The text of each language that was written."""
        return {language: self.cleaned_data[language] for language in Language.values}
