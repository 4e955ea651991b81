"""A page of the desk that is one form: shown, sent, refused in place, or done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marke.web.attempt import attempt, status_of
from marke.web.components.shell import NavItem


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands on the page: its heading, one sentence, the button's words, the way back, facts above the form."""

    heading: str
    send: str
    lead: str = ""
    kind: str = "primary"
    crumbs: Sequence[NavItem] = ()
    pairs: Sequence[tuple[str, Any]] = field(default_factory=tuple)

    def answer(
        self, request: HttpRequest, form: forms.Form, *, act: Callable[[dict[str, Any]], Any], done: str, to: str
    ) -> HttpResponse:
        """Show the form, or carry out ``act`` with what was typed, say ``done`` and go ``to`` an address."""
        if form.is_bound and form.is_valid() and attempt(form, lambda: act(form.cleaned_data)):
            messages.success(request, done)
            return redirect(to)
        return self.show(request, form)

    def show(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        """The page with the form as it stands: fresh, or refused with everything that was typed."""
        context = {
            "form": form,
            "heading": self.heading,
            "send": self.send,
            "lead": self.lead,
            "kind": self.kind,
            "crumbs": self.crumbs,
            "pairs": self.pairs,
        }
        return render(request, "desk/form.html", context, status=status_of(form))
