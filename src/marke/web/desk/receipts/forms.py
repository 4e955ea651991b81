"""Form: narrow the receipts of all units."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.receipts.enums import ReceiptStatus


class ReceiptFilter(forms.Form):
    """By where the money is, and by unit."""

    status = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *ReceiptStatus.choices], required=False)
    unit = forms.IntegerField(label=_("Unit"), min_value=1001, max_value=2_000_000_000, required=False)
