"""Forms: narrow the received invoices, and book one."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.einvoicing.enums import IncomingState
from marke.domain.einvoicing.models import Incoming
from marke.domain.purchases.enums import PaidBy
from marke.domain.purchases.queries import last_category
from marke.domain.sales.home import home
from marke.domain.units.queries import open_projects
from marke.kernel.refusal import Refusal
from marke.usecases.book_incoming import BookingInput
from marke.web.member.costs.forms import categories
from marke.web.refusals import sentence


class IncomingFilter(forms.Form):
    """Narrow received invoices by where they stand."""

    STATES = (IncomingState.OPEN, IncomingState.BOOKED, IncomingState.SET_ASIDE)
    state = forms.ChoiceField(
        label=_("State"), choices=[("all", _("All")), *((state.value, state.label) for state in STATES)], required=False
    )

    def wanted(self) -> str:
        asked = self.cleaned_data.get("state", "") if self.is_valid() else ""
        return asked or IncomingState.OPEN.value


class BookForm(forms.Form):
    """Which kind of cost it is and who pays; both are filled in with what was chosen last time."""

    category = forms.ChoiceField(label=_("Kind of cost"), choices=categories)
    paid_by = forms.ChoiceField(
        label=_("Who pays?"), choices=PaidBy.choices, widget=forms.RadioSelect, initial=PaidBy.SUPPLIER
    )
    pay_to_iban = forms.CharField(
        label=_("Account of the supplier"),
        max_length=42,
        required=False,
        help_text=_("The document names none."),
    )
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, *args: Any, document: Incoming, **options: Any) -> None:
        super().__init__(*args, **options)
        self.document = document
        if document.account:
            del self.fields["pay_to_iban"]
        self.fields["category"].initial = last_category(unit_id=document.unit_id, supplier=document.supplier)
        projects = [(str(project.pk), project.name) for project in open_projects(unit_id=document.unit_id)]
        if projects:
            self.fields["project"].choices = [("", _("The unit itself")), *projects]
        else:
            del self.fields["project"]

    def clean_pay_to_iban(self) -> str:
        typed = self.cleaned_data["pay_to_iban"]
        try:
            return home().identifiers.read_iban(typed) if typed else ""
        except Refusal as refusal:
            raise forms.ValidationError(sentence(refusal), code=refusal.rule) from None

    def booking(self) -> BookingInput:
        """What was chosen, as the journey takes it."""
        given = self.cleaned_data
        return BookingInput(
            incoming_id=self.document.pk,
            category=given["category"],
            paid_by=PaidBy(given["paid_by"]),
            project_id=uuid.UUID(given["project"]) if given.get("project") else None,
            pay_to_iban=given.get("pay_to_iban", ""),
        )
