"""Forms of orders: narrow the list, say how much is done, hand in a file, end what is left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from marke.domain.orders.enums import FileKind, OrderState
from marke.domain.orders.files import Needed
from marke.domain.orders.standing import Standing
from marke.kernel.papers import PaperInput
from marke.web.components.forms import NumberInput


class OrderFilterForm(forms.Form):
    """Narrow the list of a unit's orders."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *OrderState.choices], required=False)

    def wanted(self) -> OrderState | None:
        """The state that was asked for, if any and if it exists."""
        if self.is_valid() and self.cleaned_data["state"]:
            return OrderState(self.cleaned_data["state"])
        return None


class PercentField(forms.Field):
    """A percentage from 0 to 100 with at most two decimals, typed with a comma or a point; a share in code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=NumberInput(attrs={"class": "short"}, suffix="%"), **options)

    def to_python(self, value: str | None) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            percent = Decimal(str(value).strip().rstrip("%").strip().replace(",", "."))
        except InvalidOperation:
            raise ValidationError(translate("Write a percentage such as 40."), code="percent") from None
        if not percent.is_finite() or abs(percent) > 1_000 or percent != round(percent, 2):
            raise ValidationError(
                translate("Write a percentage such as 40, with at most two decimals."), code="percent"
            )
        return percent / 100


class ProgressForm(forms.Form):
    """How much of each line is done by now. Discounts are not asked: they advance with the work."""

    progress = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, standing: Standing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = standing.lines
        self.names: list[str] = []
        for line, share in zip(standing.lines, standing.done_shares, strict=True):
            if line.net < 0:
                continue
            name = f"done_{line.position}"
            initial = f"{share * 100:f}".rstrip("0").rstrip(".").replace(".", ",") or "0"
            self.names.append(name)
            self.fields[name] = PercentField(label=line.description, initial=initial)

    @property
    def line_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def done(self) -> tuple[Decimal, ...]:
        """The shares done, line by line."""
        return tuple(self.cleaned_data.get(f"done_{line.position}", Decimal(0)) for line in self.lines)


class FileForm(forms.Form):
    """A file of the order, and what it is."""

    kind = forms.ChoiceField(label=_("What is it?"))
    file = forms.FileField(label=_("PDF or photo"))

    def __init__(self, *args: Any, needed: Sequence[Needed], **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "en"
        required = [(each.required.code, each.required.title(language)) for each in needed]
        self.fields["kind"].choices = [*required, *FileKind.choices]  # type: ignore[attr-defined]

    def paper(self) -> PaperInput:
        """The file as it was handed in."""
        upload = self.cleaned_data["file"]
        return PaperInput(upload.name, upload.read())


class EndForm(forms.Form):
    """Why nothing more comes of an order, and the paper on which the client agrees."""

    reason = forms.CharField(label=_("Why does it end?"), max_length=200)
    file = forms.FileField(label=_("What the client signed"), help_text=_("PDF or photo"))

    def paper(self) -> PaperInput:
        """The file as it was handed in."""
        upload = self.cleaned_data["file"]
        return PaperInput(upload.name, upload.read())
