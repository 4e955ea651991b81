"""The answer to a request for another adviser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.web.desk.units.forms import adviser_choices


class AnswerForm(forms.Form):
    """Who advises the unit from today, or why nobody else does."""

    adviser = forms.ChoiceField(label=_("Other adviser"), required=False)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The member reads this."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["adviser"].choices = [("", _("Nobody else: decline")), *adviser_choices()]
