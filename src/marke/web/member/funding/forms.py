"""Forms: an agreement with its parts and reports, a claim, a delivered report, a closing, the filter of the list."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from marke.domain.funding.enums import FundingKind
from marke.domain.funding.models import Agreement
from marke.domain.funding.operations import AgreementInput, ReportInput, TrancheInput
from marke.domain.sales.queries.clients import clients_of_unit
from marke.domain.units.queries import open_projects
from marke.kernel.files import FileInput
from marke.usecases.claim_funding import ClaimInput
from marke.web.components.forms import DayField, MoneyField, SearchSelect

MOST_SHOWN_FUNDERS = 300


class AgreementForm(forms.Form):
    """Who gives how much for what, and until when."""

    funder = forms.ChoiceField(label=_("Who gives it?"), widget=SearchSelect)
    kind = forms.ChoiceField(label=_("What is it?"), choices=FundingKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("What for"), max_length=200)
    amount = MoneyField(label=_("Amount"), minimum=1)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    reference = forms.CharField(label=_("Reference of the funder"), max_length=80, required=False)
    conditions = forms.CharField(
        label=_("Conditions"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    file = forms.FileField(label=_("The signed agreement"), required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, *args: Any, unit_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit_id = unit_id
        links = clients_of_unit(unit_id=unit_id)[:MOST_SHOWN_FUNDERS]
        self.fields["funder"].choices = [(str(link.client_id), link.client.name) for link in links]
        projects = [(str(project.pk), project.name) for project in open_projects(unit_id=unit_id)]
        if projects:
            self.fields["project"].choices = [("", _("The unit itself")), *projects]
        else:
            del self.fields["project"]

    def agreement(self, parts: BaseRows, reports: BaseRows) -> AgreementInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        return AgreementInput(
            unit_id=self.unit_id,
            funder_id=uuid.UUID(given["funder"]),
            kind=FundingKind(given["kind"]),
            title=given["title"],
            amount=given["amount"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            reference=given["reference"],
            conditions=given["conditions"],
            project_id=uuid.UUID(given["project"]) if given.get("project") else None,
            tranches=tuple(TrancheInput(**row) for row in parts.rows()),
            reports=tuple(ReportInput(**row) for row in reports.rows()),
            files=(read_file(given["file"]),) if given["file"] else (),
        )


def read_file(upload: UploadedFile) -> FileInput:
    """A file as it was sent."""
    return FileInput(upload.name or "", upload.read())


class PartForm(forms.Form):
    """A part of the amount, and when it is claimed."""

    label = forms.CharField(label=_("Part"), max_length=120)
    amount = MoneyField(label=_("Amount"), minimum=1)
    planned_on = DayField(label=_("Planned on"))


class ReportForm(forms.Form):
    """A report that the funder wants, and by when."""

    title = forms.CharField(label=_("Report"), max_length=120)
    due_on = DayField(label=_("Due on"))


class BaseRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which those left empty are not there."""

    def rows(self) -> list[dict[str, Any]]:
        """The rows that are filled in."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


Parts = forms.formset_factory(PartForm, formset=BaseRows, extra=3, max_num=12, validate_max=True)
Reports = forms.formset_factory(ReportForm, formset=BaseRows, extra=2, max_num=12, validate_max=True)


class ClaimForm(forms.Form):
    """What to claim: a planned part by its key, or an amount."""

    tranche = forms.UUIDField(required=False, widget=forms.HiddenInput)
    amount = MoneyField(label=_("Another amount"), required=False, minimum=1)

    def claim(self, agreement: Agreement) -> ClaimInput:
        """What was asked, as the domain takes it. A part brings its own amount."""
        given = self.cleaned_data
        part = agreement.tranches.filter(pk=given["tranche"]).first() if given["tranche"] else None
        return ClaimInput(agreement.pk, part.amount if part else given["amount"] or 0, part.pk if part else None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("tranche") and given.get("amount") is None:
            raise ValidationError(translate("Choose a part, or fill in an amount."), code="claim")
        return given


class DeliverForm(forms.Form):
    """The report as it was delivered."""

    file = forms.FileField(label=_("The report, as a PDF or photo"))


class CloseForm(forms.Form):
    """Why nothing more comes from an agreement."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AgreementFilter(forms.Form):
    """Narrow the list by a word."""

    text = forms.CharField(label=_("Title or funder"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), ("open", _("Not closed"))], required=False)
