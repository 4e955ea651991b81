"""Forms: which messages are listed, and why one is decided by a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.outbox import queries
from marke.domain.outbox.enums import State
from marke.web.components.delivery import channel_name

TO_DECIDE = "to_decide"


class MessageFilter(forms.Form):
    """Narrow the messages by state and channel."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), (TO_DECIDE, _("To decide")), *State.choices]
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        channels = [(channel, channel_name(channel)) for channel in queries.channels()]
        self.fields["channel"].choices = [("", _("All")), *channels]


class DecisionForm(forms.Form):
    """Why a message is marked as sent or given up."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("How you know that it arrived, or why it is given up. Not needed to send again."),
    )
