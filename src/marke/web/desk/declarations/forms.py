"""Forms: which declarations are listed, and what was declared by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

QUEUES = [
    ("stuck", _("To put right")),
    ("under_way", _("Under way")),
    ("accepted", _("Accepted")),
    ("given_up", _("Given up")),
]


class QueueFilter(forms.Form):
    """Which list."""

    queue = forms.ChoiceField(label=_("List"), choices=QUEUES, required=False)


class EntryForm(forms.Form):
    """The receipt of a declaration that somebody made by telephone or on the office's own page."""

    number = forms.CharField(label=_("Number of the declaration"), max_length=40)
    period_id = forms.CharField(label=_("Number of the period"), max_length=40)
    source = forms.CharField(
        label=_("Where the receipt is"),
        max_length=300,
        help_text=_("For example: the office's page, receipt of 9:10, or the name of whoever answered the telephone."),
    )
