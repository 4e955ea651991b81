"""Forms: a quote, the paper that comes back signed, a template's name, the filter of the list."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from marke.domain.quotes.content import Invoicing, QuoteInput
from marke.domain.quotes.enums import Plan, QuoteState
from marke.domain.sales.pricing import LineInput
from marke.domain.sales.queries.clients import clients_of_unit
from marke.domain.units.queries import open_projects
from marke.kernel.refusal import Refusal
from marke.web.components.forms import DayField, NumberInput, SearchSelect
from marke.web.refusals import sentence

MOST_SHOWN_CLIENTS = 300


class QuoteForm(forms.Form):
    """For whom, what about, when, and how it is invoiced. Only client and a line are needed."""

    client = forms.ChoiceField(label=_("Client"), widget=SearchSelect)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    first_day = DayField(
        label=_("Work from"),
        required=False,
        help_text=_("One day alone is enough."),
    )
    last_day = DayField(
        label=_("Work until"),
        required=False,
        help_text=_("Then we offer to invoice it."),
    )
    to_email = forms.EmailField(
        label=_("E-mail of whoever decides"),
        required=False,
        help_text=_("Empty: nothing is mailed, and you hand over the PDF."),
    )
    to_name = forms.CharField(label=_("Name of whoever decides"), max_length=120, required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    plan = forms.ChoiceField(label=_("How it is invoiced"), choices=Plan.choices, required=False)
    deposit_percent = forms.IntegerField(
        label=_("Deposit"),
        min_value=1,
        max_value=99,
        required=False,
        widget=NumberInput({"inputmode": "numeric", "class": "short"}, suffix="%"),
    )
    instalments = forms.IntegerField(
        label=_("Number of parts"),
        min_value=2,
        max_value=36,
        required=False,
        widget=NumberInput({"inputmode": "numeric", "class": "short"}),
    )
    term_days = forms.IntegerField(
        label=_("Days to pay"),
        min_value=0,
        max_value=90,
        required=False,
        widget=NumberInput({"inputmode": "numeric", "class": "short"}, suffix=_("days")),
    )
    terms = forms.CharField(
        label=_("Conditions"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Printed on the quote. What the client signs, binds."),
    )
    client_reference = forms.CharField(label=_("Reference of the client"), max_length=80, required=False)
    project = forms.ChoiceField(label=_("Project"), required=False)

    def __init__(self, *args: Any, unit_id: int, only_client: uuid.UUID | None = None, **options: Any) -> None:
        """``only_client``: the quote was sent to this client and stays with it."""
        super().__init__(*args, **options)
        self.unit_id = unit_id
        self.fields["client"].choices = self._clients(only_client)
        projects = [(str(project.pk), project.name) for project in open_projects(unit_id=unit_id)]
        if projects:
            self.fields["project"].choices = [("", _("The unit itself")), *projects]
        else:
            del self.fields["project"]

    def _clients(self, only: uuid.UUID | None) -> list[tuple[str, str]]:
        """The client that is chosen on top, then the others by name."""
        links = clients_of_unit(unit_id=self.unit_id)
        shown = links.filter(client_id=only) if only else links[:MOST_SHOWN_CLIENTS]
        choices = [(str(link.client_id), link.client.name) for link in shown]
        chosen = str(self["client"].value() or "")
        if chosen and not any(key == chosen for key, _name in choices):
            choices += [(str(link.client_id), link.client.name) for link in _of_client(links, chosen)]
        return sorted(choices, key=lambda choice: choice[0] != chosen)

    def clean(self) -> dict[str, Any]:
        """The days come in their order; deposit and parts fit the plan."""
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", translate("The last day comes after the first one."))
        if not self.errors:
            try:
                self.invoicing()
            except Refusal as refusal:
                self.add_error(refusal.field, sentence(refusal))
        return given

    def invoicing(self) -> Invoicing:
        """How it is invoiced. Raises `Refusal` for a deposit or parts that are none."""
        given = self.cleaned_data
        plan = Plan(given.get("plan") or Plan.AT_END)
        return Invoicing(
            plan,
            deposit_percent=(given.get("deposit_percent") or 0) if plan == Plan.DEPOSIT else 0,
            instalments=(given.get("instalments") or 0) if plan == Plan.INSTALMENTS else 0,
        )

    @property
    def has_details(self) -> bool:
        """Whether something is filled in, or wrong, among what is asked on demand only."""
        asked = ("subject", "valid_until", "deposit_percent", "instalments", "term_days", "terms", "client_reference")
        return any(self[name].value() or self[name].errors for name in asked)

    def period(self) -> tuple[dt.date, dt.date] | None:
        """The days of the work; one day alone is the whole of it."""
        days = [day for name in ("first_day", "last_day") if (day := self.cleaned_data.get(name))]
        return (days[0], days[-1]) if days else None

    def quote(self, lines: tuple[LineInput, ...]) -> QuoteInput:
        """What was filled in, as the domain takes it."""
        given = self.cleaned_data
        return QuoteInput(
            unit_id=self.unit_id,
            client_id=uuid.UUID(given["client"]),
            lines=lines,
            subject=given["subject"],
            client_reference=given["client_reference"],
            project_id=uuid.UUID(given["project"]) if given.get("project") else None,
            period=self.period(),
            term_days=given["term_days"],
            terms=given["terms"],
            invoicing=self.invoicing(),
            valid_until=given["valid_until"],
            to_name=given["to_name"],
            to_email=given["to_email"],
        )


def _of_client(links: Any, chosen: str) -> Any:
    """The link of a client beyond the first page of them; nothing for what is no client."""
    try:
        return links.filter(client_id=uuid.UUID(chosen))
    except ValueError:
        return ()


def initial_of(given: QuoteInput) -> dict[str, Any]:
    """A quote as the form shows it."""
    first, last = given.period or (None, None)
    return {
        "client": str(given.client_id),
        "subject": given.subject,
        "first_day": first,
        "last_day": last,
        "to_email": given.to_email,
        "to_name": given.to_name,
        "valid_until": given.valid_until,
        "plan": given.invoicing.plan.value,
        "deposit_percent": given.invoicing.deposit_percent or None,
        "instalments": given.invoicing.instalments or None,
        "term_days": given.term_days,
        "terms": given.terms,
        "client_reference": given.client_reference,
        "project": str(given.project_id or ""),
    }


class SignedPaperForm(forms.Form):
    """The quote that came back signed on paper."""

    name = forms.CharField(label=_("Who signed"), max_length=120)
    paper = forms.FileField(
        label=_("The signed quote"),
        help_text=_("A PDF or a photo, at most 10 MB."),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )
    order_reference = forms.CharField(label=_("Purchase order of the client"), max_length=80, required=False)


class TemplateForm(forms.Form):
    """Under which name the unit finds this again."""

    name = forms.CharField(label=_("Name of the template"), max_length=80)


class QuoteFilterForm(forms.Form):
    """Narrow the list of a unit's quotes."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *((s.value, s.label) for s in QuoteState if s is not QuoteState.REPLACED)],
        required=False,
    )

    def wanted(self) -> QuoteState | None:
        """The state asked for; none when the form cannot be read."""
        return QuoteState(self.cleaned_data["state"]) if self.is_valid() and self.cleaned_data["state"] else None


class NoteForm(forms.Form):
    """What an adviser asks to change."""

    note = forms.CharField(label=_("What has to change"), max_length=500, widget=forms.Textarea({"rows": 3}))
