"""Forms: narrow lists, withdraw, confirm and return payments, accept payees, read the bank's answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.payouts.enums import BatchState, CaseState, OrderState, Purpose, Verification
from marke.domain.payouts.verifications import PayeeAnswer
from marke.web.components.forms import DayField


class BatchFilter(forms.Form):
    """By where a batch stands."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *BatchState.choices], required=False)


class OrderFilter(forms.Form):
    """By where a payment stands."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *OrderState.choices], required=False)


class CaseFilter(forms.Form):
    """By what was decided."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *CaseState.choices], required=False)


class PurposeForm(forms.Form):
    """What a new batch pays."""

    purpose = forms.ChoiceField(choices=Purpose.choices)


class ApproveForm(forms.Form):
    """What the approver looked at: the hash travels with the page, so that a change in between is seen."""

    hash_seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why: others read it."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class ConfirmForm(forms.Form):
    """The value date of the bank's statement."""

    on = DayField(label=_("Value date on the statement"))


class ReturnForm(ConfirmForm):
    """What the bank says of a payment that it did not carry out, or sent back."""

    reason = forms.CharField(
        label=_("What the bank says"), max_length=300, help_text=_("Its code or its words: AC04, account closed.")
    )


class CaseForm(forms.Form):
    """What was found."""

    reason = forms.CharField(label=_("What did you find?"), max_length=300)


class AnswersForm(forms.Form):
    """The bank's answers as a file."""

    file = forms.FileField(
        label=_("Answers of the bank"),
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
        help_text=_("The list below, with match, close, no_match or impossible in the third column."),
    )


class AnswerForm(forms.Form):
    """One answer, read on the bank's screen."""

    answer = forms.ChoiceField(label=_("What does the bank say?"), choices=Verification.choices)
    known_as = forms.CharField(label=_("Name at the bank"), max_length=140, required=False)

    def of(self, *, iban: str, name: str) -> PayeeAnswer:
        """The answer about a payee, as the domain takes it."""
        given = self.cleaned_data
        return PayeeAnswer(iban, name, Verification(given["answer"]), given["known_as"])
