"""Forms: narrow the queue, decide a document, let its writer go without."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.checks.enums import CheckState, DocumentKind


class CheckFilterForm(forms.Form):
    """By kind of document, and by where its check stands."""

    kind = forms.ChoiceField(label=_("Document"), choices=[("", _("All")), *DocumentKind.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=CheckState.choices, required=False, initial=CheckState.WAITING)

    def wanted_kind(self) -> DocumentKind | None:
        """The kind that was asked for, if any."""
        self.is_valid()
        kind = self.cleaned_data.get("kind")
        return DocumentKind(kind) if kind else None

    def wanted_state(self) -> CheckState:
        """The state that was asked for; the queue when none was."""
        self.is_valid()
        return CheckState(self.cleaned_data.get("state") or CheckState.WAITING)


class DecisionForm(forms.Form):
    """What must change when the document goes back; empty when it may go."""

    reason = forms.CharField(
        label=_("What must change"),
        help_text=_("Only when you return it; the member reads it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TrustForm(forms.Form):
    """Why a member goes without checks from now on, or no more."""

    reason = forms.CharField(label=_("Why? The member reads it."), max_length=500)
