"""Transfers: a form, a summary in words, a confirmation; and sending one back."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.ledger.queries import unit_budget
from marke.domain.units import operations, queries
from marke.domain.units.models import Transfer, Unit
from marke.domain.units.operations import Move
from marke.web.access import READ_AND_WRITE, unit_page
from marke.web.components.formatting import format_money
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.member.units.forms import SendBackForm, TransferForm
from marke.web.member.units.views.common import crumbs, may, transfer_of_unit, unit_url
from marke.web.refusals import attempt

PAGE = 50


@unit_page(blockable=False)
def transfers(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """What was moved to and from the unit."""
    page = Paginator(queries.transfers_of(unit_id=unit.pk), PAGE).get_page(request.GET.get("page"))
    may_transfer = may(request, unit, "transfer")
    new = Action(_("Transfer budget"), unit_url("transfer_new", unit), kind="primary", icon="send")
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "table": _table(unit, list(page)),
        "page": page,
        "actions": [new] if may_transfer and page.paginator.count else [],
        "new": new if may_transfer else None,
    }
    return render(request, "member/units/transfers.html", context)


@unit_page("transfer", methods=READ_AND_WRITE)
def transfer_new(request: HttpRequest, *, unit: Unit) -> HttpResponse:
    """Type a transfer, read it back in words, confirm it. A posted transfer is not undone: it is sent back."""
    form = TransferForm(request.POST or None, initial=_asked(request), projects=queries.open_projects(unit_id=unit.pk))
    summary = None
    if request.method == "POST" and form.is_valid():
        move = _move(unit, form)
        if "confirm" in request.POST:
            made = attempt(form, lambda: operations.transfer(move=move, actor=request.user.pk))
            if made is not None:
                messages.success(request, _said(unit, made))
                return redirect("transfer", unit=unit.pk, transfer=made.pk)
        elif "change" not in request.POST:
            summary = _summary(unit, move, form)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit, NavItem(_("Transfers"), unit_url("transfers", unit))),
        "form": form,
        "summary": summary if not form.errors else None,
        "budget": unit_budget(unit_id=unit.pk),
    }
    return render(request, "member/units/transfer_new.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest) -> dict[str, object]:
    """What a link asks to transfer: «unit 1002, € 300,00». The form is filled in and nothing else happens."""
    given = {name: request.GET.get(name, "")[:9] for name in ("to", "amount")}
    known = {name: int(value) for name, value in given.items() if value.isascii() and value.isdecimal()}
    return {"to_unit": known.get("to"), "amount": known.get("amount") or None}


@unit_page(blockable=False)
def transfer(request: HttpRequest, *, unit: Unit, transfer: uuid.UUID) -> HttpResponse:
    """One transfer: from where to where, what for, and what came back."""
    found = transfer_of_unit(unit, transfer)
    returned = getattr(found, "returned_by", None)
    came_in = found.to_unit_id == unit.pk != found.from_unit_id
    can_return = came_in and returned is None and found.returns_id is None and may(request, unit, "transfer")
    context = {
        "unit": unit,
        "crumbs": crumbs(unit, NavItem(_("Transfers"), unit_url("transfers", unit))),
        "pairs": _pairs(found),
        "amount": found.amount,
        "form": SendBackForm() if can_return else None,
        "returned": returned,
        "events": timeline([found]),
        "back_url": unit_url("transfer_back", unit, transfer=found.pk),
    }
    return render(request, "member/units/transfer.html", context)


@unit_page("transfer", methods=READ_AND_WRITE)
def transfer_back(request: HttpRequest, *, unit: Unit, transfer: uuid.UUID) -> HttpResponse:
    """Send a received transfer back in full."""
    found = transfer_of_unit(unit, transfer)
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and found.to_unit_id == unit.pk:
        made = attempt(
            form,
            lambda: operations.send_back(
                original=found,
                day=timezone.localdate(),
                message=form.cleaned_data["message"],
                actor=request.user.pk,
            ),
        )
        if made is not None:
            messages.success(request, _said(unit, made))
            return redirect("transfer", unit=unit.pk, transfer=made.pk)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit, NavItem(_("Transfers"), unit_url("transfers", unit))),
        "pairs": _pairs(found),
        "form": form,
    }
    return render(request, "member/units/transfer_back.html", context, status=422 if form.errors else 200)


def _move(unit: Unit, form: TransferForm) -> Move:
    data = form.cleaned_data
    return Move(
        id=data["key"],
        from_unit=unit.pk,
        from_project=form.project("from_project"),
        to_unit=data["to_unit"] or unit.pk,
        to_project=form.project("to_project") if data["to_unit"] in (None, unit.pk) else None,
        amount=data["amount"],
        message=data["message"],
        day=timezone.localdate(),
    )


def _summary(unit: Unit, move: Move, form: forms.Form) -> list[tuple[str, str]] | None:
    """The transfer in words, with the name behind the number; an unknown number is told beside its field."""
    language = get_language() or "en"
    amount = format_money(move.amount, language=language)
    names = {project.pk: project.name for project in queries.open_projects(unit_id=unit.pk)}
    to = names.get(move.to_project, unit.name)
    if move.to_unit != unit.pk:
        receiver = queries.receiving_unit(number=move.to_unit)
        if receiver is None:
            form.add_error("to_unit", _("There is no unit with this number. Check it with the person who holds it."))
            return None
        to = f"{receiver.name} ({receiver.number})"
    return [
        (_("Amount"), amount),
        (_("From"), names.get(move.from_project, str(unit))),
        (_("To"), to),
        (_("What for?"), move.message),
    ]


def _table(unit: Unit, rows: list[Transfer]) -> Table | None:
    if not rows:
        return None
    names = queries.names_of_units(unit_ids={row.from_unit_id for row in rows} | {row.to_unit_id for row in rows})
    return Table(
        caption=_("Transfers"),
        columns=[
            Column(
                "message",
                _("What for?"),
                link=lambda row: unit_url("transfer", unit, transfer=row.pk),
                note=lambda row: _("sent back") if getattr(row, "returned_by", None) else "",
            ),
            Column("made_on", _("Date"), kind="date"),
            Column("way", _("Direction"), kind="badge", value=lambda row: _direction(unit, row)),
            Column("other", _("Other end"), value=lambda row: _other_end(unit, row, names)),
            Column("amount", _("Amount"), kind="money", value=lambda row: row.amount * _sign(unit, row)),
        ],
        rows=rows,
    )


def _sign(unit: Unit, row: Transfer) -> int:
    return 1 if row.to_unit_id == unit.pk else -1


def _direction(unit: Unit, row: Transfer) -> Badge:
    if row.from_unit_id == row.to_unit_id:
        return Badge(_("Within the unit"))
    return Badge(_("In"), "good") if row.to_unit_id == unit.pk else Badge(_("Out"))


def _other_end(unit: Unit, row: Transfer, names: dict[int, str]) -> str:
    if row.from_unit_id == row.to_unit_id:
        return f"{row.from_project or unit.name} → {row.to_project or unit.name}"
    other = row.from_unit_id if row.to_unit_id == unit.pk else row.to_unit_id
    return f"{names.get(other, '')} ({other})"


def _pairs(found: Transfer) -> list[tuple[str, object]]:
    names = queries.names_of_units(unit_ids={found.from_unit_id, found.to_unit_id})

    def end(number: int, project: object) -> str:
        return " · ".join(filter(None, (f"{names.get(number, '')} ({number})", str(project) if project else "")))

    return [
        (_("From"), end(found.from_unit_id, found.from_project)),
        (_("To"), end(found.to_unit_id, found.to_project)),
        (_("What for?"), found.message),
    ]


def _said(unit: Unit, made: Transfer) -> str:
    """What happened, in words."""
    amount = format_money(made.amount, language=get_language() or "en")
    if made.from_unit_id == made.to_unit_id:
        return _("%(amount)s was moved within your unit.") % {"amount": amount}
    name = queries.names_of_units(unit_ids=[made.to_unit_id])[made.to_unit_id]
    return _("%(amount)s went to %(name)s.") % {"amount": amount, "name": name}
