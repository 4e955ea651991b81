"""Forms: the takings of a day, their taking back, and the filter of the list."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.domain.receipts.enums import ReceiptStatus, TakenAs
from marke.domain.receipts.models import Receipt
from marke.domain.receipts.operations import ReceiptInput
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.home import home
from marke.domain.units.queries import open_projects
from marke.rules.vat import Buyer, Treatment
from marke.web.components.formatting import format_percent
from marke.web.components.forms import DayField, MoneyField


def vat_choices(day: dt.date) -> list[tuple[str, str]]:
    """Each rate, with its reason, under which something is sold to a private person on a day (rule 23)."""
    law = home().vat_law()
    found = law.treatments(buyer=Buyer(law.country, is_private=True), on=day)
    return [_choice(treatment) for treatment in found if not (treatment.ground and treatment.ground.is_funding)]


def _choice(treatment: Treatment) -> tuple[str, str]:
    language = get_language() or "en"
    rate = format_percent(treatment.rate, language=language, decimals=0)
    ground = treatment.ground
    title = ground.titles.get(language, ground.titles["en"]) if ground else ""
    return f"{treatment.rate}|{treatment.code}", f"{rate}: {title}" if title else rate


PAYERS = [
    (ClientKind.PRIVATE.value, _("Private people")),
    (ClientKind.COMPANY.value, _("A business, an association or a public body")),
]


class ReceiptForm(forms.Form):
    """How much, when, what for; the rest is filled in as it was last time."""

    gross = MoneyField(label=_("Takings, VAT included"), minimum=1)
    taken_on = DayField(label=_("Day"))
    description = forms.CharField(
        label=_("What for"), max_length=200, help_text=_("As the receipts book asks: «entrance of the concert».")
    )
    vat = forms.ChoiceField(label=_("VAT"))
    taken_as = forms.ChoiceField(label=_("How was it paid?"), choices=TakenAs.choices, widget=forms.RadioSelect)
    payer = forms.ChoiceField(label=_("Who paid?"), choices=PAYERS, widget=forms.RadioSelect)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, *args: Any, unit_id: int, day: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit_id = unit_id
        self.fields["vat"].choices = vat_choices(day)
        projects = [(str(project.pk), project.name) for project in open_projects(unit_id=unit_id)]
        if projects:
            self.fields["project"].choices = [("", _("The unit itself")), *projects]
        else:
            del self.fields["project"]

    def receipt(self) -> ReceiptInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        rate, ground = given["vat"].split("|")
        return ReceiptInput(
            unit_id=self.unit_id,
            taken_on=given["taken_on"],
            gross=given["gross"],
            description=given["description"],
            vat_rate=Decimal(rate),
            vat_ground=ground,
            payer=ClientKind(given["payer"]),
            taken_as=TakenAs(given["taken_as"]),
            project_id=uuid.UUID(given["project"]) if given.get("project") else None,
        )


def initial_of(last: Receipt | None, *, today: dt.date) -> dict[str, Any]:
    """Today, cash, private people, and VAT and words as last time."""
    fixed = {"taken_on": today, "payer": ClientKind.PRIVATE, "taken_as": TakenAs.CASH}
    if last is None:
        return fixed
    rate = str(last.vat_rate.quantize(Decimal("0.01")))
    return fixed | {"taken_as": last.taken_as, "vat": f"{rate}|{last.vat_ground}", "description": last.description}


class TakeBackForm(forms.Form):
    """Why a receipt does not count."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The receipts book keeps it."))


class StatusFilter(forms.Form):
    """Narrow the list by where the money is."""

    status = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *ReceiptStatus.choices], required=False)

    def wanted(self) -> ReceiptStatus | None:
        """The state asked for; none when it shows all, or cannot be read."""
        return ReceiptStatus(self.cleaned_data["status"]) if self.is_valid() and self.cleaned_data["status"] else None
