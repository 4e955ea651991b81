"""What one asks of the trail: who, what, when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.web.components.forms import DayField
from marke.web.components.timeline import things


class TrailFilter(forms.Form):
    """Narrow the trail. Everything is optional; the answer is newest first."""

    who = forms.CharField(label=_("Who"), required=False, max_length=100, help_text=_("A name or an e-mail address."))
    what = forms.ChoiceField(label=_("What"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)
    thing = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["what"].choices = [("", _("Everything")), *things()]
