"""Many invoices of the enterprise at once: download their documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.lists.operations.bulk import Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.sales.models import Invoice
from marke.domain.sales.queries import invoices as queries
from marke.domain.sales.queries.invoices import InvoiceFilter
from marke.web.access import WRITE, desk_page
from marke.web.desk.invoices.forms import InvoiceFilterForm
from marke.web.lists.bulk import Bulk, Deed, start
from marke.web.member.invoices.archive import papers


@desk_page(methods=WRITE)
def invoices_together(request: HttpRequest) -> HttpResponse:
    """The documents that were picked, or that match the filter, in one file."""
    return start(request, bulk_of(request))


def bulk_of(request: HttpRequest) -> Bulk:
    """What every member of staff may do to many invoices: nothing but read them."""
    today = timezone.localdate()
    issued = queries.find_invoices(wanted=InvoiceFilter(), as_of=today)
    wanted = InvoiceFilterForm(request.GET).wanted()
    return Bulk(
        place=Place("desk_invoices"),
        heading=_("Invoices"),
        deeds=[
            Deed("download", _("Download"), make_file=lambda keys: papers(list(issued.filter(pk__in=keys)))),
        ],
        choose=lambda keys: _chosen(issued.filter(pk__in=keys)),
        matching=lambda most: _chosen(queries.find_invoices(wanted=wanted, as_of=today)[:most]),
    )


def _chosen(invoices: Iterable[Invoice]) -> list[Chosen]:
    return [Chosen(row.pk, str(row), row.gross) for row in invoices]
