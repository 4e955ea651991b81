"""Show a refusal in the visitor's language: beside its field, or on top of the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from marke.domain.sales.policies import SaleInsideTheEnterprise
from marke.kernel.refusal import Amount, Refusal
from marke.web.components.formatting import format_money
from marke.web.components.shell import Action

Result = TypeVar("Result")


def sentence(refusal: Refusal) -> str:
    """The refusal's sentence, translated, with dates and texts in the visitor's own form."""
    values = {name: _shown(value) for name, value in refusal.params.items()}
    return gettext(refusal.message) % values if values else gettext(refusal.message)


def _shown(value: Any) -> Any:
    if isinstance(value, Amount):
        return format_money(value, language=get_language() or "en")
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    return value


def show_on(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the refusal beside the field it names, or on top when it names none of this form; nothing typed is lost."""
    if way := way_out(refusal):
        form.add_error(None, format_html('{} <a href="{}">{}</a>', sentence(refusal), way.url, way.label))
        return
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, sentence(refusal))


def way_out(refusal: Refusal) -> Action | None:
    """The page that does what is asked in the right way, filled in: a sale inside the enterprise is a transfer."""
    if isinstance(refusal, SaleInsideTheEnterprise) and refusal.buying_unit:
        page = reverse("transfer_new", args=[refusal.buying_unit])
        label = gettext("The transfer, ready for whoever acts in unit %(unit)s") % {"unit": refusal.buying_unit}
        return Action(label, f"{page}?to={refusal.unit_id}&amount={max(refusal.amount, 0)}")
    return None


def attempt(form: forms.BaseForm, operation: Callable[[], Result]) -> Result | None:
    """Do it in a savepoint and answer what it made. A refusal undoes it, stands on the form, and answers None."""
    try:
        with transaction.atomic():
            return operation()
    except Refusal as refusal:
        show_on(form, refusal)
        return None
