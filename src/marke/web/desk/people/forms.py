"""What the desk asks about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.members.models import Category
from marke.domain.members.operations import MOST_SHARES_AT_ONCE
from marke.domain.people.models import IdentityCheck, Organisation, Person
from marke.web.activity_choices import activity_choices
from marke.web.components.forms import CardSelect, SearchSelect


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


class OrganisationFilter(forms.Form):
    """Which organisations to show."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)


class OrganisationForm(forms.Form):
    """An association or company that holds shares or a unit in its own name."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind)
    enterprise_number = forms.CharField(label=_("Enterprise number"), max_length=20)
    address = forms.CharField(label=_("Address"), max_length=300, help_text=_("For example Kerkstraat 12, 9000 Gent."))


class UnitOfOrganisationForm(forms.Form):
    """A unit held in the name of an organisation, and who answers for it."""

    name = forms.CharField(
        label=_("Name of the unit"), max_length=120, help_text=_("This name stands on the unit's invoices.")
    )
    activity = forms.ChoiceField(label=_("Activity"), widget=SearchSelect)
    answers = forms.EmailField(label=_("Who answers for it?"), required=False)

    def __init__(self, *args: Any, representative: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["activity"].choices = activity_choices()
        self.fields["answers"].help_text = _("E-mail address of that person. Empty: %(name)s.") % {
            "name": representative
        }


class CountForm(forms.Form):
    """How many shares."""

    count = forms.IntegerField(label=_("Number of shares"), min_value=1, max_value=MOST_SHARES_AT_ONCE, initial=1)


class ReasonForm(forms.Form):
    """A decision with its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stays in the trail."))


class AdmissionForm(forms.Form):
    """The board's decision that admits somebody to a category."""

    category = forms.ChoiceField(label=_("Share category"), choices=Category)
    reason = forms.CharField(label=_("Decision"), max_length=300, help_text=_("Which meeting decided, and why."))
