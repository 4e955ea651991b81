"""Show a refusal in the visitor's language: beside its field, or on top of the form."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext

from marke.kernel.refusal import Refusal


def sentence(refusal: Refusal) -> str:
    """The refusal's sentence, translated, with dates and texts in the visitor's own form."""
    values = {
        name: date_format(value, "DATE_FORMAT") if isinstance(value, dt.date) else value
        for name, value in refusal.params.items()
    }
    return gettext(refusal.message) % values if values else gettext(refusal.message)


def show_on(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the refusal beside the field it names, or on top when it names none of this form; nothing typed is lost."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, sentence(refusal))
