"""Form: narrow the enterprise's invoices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.sales.enums import InvoiceStatus
from marke.domain.sales.queries.invoices import InvoiceFilter
from marke.web.components.forms import DayField, MoneyField

STATUSES = [(status.value, status.label) for status in InvoiceStatus if status is not InvoiceStatus.DRAFT]


class InvoiceFilterForm(forms.Form):
    """Every field narrows; none is needed."""

    number = forms.CharField(label=_("Number"), max_length=20, required=False)
    status = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *STATUSES], required=False)
    amount = MoneyField(label=_("Amount"), required=False)
    unit = forms.IntegerField(label=_("Unit"), min_value=1001, max_value=2_000_000_000, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def wanted(self) -> InvoiceFilter:
        """What is asked, as the domain takes it; nothing when the form cannot be read."""
        if not self.is_valid():
            return InvoiceFilter()
        given = self.cleaned_data
        return InvoiceFilter(
            status=InvoiceStatus(given["status"]) if given["status"] else None,
            number=given["number"].strip().upper(),
            amount=given["amount"],
            unit_id=given["unit"],
            since=given["since"],
            until=given["until"],
        )
