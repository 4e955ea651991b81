"""Merge a client into another: find it, see what moves, then do it with a reason."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marke.domain.directory.queries.lists import ClientFilter, find_clients
from marke.domain.sales.models import Client
from marke.domain.sales.queries.clients import alike_in_enterprise
from marke.kernel.refusal import Refusal
from marke.usecases.merge_clients import Moving, merge_clients, preview_merge
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.components.tables import Column, Table
from marke.web.desk.clients.deciding import DECIDERS, crumbs, found
from marke.web.desk.clients.forms import FindOtherForm, MergeForm
from marke.web.member.clients.adding import REASONS
from marke.web.refusals import attempt, sentence

MOST = 20


@desk_page(*DECIDERS)
def client_merge(request: HttpRequest, *, client: uuid.UUID) -> HttpResponse:
    """Which client is it the same as? Those that look alike stand here already."""
    row, form = found(client), FindOtherForm(request.GET or None)
    reasons: dict[uuid.UUID, str] = {}
    if form.is_valid():
        wanted = ClientFilter(text=form.cleaned_data["text"])
        rows = list(find_clients(wanted=wanted, as_of=localdate()).exclude(pk=row.pk)[:MOST])
    else:
        alike = alike_in_enterprise(client=row, most=MOST)
        rows = [each.client for each in alike]
        reasons = {each.client.pk: str(REASONS[each.reason]) for each in alike}
    context = {
        "client": row,
        "form": form if request.GET else FindOtherForm(),
        "searched": bool(request.GET),
        "crumbs": crumbs(row),
        "rows": rows,
        "table": _table(row, rows, reasons),
    }
    return render(request, "desk/clients/merge.html", context)


def _table(client: Client, rows: list[Client], reasons: dict[uuid.UUID, str]) -> Table:
    why = [Column("why", _("Why"), value=lambda row: reasons.get(row.pk, ""))] if reasons else []
    return Table(
        caption=_("Perhaps the same client"),
        columns=[
            Column("name", _("Client"), link=lambda row: reverse("desk_client_merge_into", args=[client.pk, row.pk])),
            Column("number", _("Number"), value=lambda row: row.enterprise_number or row.vat_number, kind="code"),
            Column("place", _("Place"), value=lambda row: f"{row.municipality} ({row.country})"),
            *why,
        ],
        rows=rows,
    )


@desk_page(*DECIDERS, methods=READ_AND_WRITE)
def client_merge_into(request: HttpRequest, *, client: uuid.UUID, into: uuid.UUID) -> HttpResponse:
    """What would move, and the button that moves it."""
    row, other = found(client), found(into)
    form = MergeForm(request.POST or None, initial={"into": other.pk})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _merge(request, row, form)):
        messages.success(request, _("%(merged)s is %(kept)s now.") % {"merged": row.name, "kept": other.name})
        return redirect("desk_client", client=other.pk)
    moving, problem = _preview(row, other)
    context = {
        "client": row,
        "other": other,
        "form": form,
        "moving": moving,
        "problem": problem,
        "pairs": _pairs(moving) if moving else [],
        "sides": _sides(row, other),
        "crumbs": crumbs(row),
    }
    return render(request, "desk/clients/merge_into.html", context, status=422 if form.errors else 200)


def _merge(request: HttpRequest, row: Client, form: MergeForm) -> bool:
    given = form.cleaned_data
    merge_clients(client_id=row.pk, into=given["into"], reason=given["reason"], actor=request.user.pk)
    return True


def _preview(row: Client, other: Client) -> tuple[Moving | None, str]:
    try:
        return preview_merge(client_id=row.pk, into=other.pk), ""
    except Refusal as refusal:
        return None, sentence(refusal)


def _pairs(moving: Moving) -> list[tuple[str, str]]:
    """What moves, in words."""
    units = ", ".join(map(str, moving.units)) or "–"
    both = ", ".join(map(str, moving.units_of_both))
    return [
        *((plural[:1].upper() + plural[1:], str(count)) for plural, count in moving.things),
        (_("Units that follow"), units),
        *([(_("Units that know both: contacts and notes come together"), both)] if both else []),
    ]


def _sides(row: Client, other: Client) -> Table:
    """The two records beside each other."""
    fields = ("name", "enterprise_number", "vat_number", "street", "postcode", "municipality", "country", "email")
    titles = [str(Client._meta.get_field(name).verbose_name) for name in fields]
    rows = [
        {"field": title[:1].upper() + title[1:], "merged": getattr(row, name), "kept": getattr(other, name)}
        for name, title in zip(fields, titles, strict=True)
    ]
    return Table(
        caption=_("Both records"),
        columns=[
            Column("field", _("What")),
            Column("merged", _("Merged: keeps only its name")),
            Column("kept", _("Kept as it is")),
        ],
        rows=rows,
        keep_shape=True,
    )
