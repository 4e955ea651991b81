"""What the desk types about units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.domain.units import activities, queries
from marke.domain.units.enums import UnitState
from marke.domain.units.listing import NOBODY, SizeClass, UnitFilter
from marke.web.components.forms import CardSelect

ANY = ("", _("All"))


class UnitFilterForm(forms.Form):
    """Filters of the list; all of them in the address."""

    q = forms.CharField(label=_("Number or name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *UnitState.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    adviser = forms.ChoiceField(label=_("Adviser"), required=False)
    size = forms.ChoiceField(label=_("Turnover of a year"), required=False, choices=[ANY, *SizeClass.choices])
    quiet = forms.ChoiceField(
        label=_("No movement for"),
        required=False,
        choices=[("", _("Any time")), ("12", _("12 months")), ("24", _("24 months")), ("36", _("36 months"))],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "en"
        named = [(code, activities.in_language(names, language)) for code, names in activities.sectors().items()]
        self.fields["sector"].choices = [ANY, *named]
        advisers = [(str(key), name) for key, name in queries.adviser_names().items()]
        self.fields["adviser"].choices = [ANY, (NOBODY, _("Nobody")), *advisers]

    def wanted(self) -> UnitFilter:
        """What the valid part of the form asks for; an unreadable filter asks nothing."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return UnitFilter(
            text=data.get("q", ""),
            state=data.get("state", ""),
            sector=data.get("sector", ""),
            adviser=data.get("adviser", ""),
            size=data.get("size", ""),
            quiet_months=int(data["quiet"]) if data.get("quiet") else None,
        )


class ReasonForm(forms.Form):
    """Why staff change the state of a unit; the member reads it."""

    reason = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea({"rows": 3}), help_text=_("The member reads this.")
    )


class ScreeningForm(ReasonForm):
    """The decision on a regulated trade."""

    accepted = forms.ChoiceField(
        label=_("May this unit open?"),
        widget=CardSelect(),
        choices=[("yes", _("Yes: what is needed was shown")), ("no", _("No: it cannot be done here"))],
    )
    field_order = ["accepted", "reason"]


class AssignForm(forms.Form):
    """Who advises the unit from today."""

    adviser = forms.ChoiceField(label=_("Adviser"))
    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["adviser"].choices = adviser_choices()


def adviser_choices() -> list[tuple[str, str]]:
    """Advisers with the size of their portfolio, the one with the most room first."""
    return [
        (str(portfolio.adviser_id), f"{portfolio.name} ({portfolio.units}/{queries.PORTFOLIO_SIZE})")
        for portfolio in queries.portfolios()
    ]
