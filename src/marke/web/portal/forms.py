"""What a client can type: a name that signs, a reason, a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.quotes.enums import SignedBy


class AcceptForm(forms.Form):
    """Sign a quote. What is asked depends on how firmly an amount is signed: a name, a code by e-mail, or a paper."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=120)
    code = forms.CharField(
        label=_("The code from our e-mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    paper = forms.FileField(
        label=_("The signed quote"), help_text=_("A scan or a photo of every page: PDF, JPEG or PNG, at most 10 MB.")
    )
    order_reference = forms.CharField(
        label=_("Number of your purchase order"),
        help_text=_("If you have one: it will be on the invoice."),
        max_length=80,
        required=False,
    )
    comment = forms.CharField(
        label=_("A word to us"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, how: SignedBy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if how != SignedBy.CODE:
            del self.fields["code"]
        if how != SignedBy.PAPER:
            del self.fields["paper"]
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class DeclineForm(forms.Form):
    """Say no to a quote, with a reason for whoever wants to give one."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Why not?"),
        help_text=_("You need not say. It helps us to make a better offer."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "decline_%s", **kwargs})


class QuestionForm(forms.Form):
    """Ask the unit something."""

    about = forms.UUIDField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
