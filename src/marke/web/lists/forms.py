"""Forms: keep the present filter as a view, and change a kept view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    """A name, whether others see it, whether it opens the list."""

    name = forms.CharField(label=_("Name of the view"), max_length=40)
    shared = forms.BooleanField(label=_("Show it to everybody at the desk"), required=False)
    default = forms.BooleanField(label=_("Open the list with it"), required=False)

    def __init__(self, *args: Any, shares_with: int | None = None, **options: Any) -> None:
        super().__init__(*args, auto_id="view_%s", **options)
        if shares_with is not None:
            self.fields["shared"].label = _("Show it to everybody in the unit")


class KeepForm(ViewForm):
    """The same, with the filter it keeps."""

    token = forms.CharField(widget=forms.HiddenInput)
