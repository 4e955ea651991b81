"""Form: narrow the enterprise's quotes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.queries import QuoteFilter

STATES = [(state.value, state.label) for state in QuoteState if state not in {QuoteState.DRAFT, QuoteState.REPLACED}]


class QuoteFilterForm(forms.Form):
    """Every field narrows; none is needed."""

    number = forms.CharField(label=_("Number"), max_length=20, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *STATES], required=False)
    unit = forms.IntegerField(label=_("Unit"), min_value=1001, max_value=2_000_000_000, required=False)

    def wanted(self) -> QuoteFilter:
        """What is asked, as the domain takes it; nothing when the form cannot be read."""
        if not self.is_valid():
            return QuoteFilter()
        given = self.cleaned_data
        return QuoteFilter(
            state=QuoteState(given["state"]) if given["state"] else None,
            number=given["number"],
            unit_id=given["unit"],
        )
