"""Forms: an invoice with its lines, its credit, and the question «what must I invoice to have enough?»."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from marke.domain.sales.enums import InvoiceKind, InvoiceStatus
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.pricing import LineInput
from marke.domain.sales.queries.clients import clients_of_unit
from marke.domain.units.queries import open_projects
from marke.web.components.formatting import format_percent
from marke.web.components.forms import MoneyField, NumberInput, SearchSelect

MOST_SHOWN_CLIENTS = 300


class QuantityField(forms.Field):
    """A quantity with at most three decimals, typed with a comma or a point."""

    widget = NumberInput

    def to_python(self, value: str | Decimal | None) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            quantity = Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation:
            raise ValidationError(translate("Write a quantity such as 1,5."), code="quantity") from None
        if not quantity.is_finite() or not 0 < abs(quantity) < 1_000_000 or quantity != round(quantity, 3):
            raise ValidationError(translate("Write a quantity such as 1,5, with at most three decimals."))
        return quantity


def vat_choices(day: dt.date) -> list[tuple[str, str]]:
    """Each VAT rate with its reason: the reader chooses both at once (rule 23)."""
    law, language = home().vat_law(), get_language() or "en"
    standard = law.rate(law.standard, on=day)
    choices = [(f"{standard}|", format_percent(standard, language=language, decimals=0))]
    for ground in law.grounds.values():
        if day in ground.period:
            rate = law.rate(ground.rate_code, on=day)
            title = ground.titles.get(language, ground.titles["en"])
            choices.append((f"{rate}|{ground.code}", f"{format_percent(rate, language=language, decimals=0)}: {title}"))
    return choices


class LineForm(forms.Form):
    """One line. A line left empty is not there."""

    description = forms.CharField(label=_("What for"), max_length=300)
    quantity = QuantityField(label=_("Quantity"), initial="1")
    unit_price = MoneyField(label=_("Price without VAT"), minimum=None)
    vat = forms.ChoiceField(label=_("VAT"))

    def __init__(self, *args: Any, vat_choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["vat"].choices = vat_choices
        self.fields["quantity"].widget.attrs["class"] = "short"

    def line(self) -> LineInput:
        """What was typed, as the domain takes it."""
        given = self.cleaned_data
        rate, ground = given["vat"].split("|")
        return LineInput(
            given["description"], given["quantity"], Decimal(given["unit_price"]) / 100, Decimal(rate), ground
        )


class BaseLines(forms.BaseFormSet):
    """The lines of an invoice: at least one is filled in."""

    def lines(self) -> tuple[LineInput, ...]:
        """The lines that are filled in and can be read."""
        return tuple(form.line() for form in self.forms if form.has_changed() and form.is_valid())

    def clean(self) -> None:
        if not any(form.has_changed() for form in self.forms):
            raise ValidationError(translate("Fill in at least one line."), code="lines")


Lines = forms.formset_factory(LineForm, formset=BaseLines, extra=0, min_num=1, max_num=200, validate_max=True)


class InvoiceForm(forms.Form):
    """For whom, what about, on which project."""

    client = forms.ChoiceField(label=_("Client"), widget=SearchSelect)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    client_reference = forms.CharField(label=_("Reference of the client"), max_length=80, required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, *args: Any, unit_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit_id = unit_id
        links = clients_of_unit(unit_id=unit_id)[:MOST_SHOWN_CLIENTS]
        chosen = str(self["client"].value() or "")
        choices = [(str(link.client_id), link.client.name) for link in links]
        self.fields["client"].choices = sorted(choices, key=lambda choice: choice[0] != chosen)
        projects = [(str(project.pk), project.name) for project in open_projects(unit_id=unit_id)]
        if projects:
            self.fields["project"].choices = [("", _("The unit itself")), *projects]
        else:
            del self.fields["project"]

    def invoice(self, lines: tuple[LineInput, ...]) -> InvoiceInput:
        """What was filled in, as the domain takes it. A claim without VAT for funding only is a funding claim."""
        given = self.cleaned_data
        funding = bool(lines) and all(line.vat_ground == "funding" for line in lines)
        return InvoiceInput(
            unit_id=self.unit_id,
            client_id=uuid.UUID(given["client"]),
            lines=lines,
            subject=given["subject"],
            client_reference=given["client_reference"],
            project_id=uuid.UUID(given["project"]) if given.get("project") else None,
            kind=InvoiceKind.FUNDING if funding else InvoiceKind.INVOICE,
        )


def initial_of(invoice: Invoice) -> dict[str, Any]:
    """A draft, or an invoice to repeat, as the form shows it."""
    return {
        "client": str(invoice.client_id),
        "subject": invoice.subject,
        "client_reference": invoice.client_reference,
        "project": str(invoice.project_id or ""),
    }


def initial_lines(invoice: Invoice) -> list[dict[str, Any]]:
    """Its lines as the form shows them."""
    return [
        {
            "description": line.description,
            "quantity": str(line.quantity.normalize()).replace(".", ","),
            "unit_price": int(line.unit_price * 100),
            "vat": f"{_plain(line.vat_rate)}|{line.vat_ground}",
        }
        for line in invoice.lines.all()
    ]


def _plain(rate: Decimal) -> str:
    """The rate as the law's data writes it: two decimals."""
    return str(rate.quantize(Decimal("0.01")))


class CreditForm(forms.Form):
    """Why the invoice is taken back; printed on the credit note."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Printed on the credit note."))


class NeededForm(forms.Form):
    """How much the unit must have left."""

    budget = MoneyField(label=_("I need in my unit"), minimum=1, maximum=100_000_000)


class StatusFilter(forms.Form):
    """Narrow the list of a unit's invoices."""

    status = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *InvoiceStatus.choices], required=False)

    def wanted(self) -> InvoiceStatus | None:
        """The state asked for; none when it shows all, or cannot be read."""
        return InvoiceStatus(self.cleaned_data["status"]) if self.is_valid() and self.cleaned_data["status"] else None
