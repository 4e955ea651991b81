"""Form: the decision on one cost."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RejectForm(forms.Form):
    """Why a cost is refused; the member reads it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Needed to reject. The member reads it.")
    )
