"""Forms: what payroll must know of a person, a work accident, who somebody is that was invited to sign."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from marke.domain.work.models import PayFile, WorkDay
from marke.domain.work.operations.days import AccidentInput
from marke.domain.work.operations.pay_files import PayFileInput
from marke.web.components.formatting import format_day
from marke.web.components.forms import DayField, NumberInput

PARTNERS = [
    ("none", _("No registered partner")),
    ("earned_income", _("Partner with earned income")),
    ("without_income", _("Partner without income")),
]


class PayFileForm(forms.Form):
    """The family situation on a day, and what else the law asks: it decides the tax kept back from pay."""

    partner = forms.ChoiceField(
        label=_("At home"), choices=PARTNERS, help_text=_("Registered: married or legally cohabiting.")
    )
    children = forms.IntegerField(
        label=_("Dependent children"), min_value=0, max_value=30, widget=NumberInput({"inputmode": "numeric"})
    )
    permit_until = DayField(label=_("My permit to work ends on"), required=False)
    student_hours_elsewhere = forms.DecimalField(
        label=_("Student hours used elsewhere this year"),
        min_value=0,
        max_value=2000,
        decimal_places=2,
        required=False,
        localize=True,
        widget=NumberInput(suffix=_("hours")),
    )
    valid_from = DayField(label=_("This holds from"))

    def file(self, person_id: uuid.UUID, before: PayFile | None) -> PayFileInput:
        """The new pay file: other facts stay as they were."""
        given = self.cleaned_data
        partner, children = given["partner"], given["children"]
        family = {"partner": partner, "children": children, "single_parent": partner == "none" and children > 0}
        facts: dict[str, Any] = dict(before.facts) if before else {}
        return PayFileInput(
            person_id,
            given["valid_from"],
            {**facts, "family": {**facts.get("family", {}), **family}},
            given["permit_until"],
            given["student_hours_elsewhere"] or Decimal(0),
        )


def told(before: PayFile | None, today: dt.date) -> dict[str, Any]:
    """What the pay file says today, to begin with."""
    family = before.facts.get("family", {}) if before else {}
    return {
        "partner": family.get("partner", "none"),
        "children": family.get("children", 0),
        "permit_until": before.permit_until if before else None,
        "student_hours_elsewhere": before.student_hours_elsewhere if before else None,
        "valid_from": today,
    }


class AccidentForm(forms.Form):
    """What the insurer asks of a work accident."""

    day = forms.ChoiceField(label=_("On which day of work"))
    at = forms.TimeField(label=_("At what time"), widget=forms.TimeInput(format="%H:%M"))
    place = forms.CharField(label=_("Where"), max_length=200)
    what = forms.CharField(label=_("What happened"), max_length=4_000, widget=forms.Textarea)
    injury = forms.CharField(label=_("What hurts"), max_length=300)
    witnesses = forms.CharField(label=_("Who saw it"), max_length=300, required=False)

    def __init__(self, *args: Any, days: Sequence[WorkDay], language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.days = {str(day.pk): day for day in days}
        self.fields["day"].choices = [(key, format_day(day.day, language=language)) for key, day in self.days.items()]

    def accident(self) -> AccidentInput:
        given = self.cleaned_data
        day = self.days[given["day"]]
        moment = dt.datetime.combine(day.day, given["at"], tzinfo=get_current_timezone())
        return AccidentInput(day.pk, moment, given["place"], given["what"], given["injury"], given["witnesses"])


class RefuseForm(forms.Form):
    """Why an offer is refused."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class WhoForm(forms.Form):
    """Who somebody is that was invited to sign, where they are paid, and their family."""

    national_number = forms.CharField(label=_("National number"), max_length=20, help_text=_("On your identity card."))
    iban = forms.CharField(label=_("Account on which you are paid"), max_length=42)
    partner = forms.ChoiceField(label=_("At home"), choices=PARTNERS)
    children = forms.IntegerField(
        label=_("Dependent children"),
        min_value=0,
        max_value=30,
        initial=0,
        widget=NumberInput({"inputmode": "numeric"}),
    )

    def family(self) -> dict[str, Any]:
        partner, children = self.cleaned_data["partner"], self.cleaned_data["children"]
        return {
            "family": {"partner": partner, "children": children, "single_parent": partner == "none" and children > 0}
        }
