"""The clients of a unit as a spreadsheet: what the unit itself wrote and what is public, nothing of other units."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from marke.domain.sales.queries import clients as queries
from marke.domain.sales.queries.contacts import first_contacts
from marke.domain.units.models import Unit
from marke.web.access import unit_page
from marke.web.components.spreadsheets import TYPES, Euro, Row, as_csv, as_xlsx, spreadsheet
from marke.web.member.clients.forms import ClientFilterForm

MOST = 20_000


@unit_page(blockable=False)
def client_export(request: HttpRequest, *, unit: Unit, kind: str) -> HttpResponse:
    """The list as it is filtered, as CSV or XLSX."""
    if kind not in TYPES:
        raise Http404
    rows = list(_rows(unit, ClientFilterForm(request.GET)))
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows, name=_("Clients"))
    return spreadsheet(content, name=f"clients-{unit.pk}", kind=kind)


def _rows(unit: Unit, form: ClientFilterForm) -> Iterator[Row]:
    yield [
        *(_("Name"), _("Kind"), _("Enterprise number"), _("VAT number"), _("Street and number"), _("Postcode")),
        *(_("Municipality"), _("Country"), _("E-mail address for invoices"), _("Language")),
        *(_("Contact person"), _("E-mail of the contact"), _("Phone of the contact"), _("Owes you"), _("Put away on")),
    ]
    links = list(queries.clients_of_unit(unit_id=unit.pk, **form.wanted())[:MOST])
    people = first_contacts(link_ids=[link.pk for link in links])
    owed = queries.open_per_client(unit_id=unit.pk, client_ids=[link.client_id for link in links])
    for link in links:
        client, contact = link.client, people.get(link.pk)
        yield [
            *(client.name, str(client.get_kind_display()), client.enterprise_number, client.vat_number, client.street),
            *(client.postcode, client.municipality, client.country, client.email, client.language),
            *((contact.name, contact.email, contact.phone) if contact else ("", "", "")),
            Euro(owed.get(client.pk, 0)),
            link.archived_on,
        ]
