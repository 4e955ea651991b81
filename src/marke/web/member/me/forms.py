"""What a member tells about themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.domain.people.models import IdentityDocument, Language


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
