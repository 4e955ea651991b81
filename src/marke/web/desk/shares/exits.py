"""Exits at the desk: what waits for a decision, what waits for money, and how long there is left."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marke.domain.members import exits as leaving
from marke.domain.members import queries
from marke.domain.members.models import Exit
from marke.domain.people.models import StaffRole
from marke.usecases.leave_enterprise import accept_exit, repay_exit
from marke.web.access import READ_AND_WRITE, desk_page, role_may_enter
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.timeline import timeline
from marke.web.desk.form_page import FormPage
from marke.web.desk.people.forms import ReasonForm
from marke.web.desk.shares.forms import RepaymentForm
from marke.web.desk.shares.views import tabs

PAGE = 50
BOARD, PAYERS = (StaffRole.BOARD,), (StaffRole.ACCOUNTANT,)
TONES = {"accepted": "waiting", "requested": "waiting", "proposed": "bad", "payable": "waiting", "repaid": "good"}


@desk_page()
def exits_queue(request: HttpRequest) -> HttpResponse:
    """Exits that ask for a decision or a payment, oldest first."""
    page = Paginator(queries.exits_in_progress(), PAGE).get_page(request.GET.get("page"))
    table = Table(
        caption=_("Exits"),
        caption_hidden=True,
        columns=[
            Column("member", _("Member"), value=lambda row: str(row.member), link=_link),
            Column("kind", _("Kind"), value=lambda row: row.get_kind_display()),
            Column("asked_on", _("Asked on"), kind="date"),
            Column("amount", _("Amount"), kind="money", value=lambda row: row.amount or None),
            Column("repay_before", _("Repay by"), kind="date"),
            Column("state", _("State"), kind="badge", value=_badge),
        ],
        rows=list(page.object_list),
    )
    return render(request, "desk/shares/exits.html", {"table": table, "page": page, "tabs": tabs("desk_exits")})


def _link(row: Exit) -> str:
    return reverse("desk_exit", args=[row.pk])


def _badge(row: Exit) -> Badge:
    return Badge(row.get_state_display(), TONES.get(row.state, ""))


@desk_page()
def exit_page(request: HttpRequest, *, exit: uuid.UUID) -> HttpResponse:
    """One exit: where it stands, its clock, and the next step."""
    row = _exit(exit)
    context = {
        "exit": row,
        "badge": _badge(row),
        "pairs": _facts(row),
        "actions": _steps(row, request.user.staff_role),
        "crumbs": [NavItem(_("Exits"), reverse("desk_exits"))],
        "events": timeline([row, row.member], limit=20),
    }
    return render(request, "desk/shares/exit.html", context)


def _exit(key: uuid.UUID) -> Exit:
    row = Exit.objects.select_related("member__person", "member__organisation").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _facts(row: Exit) -> list[tuple[str, Any]]:
    today = timezone.localdate()
    left = (row.repay_before - today).days if row.repay_before and row.state != Exit.State.REPAID else None
    held = queries.shares_of(member_id=row.member_id, as_of=today) if not row.count else row.count
    facts = [
        (_("Kind"), row.get_kind_display()),
        (_("Reason"), row.reason),
        (_("Asked on"), row.asked_on),
        (_("Observations until"), row.observations_until),
        (_("Observations"), row.observations),
        (_("Shares"), held),
        (_("Decision"), row.decision_reason),
        (_("Net assets and liquidity"), row.payable_reason),
        (_("Repay by"), row.repay_before),
        (_("Days left"), left),
        (_("Repaid on"), row.repaid_on),
    ]
    return [(label, value) for label, value in facts if value not in (None, "")]


def _steps(row: Exit, role: str) -> list[Action]:
    """What this member of staff can decide from here."""
    accept = (BOARD, _("Accept"), "desk_exit_accept", "primary")
    offered = {
        Exit.State.REQUESTED: [accept],
        Exit.State.PROPOSED: [(BOARD, _("Reject"), "desk_exit_reject", ""), accept],
        Exit.State.ACCEPTED: [(BOARD, _("Release the repayment"), "desk_exit_release", "primary")],
        Exit.State.PAYABLE: [(PAYERS, _("Record the repayment"), "desk_exit_repay", "primary")],
    }.get(Exit.State(row.state), [])
    return [
        Action(label, reverse(name, args=[row.pk]), kind=kind)
        for roles, label, name, kind in offered
        if role_may_enter(role, roles)
    ]


def _crumbs(row: Exit) -> list[NavItem]:
    return [
        NavItem(_("Exits"), reverse("desk_exits")),
        NavItem(str(row.member), reverse("desk_exit", args=[row.pk])),
    ]


@desk_page(*BOARD, methods=READ_AND_WRITE)
def accept(request: HttpRequest, *, exit: uuid.UUID) -> HttpResponse:
    """Accept: the shares leave the register today."""
    row, today = _exit(exit), timezone.localdate()
    page = FormPage(
        heading=_("Accept this exit"),
        send=_("Accept"),
        lead=_("The shares leave the register today; their nominal value is owed within three years."),
        crumbs=_crumbs(row),
    )
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda facts: accept_exit(exit_id=row.pk, today=today, actor=request.user.pk, **facts),
        done=_("Accepted. The repayment waits for the test of net assets and liquidity."),
        to=_link(row),
    )


@desk_page(*BOARD, methods=READ_AND_WRITE)
def reject(request: HttpRequest, *, exit: uuid.UUID) -> HttpResponse:
    """Reject a proposed exclusion: the member stays."""
    row, today = _exit(exit), timezone.localdate()
    page = FormPage(heading=_("Reject this exclusion"), send=_("Reject"), crumbs=_crumbs(row))
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda facts: leaving.reject_exclusion(exit_id=row.pk, today=today, actor=request.user.pk, **facts),
        done=_("Rejected: the member stays."),
        to=_link(row),
    )


@desk_page(*BOARD, methods=READ_AND_WRITE)
def release(request: HttpRequest, *, exit: uuid.UUID) -> HttpResponse:
    """Release the money: net assets and liquidity allow it."""
    row, today = _exit(exit), timezone.localdate()
    page = FormPage(
        heading=_("Release the repayment"),
        send=_("Release"),
        lead=_("Net assets stay positive and debts of the next twelve months can be paid (Code, 6:115 and 6:116)."),
        crumbs=_crumbs(row),
    )
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda facts: leaving.release_repayment(exit_id=row.pk, today=today, actor=request.user.pk, **facts),
        done=_("Released: it can be paid."),
        to=_link(row),
    )


@desk_page(*PAYERS, methods=READ_AND_WRITE)
def repay(request: HttpRequest, *, exit: uuid.UUID) -> HttpResponse:
    """Record that the money went out."""
    row, today = _exit(exit), timezone.localdate()
    page = FormPage(heading=_("Record the repayment"), send=_("Record"), crumbs=_crumbs(row))
    return page.answer(
        request,
        RepaymentForm(request.POST or None, initial={"on": today}),
        act=lambda facts: repay_exit(exit_id=row.pk, today=today, actor=request.user.pk, **facts),
        done=_("Repaid: this exit is complete."),
        to=_link(row),
    )
