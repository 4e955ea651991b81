"""Forms in our own markup: the renderer, and fields that read amounts and days as people type them.

`{{ form }}` draws the error summary and every field; `{{ form.price.as_field_group }}` draws one. Errors appear in
the summary and beside the field with the same words, and the typed input is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.web.components.formatting import format_money
from marke.web.components.parsing import parse_day, parse_money
from marke.web.refusals import sentence


class MarkeRenderer(TemplatesSetting):
    """Django's forms, drawn with `components/form.html` and `components/field.html`."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    formset_template_name = "components/formset.html"


class MoneyInput(forms.TextInput):
    """An amount in euro, typed freely; phones open the decimal keyboard. ``suffix`` may say «an hour»."""

    prefix_text = "€"

    def __init__(self, attrs: dict[str, Any] | None = None, *, suffix: str = "") -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.suffix_text = suffix

    def format_value(self, value: object) -> str | None:
        """Cents from the program become «1.234,50»; what a person typed stays as typed."""
        if isinstance(value, int):
            language = get_language() or "en"
            amount = format_money(value, language=language).replace("€", "").strip().strip("\u00a0")
            return amount.replace("\u2212", "-")
        return None if value is None else str(value)


class MoneyField(forms.Field):
    """An amount of money in cents, read in any Belgian way of writing it. ``minimum`` and ``maximum`` are in cents."""

    widget = MoneyInput

    def __init__(self, *, minimum: Cents | None = 0, maximum: Cents | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.minimum, self.maximum = minimum, maximum

    def to_python(self, value: str | int | None) -> Cents | None:
        if value in self.empty_values:
            return None
        return _read(parse_money, str(value))

    def validate(self, value: Cents | None) -> None:
        super().validate(value)
        language = get_language() or "en"
        if value is not None and self.minimum is not None and value < self.minimum:
            limit = format_money(self.minimum, language=language)
            raise ValidationError(_("Enter %(limit)s or more.") % {"limit": limit}, code="minimum")
        if value is not None and self.maximum is not None and value > self.maximum:
            limit = format_money(self.maximum, language=language)
            raise ValidationError(_("Enter %(limit)s or less.") % {"limit": limit}, code="maximum")

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return initial != self.to_python(data)  # type: ignore[arg-type]
        except ValidationError:
            return True


class DayInput(forms.DateInput):
    """A day typed as 12/3/2026, with the device's own calendar beside it where there is script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "data-day": "", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        if isinstance(value, dt.date):
            return f"{value.day}/{value.month:02d}/{value.year}"
        return None if value is None else str(value)


class DayField(forms.Field):
    """A day of the calendar, read as 12/3/2026, 12-03-2026 or 2026-03-12."""

    widget = DayInput

    def to_python(self, value: str | dt.date | None) -> dt.date | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, dt.date) else _read(parse_day, str(value))


class NumberInput(forms.TextInput):
    """A number typed with comma or point; ``suffix`` names its unit: «hours», «%»."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, suffix: str = "") -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.suffix_text = suffix


class SearchSelect(forms.RadioSelect):
    """A choice among many: radio buttons in a scrolling list with a box that narrows it.

    Without ``search_url`` the list narrows in place. With it, the address answers ``?q=`` with
    `components/search_options.html`: for choices too many to send at once. Give the likeliest as ``choices`` even then,
    so that there is something to choose from without script.
    """

    template_name = "components/search_select.html"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), *, search_url: str = "") -> None:
        super().__init__(attrs, choices)
        self.search_url = search_url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["search_url"] = self.search_url
        return context


class CardSelect(forms.RadioSelect):
    """A choice among few, each a large card: the decision of a flow page."""

    cards = True


def _read(parse: Callable[[str], Any], text: str) -> Any:
    """Parse what was typed; a refusal becomes the field's own error, in the reader's language."""
    try:
        return parse(text)
    except Refusal as refusal:
        raise ValidationError(sentence(refusal), code=refusal.rule) from None
