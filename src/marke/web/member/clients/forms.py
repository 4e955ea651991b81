"""Forms: who a client is, and the unit's own contact there."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marke.domain.people.models import Language
from marke.domain.sales.enums import ClientKind
from marke.domain.sales.models import Client
from marke.domain.sales.operations.clients import ClientInput

NEIGHBOURS = ("BE", "NL", "FR", "DE", "LU")
"""The countries of most clients come first in the list."""


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language, Belgium and its neighbours first."""
    names = Locale.parse(get_language() or "en").territories
    known = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code < "ZZ"}
    rest = sorted((name, code) for code, name in known.items() if code not in NEIGHBOURS)
    return [*((code, known[code]) for code in NEIGHBOURS), *((code, name) for name, code in rest)]


class ContactForm(forms.Form):
    """Whom the unit knows there."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("E-mail of the contact"), required=False)


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
    language = forms.ChoiceField(label=_("Language of the invoice"), choices=Language.choices, initial=Language.NL)

    def client(self) -> ClientInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        names = ("number", "name", "street", "postcode", "municipality", "country", "vat_liable", "email", "language")
        return ClientInput(kind=ClientKind(given["kind"]), **{name: given[name] for name in names})


class NewClientForm(ClientForm, ContactForm):
    """A new client with the unit's contact there."""


def initial_of(client: Client) -> dict[str, Any]:
    """A client as the form shows it."""
    names = ("kind", "name", "street", "postcode", "municipality", "country", "email", "language")
    return {
        **{name: getattr(client, name) for name in names},
        "number": client.enterprise_number or client.vat_number,
        "vat_liable": bool(client.vat_number),
    }
