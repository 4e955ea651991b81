"""Form: narrow the orders of the enterprise."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.orders.enums import OrderState
from marke.domain.orders.queries import OrderFilter

PARKED = "parked"


class DeskOrderFilterForm(forms.Form):
    """By where orders stand, and by unit."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), (PARKED, _("Could not be invoiced")), *OrderState.choices],
        required=False,
    )
    unit = forms.IntegerField(label=_("Unit"), min_value=1, max_value=2**31 - 1, required=False)

    def wanted(self) -> OrderFilter:
        """What can be read of it; the rest asks for nothing."""
        self.is_valid()
        state = self.cleaned_data.get("state", "")
        return OrderFilter(
            state=OrderState(state) if state and state != PARKED else None,
            parked=state == PARKED,
            unit_id=self.cleaned_data.get("unit"),
        )
