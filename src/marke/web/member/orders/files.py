"""The files of an order: hand one in, and read one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.orders import queries
from marke.domain.orders.files import needed_files
from marke.domain.orders.models import OrderFile
from marke.domain.orders.standing import standing
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit
from marke.usecases.hand_in_order_file import hand_in_order_file
from marke.web.access import WRITE, unit_page
from marke.web.attempt import attempt
from marke.web.member.orders.forms import FileForm
from marke.web.member.orders.views import found_order


@unit_page(Scope.CREATE_INVOICE, methods=WRITE)
def order_file_add(request: HttpRequest, *, unit: Unit, order: uuid.UUID) -> HttpResponse:
    """Hand in a file; when it was the last that the deal requires, the desk looks at them."""
    found = found_order(unit, order)
    stands = standing(order_id=found.pk)
    needed = needed_files(order=found, lines=stands.lines, files=queries.files_of(order_id=found.pk))
    form = FileForm(request.POST, request.FILES, needed=needed)
    if form.is_valid() and attempt(form, lambda: _hand_in(found.pk, form, request.user.pk)):
        messages.success(request, _("The file is with the order."))
    else:
        for error in (error for errors in form.errors.values() for error in errors):
            messages.error(request, str(error))
    return redirect("order", unit=unit.pk, order=found.pk)


def _hand_in(order_id: uuid.UUID, form: FileForm, actor: uuid.UUID) -> OrderFile:
    return hand_in_order_file(
        order_id=order_id, kind=form.cleaned_data["kind"], file=form.paper(), now=timezone.now(), actor=actor
    )


@unit_page()
def order_file(request: HttpRequest, *, unit: Unit, order_file: uuid.UUID) -> FileResponse:
    """A file of one of the unit's orders."""
    found = queries.file_of_unit(unit_id=unit.pk, file_id=order_file)
    if found is None:
        raise Http404
    return file_response(found)


def file_response(file: OrderFile) -> FileResponse:
    """The file, under its true kind and in a sandbox: whatever it holds, it runs nothing here."""
    return FileResponse(
        file.file.open("rb"),
        filename=f"order-file-{file.pk}.{file.content_type.rpartition('/')[2]}",
        headers={"Content-Type": file.content_type, "Content-Security-Policy": "sandbox"},
    )
