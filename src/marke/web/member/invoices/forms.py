"""Forms: an invoice with its lines, its credit, and the question «what must I invoice to have enough?»."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from marke.domain.sales.drafts import kind_of
from marke.domain.sales.enums import InvoiceStatus, Measure
from marke.domain.sales.home import home
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import InvoiceInput
from marke.domain.sales.pricing import LineInput
from marke.domain.sales.queries.clients import clients_of_unit
from marke.domain.units.queries import open_projects
from marke.rules.vat import Ground
from marke.web.components.formatting import format_percent
from marke.web.components.forms import DayField, MoneyField, NumberInput, SearchSelect

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


class PriceField(MoneyField):
    """The price of one piece, hour or kilometre: an amount in cents, which may have two decimals more: «0,4297».

    Three decimals after anything but zero stay thousands: «1.234» is one thousand two hundred thirty-four.
    """

    def to_python(self, value: str | int | None) -> Any:
        fine = re.fullmatch(r"(-?)(\d{1,7})[.,](\d{3,})", str(value or "").strip())
        if fine and (len(fine[3]) > 3 or fine[2] == "0"):
            if len(fine[3]) > 4:
                raise ValidationError(translate("A price has at most four decimals."), code="decimals")
            return Decimal(f"{fine[1]}{fine[2]}.{fine[3]}") * 100
        return super().to_python(value)


class MeasureField(forms.ChoiceField):
    """What a quantity counts; who says nothing counts pieces."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


def shown_price(price: Decimal) -> str:
    """A price as it is typed: «1234,50», «0,4297»."""
    return f"{price.quantize(Decimal('0.01')) if price == round(price, 2) else price:f}".replace(".", ",")


VatChoices = list[tuple[str, str | list[tuple[str, str]]]]


def vat_choices(day: dt.date) -> VatChoices:
    """Each VAT rate with its reason: the reader chooses both at once (rule 23).

    Usual reasons come first, those that the policy of the day proposes for some kind of deal; the others after them.
    """
    law, language = home().vat_law(), get_language() or "en"
    standard = law.rate(law.standard, on=day)
    usual = law.usual_grounds(on=day)
    in_force = [ground for ground in law.grounds.values() if day in ground.period]

    def choice(ground: Ground) -> tuple[str, str]:
        rate = law.rate(ground.rate_code, on=day)
        title = ground.titles.get(language, ground.titles["en"])
        return f"{rate}|{ground.code}", f"{format_percent(rate, language=language, decimals=0)}: {title}"

    return [
        (f"{standard}|", format_percent(standard, language=language, decimals=0)),
        (translate("Usual reasons"), [choice(ground) for ground in in_force if ground.code in usual]),
        (translate("After advice"), [choice(ground) for ground in in_force if ground.code not in usual]),
    ]


class LineForm(forms.Form):
    """One line. A line left empty is not there."""

    description = forms.CharField(label=_("What for"), max_length=300)
    quantity = QuantityField(label=_("Quantity"), initial="1")
    measure = MeasureField(label=_("Counted in"), choices=Measure.choices, initial=Measure.PIECE.value)
    unit_price = PriceField(label=_("Price without VAT"), minimum=None)
    vat = forms.ChoiceField(label=_("VAT"))

    def __init__(self, *args: Any, vat_choices: VatChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["vat"].choices = vat_choices
        self.fields["quantity"].widget.attrs["class"] = "short"

    def line(self) -> LineInput:
        """What was typed, as the domain takes it."""
        given = self.cleaned_data
        rate, ground = given["vat"].split("|")
        return LineInput(
            given["description"],
            given["quantity"],
            Decimal(given["unit_price"]) / 100,
            Decimal(rate),
            ground,
            measure=given["measure"],
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
    """For whom; and on demand what about, under which references, for which days, on which project."""

    client = forms.ChoiceField(label=_("Client"), widget=SearchSelect)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    client_reference = forms.CharField(label=_("Reference of the client"), max_length=80, required=False)
    order_reference = forms.CharField(label=_("Purchase order of the client"), max_length=80, required=False)
    period_start = DayField(label=_("Work from"), required=False)
    period_end = DayField(label=_("Work until"), required=False)
    delivered_on = DayField(
        label=_("Delivered on"), required=False, help_text=_("Needed for goods that leave Belgium.")
    )
    term_days = forms.IntegerField(
        label=_("Days to pay"),
        min_value=0,
        max_value=365,
        required=False,
        widget=NumberInput(suffix=_("days")),
        help_text=_("Only when you agreed another term with this client."),
    )
    export_proof = forms.CharField(
        label=_("Proof of export"),
        max_length=80,
        required=False,
        help_text=_("For goods that leave the European Union: the number of the export or transport document."),
    )
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

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for missing, other in (("period_start", "period_end"), ("period_end", "period_start")):
            if given.get(other) and not given.get(missing) and missing not in self.errors:
                self.add_error(missing, translate("A period has a first and a last day."))
        return given

    @property
    def has_details(self) -> bool:
        """Whether something is filled in, or wrong, among what is asked on demand only."""
        return any(self[name].value() or self[name].errors for name in self.fields if name != "client")

    def invoice(self, lines: tuple[LineInput, ...]) -> InvoiceInput:
        """What was filled in, as the domain takes it."""
        return self._input(self.cleaned_data, uuid.UUID(self.cleaned_data["client"]), lines)

    def so_far(self, lines: tuple[LineInput, ...], client_id: uuid.UUID) -> InvoiceInput:
        """The same from a form that is not finished: what cannot be read yet is left out."""
        self.is_valid()
        return self._input(self.cleaned_data if self.is_bound else self.initial, client_id, lines)

    def _input(self, given: Mapping[str, Any], client_id: uuid.UUID, lines: tuple[LineInput, ...]) -> InvoiceInput:
        start, end, project = (given.get(name) for name in ("period_start", "period_end", "project"))
        texts = {name: given.get(name) or "" for name in TEXTS}
        return InvoiceInput(
            unit_id=self.unit_id,
            client_id=client_id,
            lines=lines,
            project_id=uuid.UUID(project) if project else None,
            kind=kind_of(lines),
            period=(start, end) if start and end else None,
            delivered_on=given.get("delivered_on"),
            term_days=given.get("term_days"),
            **texts,
        )


TEXTS = ("subject", "client_reference", "order_reference", "export_proof")


def initial_of(invoice: Invoice) -> dict[str, Any]:
    """A draft as the form shows it."""
    return {
        "client": str(invoice.client_id),
        "project": str(invoice.project_id or ""),
        "period_start": invoice.period_start,
        "period_end": invoice.period_end,
        "delivered_on": invoice.delivered_on,
        "term_days": invoice.term_days,
        **{name: getattr(invoice, name) for name in TEXTS},
    }


def initial_of_repeated(invoice: Invoice) -> dict[str, Any]:
    """An invoice to repeat: for the same client about the same, on other days and another order."""
    shown = initial_of(invoice)
    return {name: shown[name] for name in ("client", "project", "subject", "client_reference", "term_days")}


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
