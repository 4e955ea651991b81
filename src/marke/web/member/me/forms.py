"""What a member tells about themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.apikeys.operations import FOR_PROGRAMS, KeyInput
from marke.domain.people.models import IdentityDocument, Language
from marke.domain.units.models import Unit


class DetailsForm(forms.Form):
    """Name, language, address, phone."""

    given_name = forms.CharField(
        label=_("First name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Last name"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=Language)
    street = forms.CharField(
        label=_("Street and number"), max_length=200, widget=forms.TextInput({"autocomplete": "address-line1"})
    )
    postcode = forms.CharField(
        label=_("Postcode"), max_length=10, widget=forms.TextInput({"autocomplete": "postal-code", "class": "short"})
    )
    municipality = forms.CharField(
        label=_("Municipality"), max_length=100, widget=forms.TextInput({"autocomplete": "address-level2"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )


class BankAccountForm(forms.Form):
    """The new account."""

    iban = forms.CharField(
        label=_("New account number (IBAN)"), max_length=50, widget=forms.TextInput({"autocomplete": "off"})
    )
    waits = forms.BooleanField(
        label=_("Pay me nothing on the old account meanwhile"),
        required=False,
        help_text=_("Only when the old account is closed or no longer yours. Pay that is due waits for the new one."),
    )


class IdentityForm(forms.Form):
    """Both sides of the identity card, or the passport. The names of the fields are the kinds of document."""

    id_front = forms.FileField(label=IdentityDocument.Kind.ID_FRONT.label, required=False)
    id_back = forms.FileField(label=IdentityDocument.Kind.ID_BACK.label, required=False)
    passport = forms.FileField(
        label=IdentityDocument.Kind.PASSPORT.label, required=False, help_text=_("Instead of a Belgian card.")
    )
    iban_proof = forms.FileField(
        label=IdentityDocument.Kind.IBAN_PROOF.label,
        required=False,
        help_text=_("A bank card or statement that shows your name."),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for field in self.fields.values():
            field.widget.attrs["accept"] = "image/jpeg,image/png,application/pdf"


class KeyForm(forms.Form):
    """A key for a program: what it is for, where, what it may do, and how long."""

    name = forms.CharField(
        label=_("Which program is it for?"), max_length=80, help_text=_("For example: the till of the shop.")
    )
    units = forms.TypedMultipleChoiceField(label=_("In which units?"), coerce=int, widget=forms.CheckboxSelectMultiple)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do, besides looking?"),
        choices=[(scope.value, scope.label) for scope in FOR_PROGRAMS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Give it only what it needs. It never may do more than you yourself."),
    )
    days = forms.TypedChoiceField(
        label=_("How long does it open?"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=90,
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["units"].choices = [(unit.pk, str(unit)) for unit in units]  # type: ignore[attr-defined]

    def key(self) -> KeyInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        return KeyInput(given["name"], tuple(given["units"]), tuple(given["scopes"]), given["days"])
