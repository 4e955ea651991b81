"""Lists of clients in and out of the desk: read one in for nobody yet, and keep the directory as a spreadsheet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.directory.queries import limits
from marke.domain.directory.queries.lists import find_clients
from marke.domain.people.models import StaffRole
from marke.domain.sales.queries.clients import units_per_client
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.spreadsheets import TYPES, Euro, Row, as_csv, as_xlsx, spreadsheet
from marke.web.desk.clients.forms import DeskFilterForm
from marke.web.member.clients import importing

READERS_IN = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.ACCOUNTANT)
MOST = 50_000
PIECE = 5_000


@desk_page(*READERS_IN, methods=READ_AND_WRITE)
def client_import(request: HttpRequest) -> HttpResponse:
    """Give a list of clients that no unit has yet."""
    return importing.begin(request, importing.Where())


@desk_page(*READERS_IN, methods=READ_AND_WRITE)
def client_import_rows(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """Look at the rows of a list, and add them."""
    return importing.look(request, importing.Where(), batch)


@desk_page(*READERS_IN)
def client_import_template(request: HttpRequest) -> HttpResponse:
    """The empty list."""
    return importing.template(request)


@desk_page(*READERS_IN, StaffRole.AUDITOR)
def client_export(request: HttpRequest, *, kind: str) -> HttpResponse:
    """The directory as it is filtered, as CSV or XLSX. Contacts and notes of units are theirs and stay out."""
    if kind not in TYPES:
        raise Http404
    rows = list(_rows(DeskFilterForm(request.GET)))
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows, name=_("Clients"))
    return spreadsheet(content, name="clients", kind=kind)


def _rows(form: DeskFilterForm) -> Iterator[Row]:
    yield [
        *(_("Name"), _("Kind"), _("State"), _("Enterprise number"), _("VAT number"), _("Street and number")),
        *(_("Postcode"), _("Municipality"), _("Country"), _("E-mail address for invoices"), _("Language")),
        *(_("Units"), _("At stake"), _("Limit")),
    ]
    today = localdate()
    found = list(find_clients(wanted=form.wanted(), as_of=today)[:MOST])
    for first in range(0, len(found), PIECE):
        piece = found[first : first + PIECE]
        units = units_per_client(client_ids=[client.pk for client in piece])
        standings = limits.standings(clients=piece, as_of=today)
        for client in piece:
            yield [
                *(client.name, str(client.get_kind_display()), str(client.get_state_display())),
                *(client.enterprise_number, client.vat_number, client.street, client.postcode, client.municipality),
                *(client.country, client.email, client.language, units.get(client.pk, 0)),
                *(Euro(standings[client.pk].exposure.total), Euro(standings[client.pk].limit.amount)),
            ]
