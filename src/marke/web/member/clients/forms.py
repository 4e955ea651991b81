"""Forms: who a client is, and the unit's own contact there."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.domain.sales.enums import ClientKind, DocumentLanguage
from marke.domain.sales.models import Client, Contact
from marke.domain.sales.operations.clients import ClientInput
from marke.domain.sales.operations.contacts import ContactInput
from marke.domain.sales.queries.clients import Shelf

NEIGHBOURS = ("BE", "NL", "FR", "DE", "LU")
"""The countries of most clients come first in the list."""


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language, Belgium and its neighbours first."""
    names = Locale.parse(get_language() or "en").territories
    known = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code < "ZZ"}
    rest = sorted((name, code) for code, name in known.items() if code not in NEIGHBOURS)
    return [*((code, known[code]) for code in NEIGHBOURS), *((code, name) for name, code in rest)]


class ContactForm(forms.Form):
    """Somebody the unit knows at a client."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.CharField(
        label=_("Role"), max_length=80, required=False, help_text=_("For example: bookkeeping, artistic direction.")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As the client")), *DocumentLanguage.choices], required=False
    )
    gets_quotes = forms.BooleanField(label=_("Gets quotes"), required=False)
    gets_invoices = forms.BooleanField(label=_("Gets invoices"), required=False)
    is_default = forms.BooleanField(label=_("First contact"), required=False)

    def contact(self) -> ContactInput:
        """What was filled in, as the domain takes it."""
        return ContactInput(**self.cleaned_data)


class NotesForm(forms.Form):
    """What the unit wants to remember."""

    notes = forms.CharField(
        label=_("Notes of your unit"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nobody outside your unit and the desk reads this."),
    )


class ClientFilterForm(forms.Form):
    """Which clients of the unit."""

    text = forms.CharField(label=_("Find"), required=False, max_length=100)
    shelf = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("In use")), (Shelf.AWAY.value, _("Put away")), (Shelf.ALL.value, _("All"))],
    )

    def wanted(self) -> dict[str, Any]:
        """The filter as the query takes it; what cannot be read shows the clients in use."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("text", ""), "shelf": Shelf(given.get("shelf") or Shelf.ACTIVE.value)}


class ClientForm(forms.Form):
    """Who the client is, for the whole enterprise."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=ClientKind.choices, initial=ClientKind.COMPANY, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("Enterprise or VAT number"),
        max_length=30,
        required=False,
        help_text=_("For example 0403.019.261 or FR40303265045. Nothing for a private person."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    street = forms.CharField(label=_("Street and number"), max_length=200)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    municipality = forms.CharField(label=_("Municipality"), max_length=100)
    country = forms.ChoiceField(label=_("Country"), choices=countries, initial="BE")
    vat_liable = forms.BooleanField(label=_("Has a VAT number"), required=False, initial=True)
    email = forms.EmailField(label=_("E-mail address for invoices"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the invoice"), choices=DocumentLanguage.choices, initial=DocumentLanguage.NL
    )

    def client(self) -> ClientInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        names = ("number", "name", "street", "postcode", "municipality", "country", "vat_liable", "email", "language")
        return ClientInput(kind=ClientKind(given["kind"]), **{name: given[name] for name in names})


class NewClientForm(ClientForm):
    """A new client with the first contact of the unit there."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("E-mail of the contact"), required=False)

    def first_contact(self) -> ContactInput | None:
        """The contact that was filled in: gets quotes when there is an address."""
        name, email = self.cleaned_data["contact_name"], self.cleaned_data["contact_email"]
        return ContactInput(name or email, email=email, gets_quotes=bool(email)) if name or email else None


def initial_of_contact(contact: Contact) -> dict[str, Any]:
    """A contact as the form shows it."""
    return {name: getattr(contact, name) for name in ContactForm.base_fields}


def initial_of(client: Client) -> dict[str, Any]:
    """A client as the form shows it."""
    names = ("kind", "name", "street", "postcode", "municipality", "country", "email", "language")
    return {
        **{name: getattr(client, name) for name in names},
        "number": client.enterprise_number or client.vat_number,
        "vat_liable": bool(client.vat_number),
    }
