"""Forms of the desk: which clients, another state, another limit, and which client it is the same as."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.directory.operations.limits import GrantInput
from marke.domain.directory.queries.lists import ClientFilter, Concern
from marke.domain.einvoicing.enums import Reach
from marke.domain.sales.enums import ClientKind, ClientState
from marke.web.components.forms import DayField, MoneyField
from marke.web.member.clients.forms import countries


def _countries() -> list[tuple[str, str]]:
    return [("", str(_("All"))), *countries()]


class DeskFilterForm(forms.Form):
    """Which clients of the enterprise."""

    text = forms.CharField(label=_("Find"), required=False, max_length=100)
    concern = forms.ChoiceField(
        label=_("Concern"),
        required=False,
        choices=[
            ("", _("All")),
            (Concern.OVER_LIMIT.value, _("Over the limit")),
            (Concern.PAYS_LATE.value, _("Pays late")),
            (Concern.WAITS.value, _("Limit to decide")),
            (Concern.NOBODY.value, _("Without a unit")),
        ],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ClientState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ClientKind.choices])
    country = forms.ChoiceField(label=_("Country"), required=False, choices=_countries)
    reach = forms.ChoiceField(label=_("Peppol"), required=False, choices=[("", _("All")), *Reach.choices])

    def wanted(self) -> ClientFilter:
        """The filter as the query takes it; what cannot be read asks for nothing."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return ClientFilter(
            text=given.get("text", ""),
            state=ClientState(given["state"]) if given.get("state") else None,
            kind=ClientKind(given["kind"]) if given.get("kind") else None,
            country=given.get("country", ""),
            reach=given.get("reach", ""),
            concern=Concern(given["concern"]) if given.get("concern") else None,
        )


class ReasonForm(forms.Form):
    """Why the desk does something to a client."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Staff read it later; members do not see it."),
    )


class GrantForm(ReasonForm):
    """Another credit limit than the computed one."""

    amount = MoneyField(label=_("Limit"))
    until = DayField(label=_("Until"))
    field_order = ("amount", "until", "reason")

    def grant(self, client_id: uuid.UUID) -> GrantInput:
        """What was filled in, as the domain takes it."""
        return GrantInput(client_id, **self.cleaned_data)


class MergeForm(ReasonForm):
    """The client that this one is the same as."""

    into = forms.UUIDField(widget=forms.HiddenInput)


class FindOtherForm(forms.Form):
    """Find the client that this one is the same as."""

    text = forms.CharField(label=_("Name or number of the other client"), max_length=100)
