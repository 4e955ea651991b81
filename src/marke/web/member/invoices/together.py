"""Many invoices of a unit at once: send drafts, throw drafts away, download documents."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.lists.operations.bulk import Chosen
from marke.domain.lists.operations.views import Place
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.invoices import discard_draft
from marke.domain.sales.queries import invoices as queries
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.domain.units.queries import may_act
from marke.usecases.send_drafts import send_draft
from marke.web.access import READ_AND_WRITE, WRITE, unit_page
from marke.web.components.formatting import format_day, format_money
from marke.web.lists.bulk import Bulk, Deed, go_on, start
from marke.web.member.invoices.archive import papers
from marke.web.member.invoices.forms import StatusFilter


@unit_page(methods=WRITE)
def invoices_together(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Begin with the invoices that were picked."""
    return start(request, bulk_of(request, unit))


@unit_page(methods=READ_AND_WRITE)
def invoices_together_run(request: HttpRequest, *, unit: Unit, run: uuid.UUID) -> HttpResponse:
    """Look, confirm, and read what happened."""
    return go_on(request, bulk_of(request, unit), run)


def bulk_of(request: HttpRequest, unit: Unit) -> Bulk:
    """What this person may do to many invoices of the unit: whoever sees them downloads, who makes them sends."""
    today = timezone.localdate()
    own = queries.invoices_of_unit(unit_id=unit.pk, as_of=today)
    found = queries.invoices_of_unit(unit_id=unit.pk, as_of=today, status=StatusFilter(request.GET).wanted())
    writes = may_act(unit_id=unit.pk, person_id=request.person.pk, scope=Scope.CREATE_INVOICE)
    return Bulk(
        place=Place("invoices", unit.pk),
        heading=_("Invoices"),
        deeds=[*(_writing(request.user.pk) if writes else []), _download(own)],
        choose=lambda keys: _chosen(own.filter(pk__in=keys)),
        matching=lambda most: _chosen(found[:most]),
        args=[unit.pk],
    )


def _writing(actor: uuid.UUID) -> Sequence[Deed]:
    def send(invoice_id: uuid.UUID, note: str) -> str:
        sent = send_draft(invoice_id=invoice_id, now=timezone.now(), actor=actor)
        language = get_language() or "en"
        return _("%(client)s pays %(amount)s by %(day)s.") % {
            "client": sent.client.name,
            "amount": format_money(sent.gross, language=language),
            "day": format_day(sent.due_on, language=language),
        }

    def discard(invoice_id: uuid.UUID, note: str) -> str:
        discard_draft(invoice_id=invoice_id)
        return _("The draft goes away; it never had a number.")

    return [
        Deed("send", _("Send"), send, kind="primary"),
        Deed("discard", _("Throw away"), discard, kind="danger"),
    ]


def _download(own: QuerySet[Invoice]) -> Deed:
    return Deed("download", _("Download"), make_file=lambda keys: papers(list(own.filter(pk__in=keys))))


def _chosen(invoices: Iterable[Invoice]) -> list[Chosen]:
    """Credit notes take back what they say."""
    return [
        Chosen(row.pk, f"{row} · {row.client.name}", -row.gross if row.is_credit_note else row.gross)
        for row in invoices
    ]
