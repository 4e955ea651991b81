"""Try what a form asks for; a refusal undoes it, stands in the form, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.db import transaction

from marke.kernel.refusal import Refusal
from marke.web.refusals import show_on

Outcome = TypeVar("Outcome")


def attempt(form: forms.BaseForm, act: Callable[[], Outcome]) -> Outcome | None:
    """The outcome of an act in a savepoint of its own, or None after a refusal, which is then shown on the form."""
    try:
        with transaction.atomic():
            return act()
    except Refusal as refusal:
        show_on(form, refusal)
        return None


def status_of(form: forms.BaseForm) -> int:
    """422 for a form that was sent and not accepted, else 200."""
    return 422 if form.is_bound and form.errors else 200
