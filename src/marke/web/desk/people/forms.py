"""What the desk asks about people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.members.models import Category
from marke.domain.people.models import IdentityCheck, Person
from marke.web.components.forms import CardSelect


class PeopleFilter(forms.Form):
    """Who to show."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *Person.State.choices])
    grade = forms.TypedChoiceField(
        label=_("Identity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("All")), ("0", _("0: mail")), ("1", _("1: address")), ("2", _("2: checked"))],
    )


class IdentityDecision(forms.Form):
    """Who somebody is: accepted on which grounds, or what is missing."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("This is who they say they are")), ("return", _("Something is missing"))],
        widget=CardSelect,
    )
    grounds = forms.ChoiceField(label=_("Grounds"), choices=IdentityCheck.Grounds)
    reason = forms.CharField(
        label=_("What is missing"), max_length=300, required=False, help_text=_("The person reads this.")
    )


class ReasonForm(forms.Form):
    """A decision with its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stays in the trail."))


class AdmissionForm(forms.Form):
    """The board's decision that admits somebody to a category."""

    category = forms.ChoiceField(label=_("Share category"), choices=Category)
    reason = forms.CharField(label=_("Decision"), max_length=300, help_text=_("Which meeting decided, and why."))
