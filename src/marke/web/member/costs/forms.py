"""Form: a cost with its receipt."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.domain.purchases.enums import CostState, PaidBy, Proof
from marke.domain.purchases.operations import CostInput
from marke.domain.purchases.receipts import ReceiptInput
from marke.domain.sales.home import home
from marke.domain.units.queries import open_projects
from marke.kernel.refusal import Refusal
from marke.web.components.formatting import format_percent
from marke.web.components.forms import DayField, MoneyField
from marke.web.refusals import sentence


def categories() -> list[tuple[str, str]]:
    """Kinds of cost in the reader's language."""
    language = get_language() or "en"
    return [(code, rule.titles.get(language, rule.titles["en"])) for code, rule in home().deduction_rules().items()]


class CostForm(forms.Form):
    """What was bought, what it cost, and the receipt. The VAT that comes back follows from the kind and the proof."""

    receipt = forms.FileField(label=_("Photo or PDF of the receipt"), required=False)
    supplier = forms.CharField(label=_("Supplier"), max_length=200)
    spent_on = DayField(label=_("Date on the receipt"))
    gross = MoneyField(label=_("Amount paid, VAT included"), minimum=1)
    vat_rate = forms.ChoiceField(label=_("VAT on the receipt"))
    category = forms.ChoiceField(label=_("Kind of cost"), choices=categories)
    proof = forms.ChoiceField(label=_("What is it?"), choices=Proof.choices, widget=forms.RadioSelect)
    paid_by = forms.ChoiceField(label=_("Who pays?"), choices=PaidBy.choices, widget=forms.RadioSelect)
    pay_to_iban = forms.CharField(label=_("Account of the supplier"), max_length=42, required=False)
    pay_to_reference = forms.CharField(label=_("Reference for the supplier"), max_length=140, required=False)
    description = forms.CharField(label=_("What for"), max_length=200, required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, *args: Any, unit_id: int, day: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit_id = unit_id
        language = get_language() or "en"
        rates = home().vat_law().rates_on(day)
        self.fields["vat_rate"].choices = [
            (str(rate), format_percent(rate, language=language, decimals=0)) for rate in rates
        ]
        projects = [(str(project.pk), project.name) for project in open_projects(unit_id=unit_id)]
        if projects:
            self.fields["project"].choices = [("", _("The unit itself")), *projects]
        else:
            del self.fields["project"]

    def clean_pay_to_iban(self) -> str:
        typed = self.cleaned_data["pay_to_iban"]
        if not typed:
            return ""
        try:
            return home().identifiers.read_iban(typed)
        except Refusal as refusal:
            raise forms.ValidationError(sentence(refusal), code=refusal.rule) from None

    def cost(self) -> CostInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        upload = given["receipt"]
        return CostInput(
            unit_id=self.unit_id,
            supplier=given["supplier"],
            spent_on=given["spent_on"],
            gross=given["gross"],
            vat_rate=Decimal(given["vat_rate"]),
            category=given["category"],
            proof=Proof(given["proof"]),
            paid_by=PaidBy(given["paid_by"]),
            description=given["description"],
            project_id=uuid.UUID(given["project"]) if given.get("project") else None,
            pay_to_iban=given["pay_to_iban"],
            pay_to_reference=given["pay_to_reference"],
            receipts=(ReceiptInput(upload.name, upload.read()),) if upload else (),
        )


class StateFilter(forms.Form):
    """Narrow a list of costs by where they stand."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *CostState.choices], required=False)
