"""What members type about their units."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.units.enums import RoleKind, Scope
from marke.domain.units.models import Project
from marke.kernel.ids import uuid7
from marke.web.activity_choices import activity_choices
from marke.web.components.forms import CardSelect, DayField, MoneyField, SearchSelect

NO_PROJECT = ""
THE_UNIT = "unit"
"""The part of a unit's budget that is on no project."""


class OpenUnitForm(forms.Form):
    """A further unit of somebody who is a member already: two fields."""

    activity = forms.ChoiceField(label=_("What will you do?"), widget=SearchSelect())
    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=120,
        help_text=_("This name stands on your invoices. You can change it later."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["activity"].choices = activity_choices()


class TransferForm(forms.Form):
    """Where budget goes, how much, why. The key makes sending the form twice harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    from_project = forms.ChoiceField(label=_("From"))
    to_unit = forms.IntegerField(
        label=_("To unit"),
        required=False,
        help_text=_("The number of the unit. Leave it empty to move budget within your own unit."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    to_project = forms.ChoiceField(label=_("To project of this unit"), required=False)
    amount = MoneyField(label=_("Amount"), minimum=1)
    message = forms.CharField(label=_("What for?"), max_length=140, help_text=_("Both units read this."))

    def __init__(self, *args: Any, projects: Iterable[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(str(project.pk), project.name) for project in projects]
        self.fields["key"].initial = uuid7
        self.fields["from_project"].choices = [(THE_UNIT, _("The unit itself")), *own]
        self.fields["to_project"].choices = [(NO_PROJECT, _("No project")), *own]
        if not own:
            del self.fields["from_project"], self.fields["to_project"]
            self.fields["to_unit"].required = True
            self.fields["to_unit"].help_text = _("The number of the unit.")

    def project(self, name: str) -> uuid.UUID | None:
        """The project chosen in a field, or None for the unit itself."""
        chosen = self.cleaned_data.get(name)
        return uuid.UUID(chosen) if chosen and chosen != THE_UNIT else None


class SendBackForm(forms.Form):
    """Why a transfer goes back."""

    message = forms.CharField(label=_("What for?"), max_length=140, help_text=_("Both units read this."))


class ProjectForm(forms.Form):
    """The name of a project."""

    name = forms.CharField(label=_("Name of the project"), max_length=120)


class InviteForm(forms.Form):
    """Who is invited, as what, and for an administrator what they may do and until when."""

    email = forms.EmailField(label=_("E-mail address"))
    kind = forms.ChoiceField(
        label=_("As what?"),
        widget=CardSelect(),
        initial=RoleKind.ADMINISTRATOR,
        choices=[
            (RoleKind.ADMINISTRATOR, _("Administrator: acts for you, within what you allow")),
            (RoleKind.PARTICIPANT, _("Participant: works in the unit, needs no share")),
            (RoleKind.HOLDER, _("Holder: answers for the unit with you, needs a share")),
        ],
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may an administrator do?"),
        required=False,
        choices=[choice for choice in Scope.choices if choice[0] != Scope.VIEW],
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Only for an administrator. Empty: no end."))


class RoleForm(forms.Form):
    """What an administrator may do, and until when."""

    scopes = forms.MultipleChoiceField(
        label=_("May do"),
        required=False,
        choices=[choice for choice in Scope.choices if choice[0] != Scope.VIEW],
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: no end."))


class AdviserRequestForm(forms.Form):
    """Why another adviser."""

    reason = forms.CharField(
        label=_("What are you looking for?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example a language, knowledge of your trade, a place nearby. Only the desk reads this."),
    )


class RenameForm(forms.Form):
    """Another name for the unit."""

    name = forms.CharField(
        label=_("Name of the unit"),
        max_length=120,
        help_text=_("Documents that were sent keep the name they were made with."),
    )


class MonthForm(forms.Form):
    """Which part of the statement is shown."""

    project = forms.ChoiceField(label=_("Project"), required=False)
    month = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, projects: Iterable[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(str(project.pk), project.name) for project in projects]
        self.fields["project"].choices = [(NO_PROJECT, _("The whole unit")), *own]
