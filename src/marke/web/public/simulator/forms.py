"""The questions of the simulator, in plain words: four linked amounts, and a few facts with what most people have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marke.kernel.dates import Month
from marke.kernel.money import Cents
from marke.rules.payroll.simulation import Chain, Given
from marke.web.components.formatting import format_money
from marke.web.components.forms import MoneyField, MoneyInput, NumberInput

LARGEST: Cents = 1_000_000_00
"""A million euro for one contract is a typing error."""

LINKED = {
    "invoice": Given.INVOICE,
    "budget": Given.BUDGET,
    "gross": Given.GROSS,
    "net": Given.NET,
}
"""The four linked amounts in the order of the money: change one, the others follow."""

STATUSES = [
    ("employee", gettext_lazy("Employee")),
    ("manual", gettext_lazy("Manual worker")),
    ("artist", gettext_lazy("Artist")),
    ("artist_1bis", gettext_lazy("Artist with a certificate (article 1bis)")),
    ("student", gettext_lazy("Student")),
    ("flexi_job", gettext_lazy("Flexi-job")),
]
PARTNERS = [
    ("none", gettext_lazy("No registered partner")),
    ("earned_income", gettext_lazy("Partner with earned income")),
    ("without_income", gettext_lazy("Partner without income")),
]
DURATIONS = [("days", gettext_lazy("For these days only")), ("ongoing", gettext_lazy("Goes on, without an end date"))]
RATES = [("21", "21 %"), ("6", "6 %"), ("0", gettext_lazy("No VAT"))]
SECTORS = [
    ("", gettext_lazy("No minimum of a sector")),
    ("200", gettext_lazy("Employees in general (PC 200)")),
    ("304", gettext_lazy("Performing arts (PC 304)")),
]

REFUSED = {
    "required": gettext_lazy("Fill this in."),
    "invalid": gettext_lazy("Write a whole number, such as 3."),
    "invalid_choice": gettext_lazy("«%(value)s» is not in this list. Choose one of the list."),
    "min_value": gettext_lazy("Fill in %(limit_value)s or more."),
    "max_value": gettext_lazy("Fill in %(limit_value)s or less."),
}

FEW = ("days", "status", "partner", "children")
MORE = ("month", "duration", "vat", "sector", "hours_before")


class MonthField(forms.Field):
    """A month, read as 11/2026 or 2026-11."""

    widget = NumberInput({"inputmode": "numeric"})

    def to_python(self, value: str) -> Month | None:
        if value in self.empty_values:
            return None
        text = "".join(str(value).split())
        if found := re.fullmatch(r"(\d{1,2})[/.-]([12]\d{3})", text, re.ASCII):
            number, year = found.groups()
        elif found := re.fullmatch(r"([12]\d{3})-(\d{1,2})", text, re.ASCII):
            year, number = found.groups()
        else:
            raise ValidationError(_("Write a month such as 11/2026."), code="readable")
        if not 1 <= int(number) <= 12:
            raise ValidationError(_("A year has twelve months."), code="exists")
        return Month(int(year), int(number))


class SimulatorForm(forms.Form):
    """Everything the simulator asks. ``given`` is the amount that was typed last, ``shown`` the amounts on screen.

    Each input is described by its notes as a whole, because these change around it while somebody types.
    """

    invoice = MoneyField(
        label=gettext_lazy("Your client pays"),
        help_text=gettext_lazy("Without VAT."),
        required=False,
        maximum=LARGEST,
    )
    budget = MoneyField(
        label=gettext_lazy("It costs your unit"),
        help_text=gettext_lazy("Pay, contributions and insurance."),
        required=False,
        maximum=LARGEST,
    )
    gross = MoneyField(
        label=gettext_lazy("Gross pay"),
        help_text=gettext_lazy("Before contributions and tax."),
        required=False,
        maximum=LARGEST,
    )
    net = MoneyField(
        label=gettext_lazy("Net pay"),
        help_text=gettext_lazy("What reaches your account."),
        required=False,
        maximum=LARGEST,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days of work"),
        min_value=1,
        max_value=31,
        widget=NumberInput({"inputmode": "numeric"}, suffix=gettext_lazy("days")),
    )
    status = forms.ChoiceField(label=gettext_lazy("You work as"), choices=STATUSES)
    partner = forms.ChoiceField(
        label=gettext_lazy("At home"),
        choices=PARTNERS,
        help_text=gettext_lazy("Registered: married or legally cohabiting."),
    )
    children = forms.IntegerField(
        label=gettext_lazy("Dependent children"),
        min_value=0,
        max_value=30,
        widget=NumberInput({"inputmode": "numeric"}),
    )
    month = MonthField(label=gettext_lazy("In which month"))
    duration = forms.ChoiceField(label=gettext_lazy("The contract"), choices=DURATIONS)
    vat = forms.ChoiceField(label=gettext_lazy("VAT on the invoice"), choices=RATES)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), choices=SECTORS, required=False)
    hours_before = forms.IntegerField(
        label=gettext_lazy("Student hours used before"),
        help_text=gettext_lazy("This year. A day counts as 7.6 hours."),
        min_value=0,
        max_value=2000,
        widget=NumberInput({"inputmode": "numeric"}, suffix=gettext_lazy("hours")),
    )
    given = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for name, field in self.fields.items():
            if name not in ("given", "shown"):
                look = {MoneyInput: "input money", NumberInput: "input number short"}.get(type(field.widget), "input")
                field.widget.attrs |= {"aria-describedby": f"id_{name}_notes", "class": look}
                field.error_messages |= REFUSED

    @property
    def linked(self) -> list[forms.BoundField]:
        return [self[name] for name in LINKED]

    @property
    def few(self) -> list[forms.BoundField]:
        return [self[name] for name in FEW]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_is_refused(self) -> bool:
        """True when an error hides behind the further questions."""
        return any(name in self.errors for name in MORE)

    def typed(self) -> tuple[str, Cents] | None:
        """The amount to start from: the one that differs from what was on screen; nothing while it is empty.

        When two differ, the newly changed one counts, not the one that was typed before.
        """
        amounts = {name: self.cleaned_data[name] for name in LINKED if self.cleaned_data[name] is not None}
        before, shown = self.cleaned_data["given"], _remembered(self.cleaned_data["shown"])
        changed = [name for name in amounts if shown and amounts[name] != shown[name]]
        candidates = [*(name for name in changed if name != before), *changed, before, *(() if shown else amounts)]
        name = next((name for name in candidates if name in LINKED), None)
        return (name, amounts[name]) if name in amounts else None

    def follow(self, chain: Chain, *, given: str, amount: Cents) -> None:
        """Show the linked amounts as computed, and remember them; the one that was typed stays what was typed."""
        amounts = {name: chain.value(value) for name, value in LINKED.items()} | {given: amount}
        written = {name: MoneyInput().format_value(value) for name, value in amounts.items()}
        memory = "-".join(str(value) for value in amounts.values())
        self.data = {**self.data, **written, "given": given, "shown": memory}
        if chain.vat:
            paid = format_money(chain.client_pays, language=get_language() or "en")
            self["invoice"].help_text = _("Without VAT. With VAT: %(amount)s.") % {"amount": paid}

    def link(self, *, given: str, amount: Cents) -> str:
        """This question as a query string that anybody can open."""
        facts = {name: self.data.get(name, "") for name in (*FEW, *MORE)}
        return urlencode({"given": given, given: f"{amount // 100},{amount % 100:02d}", **facts})


def usual(today: dt.date) -> dict[str, str]:
    """What most people have: some days of work for a client, an employee, nobody at charge, this month."""
    return {
        "days": "3",
        "status": "employee",
        "partner": "none",
        "children": "0",
        "month": f"{today.month:02d}/{today.year}",
        "duration": "days",
        "vat": "21",
        "sector": "",
        "hours_before": "0",
    }


def vat_rate(percent: str) -> Decimal:
    """The rate behind the choice «21 %»."""
    return Decimal(percent) / 100


def _remembered(text: str) -> dict[str, Cents]:
    """The amounts that were on screen; nothing when the memory is not ours."""
    if not re.fullmatch(r"\d{1,15}(-\d{1,15}){3}", text, re.ASCII):
        return {}
    return dict(zip(LINKED, map(int, text.split("-")), strict=True))
