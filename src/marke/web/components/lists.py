"""The plain search box above a list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Narrow a list by a word."""

    text = forms.CharField(label=_("Find"), required=False, max_length=100)
