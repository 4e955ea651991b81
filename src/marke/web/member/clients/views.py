"""The clients of a unit: the list, and one client with what it owes, how it pays and whom the unit knows there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marke.domain.directory.queries.vat_numbers import vat_number
from marke.domain.einvoicing.queries import reachability
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client, ClientLink, Contact
from marke.domain.sales.queries import clients as queries
from marke.domain.sales.queries import contacts, invoices
from marke.domain.units.models import Unit
from marke.web.access import unit_page
from marke.web.components.charts import Chart, Mark, columns
from marke.web.components.filters import FilterBar, chips_of
from marke.web.components.records import Figure
from marke.web.components.shell import Action
from marke.web.components.spreadsheets import TYPES
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.lists.shelf import keeps_views
from marke.web.member.clients.contacts import crumbs_of, link_of
from marke.web.member.clients.forms import ClientFilterForm, NotesForm
from marke.web.member.clients.words import reach_badge, vat_badge
from marke.web.member.invoices.tables import invoice_table


@unit_page()
@keeps_views
def clients(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Everybody the unit works for, by name."""
    form = ClientFilterForm(request.GET)
    wanted = form.wanted()
    shown = window(queries.clients_of_unit(unit_id=unit.pk, **wanted), page=request.GET.get("page"))
    new = reverse("client_new", args=[unit.pk])
    context = {
        "unit": unit,
        "bar": FilterBar(form=form, chips=chips_of(form=form, query=request.GET)),
        "window": shown,
        "table": _table(unit, shown.rows),
        "has_any": bool(shown.rows) or queries.clients_of_unit(unit_id=unit.pk, shelf=queries.Shelf.ALL).exists(),
        "actions": [
            Action(_("New client"), new, "primary", "user-plus"),
            Action(_("Read in a list"), reverse("client_import", args=[unit.pk]), icon="upload"),
        ],
        "exports": exports(request, lambda kind: reverse("client_export", args=[unit.pk, kind])),
        "empty_action": Action(_("Add a client"), new, icon="user-plus"),
    }
    return render(request, "member/clients/clients.html", context)


def exports(request: HttpRequest, url: Callable[[str], str]) -> list[Action]:
    """The list as it is filtered, for a spreadsheet."""
    query = request.GET.copy()
    query.pop("page", None)
    asked = f"?{query.urlencode()}" if query else ""
    return [Action(kind.upper(), f"{url(kind)}{asked}", "quiet", "download") for kind in TYPES]


def _table(unit: Unit, links: Sequence[ClientLink]) -> Table:
    owed = queries.open_per_client(unit_id=unit.pk, client_ids=[link.client_id for link in links])
    people = contacts.first_contacts(link_ids=[link.pk for link in links])
    return Table(
        caption=_("Clients"),
        caption_hidden=True,
        columns=[
            Column("name", _("Client"), value=lambda link: link.client.name, link=lambda link: _url(unit, link)),
            Column("kind", _("Kind"), value=lambda link: link.client.get_kind_display()),
            Column("place", _("Place"), value=lambda link: f"{link.client.municipality} {_abroad(link)}".strip()),
            Column(
                "contact",
                _("Contact person"),
                value=lambda link: _name(people.get(link.pk)),
                note=lambda link: people[link.pk].email if link.pk in people else "",
            ),
            Column("open", _("Owes you"), kind="money", value=lambda link: owed.get(link.client_id)),
            Column("state", _("State"), kind="badge", value=_badge),
        ],
        rows=links,
    )


def _name(contact: Contact | None) -> str:
    return contact.name if contact else ""


def _url(unit: Unit, link: ClientLink) -> str:
    return reverse("client", args=[unit.pk, link.client_id])


def _abroad(link: ClientLink) -> str:
    return "" if link.client.country == "BE" else f"({link.client.country})"


def _badge(link: ClientLink) -> Badge | None:
    """What a unit has to know of a client at a glance: that nothing new is made for it, or that it is put away."""
    if link.client.state == ClientState.BLOCKED:
        return Badge(_("Blocked"), "bad")
    return Badge(_("Put away")) if link.archived_on else None


@unit_page()
def client(request: HttpRequest, *, unit: Unit, client: uuid.UUID) -> HttpResponse:
    """One client of the unit: what it owes, how it pays, whom the unit knows there, its invoices."""
    if moved := queries.merged_for_unit(unit_id=unit.pk, client_id=client):
        return redirect("client", unit=unit.pk, client=moved)
    link, today = link_of(unit, client), localdate()
    shown = window(
        invoices.invoices_of_unit(unit_id=unit.pk, as_of=today, client_id=client), page=request.GET.get("page")
    )
    people = contacts.contacts_of(unit_id=unit.pk, client_id=client)
    paid = queries.last_paid(unit_id=unit.pk, client_id=client)
    context = {
        "unit": unit,
        "link": link,
        "client": link.client,
        "badge": _badge(link),
        "is_blocked": link.client.state == ClientState.BLOCKED,
        "figures": _figures(unit, link.client, paid, today),
        "chart": days_chart(paid) if len(paid) > 1 else None,
        "contacts": [(person, _what_goes_there(person)) for person in people],
        "notes_form": NotesForm(initial={"notes": link.notes}),
        "vat": vat_badge(vat_number(number=link.client.vat_number)),
        "reach": reach_badge(reachability(link.client)),
        "window": shown,
        "table": without_client(invoice_table(unit, shown.rows, today=today)),
        "events": timeline([link, *people]),
        "crumbs": crumbs_of(unit),
        "actions": _actions(unit, link),
        "empty_action": Action(_("Make an invoice"), _new_invoice(unit, link), icon="file-plus"),
    }
    return render(request, "member/clients/client.html", context)


def _what_goes_there(person: Contact) -> str:
    """What a contact is to the unit, in one line."""
    facts = [
        _("First contact") if person.is_default else "",
        _("gets quotes") if person.gets_quotes else "",
        _("gets invoices") if person.gets_invoices else "",
        str(person.get_language_display()) if person.language else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def without_client(table: Table) -> Table:
    """A table of invoices on the page of their client, who need not be named on each row."""
    return replace(table, columns=[column for column in table.columns if column.key != "client"])


def _figures(unit: Unit, client: Client, paid: Sequence[queries.PaidInvoice], today: dt.date) -> list[Figure]:
    owed = invoices.receivables(as_of=today, unit_id=unit.pk, client_id=client.pk)
    year = queries.invoiced(unit_id=unit.pk, client_id=client.pk, since=today.replace(month=1, day=1))
    count = ngettext("%(count)s invoice", "%(count)s invoices", owed.count) % {"count": owed.count}
    return [
        Figure(_("Invoiced in %(year)s") % {"year": today.year}, amount=year, note=_("without VAT")),
        Figure(_("Owes your unit"), amount=owed.total, note=count if owed.count else ""),
        Figure(_("Overdue"), amount=owed.overdue, tone="bad" if owed.overdue else ""),
        Figure(_("Pays on average after"), value=days_in_words(_average(paid)) if paid else "–"),
    ]


def _average(paid: Sequence[queries.PaidInvoice]) -> int:
    return sum(invoice.days for invoice in paid) // len(paid)


def days_in_words(days: int) -> str:
    """A number of days as people say it."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def days_chart(paid: Sequence[queries.PaidInvoice]) -> Chart:
    """How many days each of the last invoices waited for its money; the late ones stand out."""
    late = sum(invoice.is_late for invoice in paid)
    finding = (
        ngettext(
            "%(count)s of the last %(all)s invoices was paid late",
            "%(count)s of the last %(all)s invoices were paid late",
            late,
        )
        % {"count": late, "all": len(paid)}
        if late
        else _("The last %(all)s invoices were all paid in time") % {"all": len(paid)}
    )
    return columns(
        finding=finding,
        marks=[Mark(invoice.number[-4:].lstrip("0"), invoice.days, invoice.is_late) for invoice in paid],
        write=str,
        heads=(_("Invoice"), _("Days until paid")),
        basis=_("Days from the invoice to its last cent, by number of the invoice"),
    )


def _new_invoice(unit: Unit, link: ClientLink) -> str:
    return f"{reverse('invoice_new', args=[unit.pk])}?client={link.client_id}"


def _actions(unit: Unit, link: ClientLink) -> list[Action]:
    at = [unit.pk, link.client_id]
    new = [Action(_("New invoice"), _new_invoice(unit, link), "primary", "file-plus")]
    return [
        *([] if link.client.state == ClientState.BLOCKED else new),
        Action(_("Correct"), reverse("client_edit", args=at), icon="pencil"),
        Action(_("Personal links"), reverse("client_links", args=at), icon="mail"),
        Action(
            _("Take back") if link.archived_on else _("Put away"),
            reverse("client_away", args=at),
            icon="undo-2" if link.archived_on else "inbox",
            method="post",
        ),
    ]
