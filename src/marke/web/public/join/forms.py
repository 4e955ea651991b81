"""The questions of joining. What a person answered is never asked again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from marke.web.activity_choices import activity_choices
from marke.web.components.forms import CardSelect, DayField, SearchSelect


class EmailForm(forms.Form):
    """Where the code goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code that arrived."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class YouForm(forms.Form):
    """Who somebody is: five fields. Without a Belgian number the date of birth takes its place."""

    given_name = forms.CharField(
        label=_("First name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Last name"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    national_number = forms.CharField(
        label=_("National number"),
        max_length=20,
        help_text=_("On the back of your identity card, for example 93.05.18-223.61. We keep it encrypted."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = DayField(label=_("Date of birth"), help_text=_("For example 18/5/1993."))
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("For example Kerkstraat 12, 9000 Gent."),
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )

    def __init__(self, *args: object, has_number: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        del self.fields["birth_date" if has_number else "national_number"]


class ActivityForm(forms.Form):
    """What somebody does, found by typing."""

    activity = forms.ChoiceField(label=_("Activity"), widget=SearchSelect)
    understood = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["activity"].choices = activity_choices()  # type: ignore[attr-defined]


class UnitNameForm(forms.Form):
    """The name clients will see."""

    unit_name = forms.CharField(
        label=_("Name of the unit"),
        max_length=120,
        help_text=_("Your own name, or the name under which people know your work. You can change it later."),
    )


class AccountForm(forms.Form):
    """Where money goes."""

    iban = forms.CharField(
        label=_("Account number (IBAN)"),
        max_length=50,
        help_text=_("Your own account, for example BE68 5390 0754 7034."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class SignForm(forms.Form):
    """The last decision: agree, and take the share now or later."""

    agrees = forms.BooleanField(
        label=_("I agree with the charter, the statutes and the contract of use"),
        error_messages={"required": _("Without this agreement the unit cannot open.")},
    )
    share = forms.ChoiceField(
        label=_("Your share"),
        choices=[("now", _("Take one share now")), ("later", _("Take it later, before the unit opens"))],
        widget=CardSelect,
        initial="now",
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput)
