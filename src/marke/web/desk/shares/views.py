"""Shares that wait for money, and the register as of any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marke.domain.members import queries
from marke.domain.members.models import Subscription
from marke.domain.members.operations import SharePayment
from marke.domain.members.register import transfer_shares_by_number
from marke.domain.people.models import StaffRole
from marke.reporting.share_register import register_workbook
from marke.usecases.receive_share_payment import receive_share_payments
from marke.usecases.subscribe_share import expire_shares
from marke.web.access import READ_AND_WRITE, WRITE, desk_page, role_may_enter
from marke.web.attempt import status_of
from marke.web.components.filters import FilterBar
from marke.web.components.formatting import format_long_day, format_structured_reference
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Badge, Column, Table
from marke.web.components.windows import KeyPaginator
from marke.web.desk.form_page import FormPage
from marke.web.desk.shares.forms import PaymentForm, RegisterForm, TransferForm

PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOVERS = (StaffRole.BOARD,)
RECEIVERS = (StaffRole.ACCOUNTANT, StaffRole.SENIOR_ADVISER)


def tabs(current: str) -> list[NavItem]:
    """The views of shares at the desk."""
    places = [
        ("desk_shares", _("Waiting for payment")),
        ("desk_share_register", _("Share register")),
        ("desk_exits", _("Exits")),
    ]
    return [NavItem(label, reverse(name), "", name == current) for name, label in places]


@desk_page()
def waiting(request: HttpRequest) -> HttpResponse:
    """Shares that wait for money, the one that expires first on top."""
    today = timezone.localdate()
    payment_link = _payment_link if role_may_enter(request.user.staff_role, RECEIVERS) else None
    page = Paginator(queries.subscriptions_waiting(), PAGE).get_page(request.GET.get("page"))
    table = Table(
        caption=_("Waiting for payment"),
        caption_hidden=True,
        columns=[
            Column("member", _("Subscriber"), value=lambda row: str(row.member), link=_person_link),
            Column("reference", _("Communication"), kind="code", value=_reference, link=payment_link),
            Column("count", _("Shares"), kind="number"),
            Column("amount", _("Amount"), kind="money"),
            Column("pay_before", _("Pay by"), kind="date"),
            Column("state", _("State"), kind="badge", value=lambda row: _clock(row, today)),
        ],
        rows=list(page.object_list),
    )
    some_late = any(row.pay_before < today for row in page.object_list)
    actions = _actions(request.user.staff_role, some_late=some_late)
    context = {"table": table, "page": page, "tabs": tabs("desk_shares"), "actions": actions}
    return render(request, "desk/shares/waiting.html", context)


def _actions(role: str, *, some_late: bool) -> list[Action]:
    """What this member of staff can do with shares."""
    late = Action(_("Let the late ones expire"), reverse("desk_shares_expire"), method="post")
    offered = [
        *([(RECEIVERS, late)] if some_late else []),
        (MOVERS, Action(_("Transfer shares"), reverse("desk_share_transfer"))),
        (RECEIVERS, Action(_("Record a payment"), reverse("desk_share_payment"), kind="primary", icon="plus")),
    ]
    return [action for roles, action in offered if role_may_enter(role, roles)]


def _reference(subscription: Subscription) -> str:
    return format_structured_reference(subscription.reference)


def _person_link(row: Subscription) -> str:
    return reverse("desk_person", args=[row.member.person_id]) if row.member.person_id else ""


def _payment_link(subscription: Subscription) -> str:
    return f"{reverse('desk_share_payment')}?reference={subscription.reference}"


def _clock(subscription: Subscription, today: dt.date) -> Badge:
    left = (subscription.pay_before - today).days
    if left < 0:
        return Badge(_("Too late"), "bad")
    return Badge(_("%(days)s days left") % {"days": left}, "waiting" if left > 2 else "bad")


@desk_page(*RECEIVERS, methods=READ_AND_WRITE)
def payment(request: HttpRequest) -> HttpResponse:
    """Record the payment of shares by hand, as the bank shows it."""
    today = timezone.localdate()
    chosen = queries.subscription_by_reference(reference=request.GET.get("reference", ""))
    initial: dict[str, Any] = {"paid_on": today}
    if chosen is not None:
        initial |= {"reference": format_structured_reference(chosen.reference), "amount": chosen.amount}
    page = FormPage(
        heading=_("Record a payment"),
        send=_("Record"),
        lead=str(chosen.member) if chosen else _("Only the subscriber's own bank account pays a share."),
        crumbs=[NavItem(_("Shares"), reverse("desk_shares"))],
    )

    def receive(facts: dict[str, Any]) -> list[Subscription]:
        paid = SharePayment(facts["reference"], facts["amount"], facts["iban"], facts["paid_on"])
        return receive_share_payments(payments=[paid], today=today, actor=request.user.pk)

    return page.answer(
        request,
        PaymentForm(request.POST or None, initial=initial),
        act=receive,
        done=_("Paid: the shares are in the register and the member can start."),
        to=reverse("desk_shares"),
    )


@desk_page(*RECEIVERS, methods=WRITE)
def expire(request: HttpRequest) -> HttpResponse:
    """Let the subscriptions expire whose ten days have passed without money."""
    late = expire_shares(today=timezone.localdate(), actor=request.user.pk)
    messages.success(
        request,
        ngettext("%(count)s subscription expired.", "%(count)s subscriptions expired.", len(late))
        % {"count": len(late)},
    )
    return redirect("desk_shares")


@desk_page()
def register(request: HttpRequest) -> HttpResponse:
    """The share register as it stood at the end of a day, with the capital it adds to."""
    form = RegisterForm(request.GET or None)
    day = _day(form)
    statement = queries.capital_as_of(as_of=day)
    page = KeyPaginator(queries.register_as_of(as_of=day), PAGE, count=statement.members).get_page(
        request.GET.get("page")
    )
    table = Table(
        caption=_("Share register"),
        caption_hidden=True,
        columns=[
            Column("number", _("Number"), kind="code"),
            Column("holder", _("Member"), value=str, link=_holder_link),
            Column("category", _("Category")),
            Column("since", _("Member since"), kind="date"),
            Column("shares", _("Shares"), kind="number"),
            Column("capital", _("Nominal value"), kind="money"),
        ],
        rows=list(page.object_list),
    )
    file = Action(_("Spreadsheet"), f"{reverse('desk_share_register_file')}?day={day.isoformat()}", icon="download")
    context = {
        "bar": FilterBar(form=form if form.is_bound else RegisterForm(initial={"day": day})),
        "table": table,
        "page": page,
        "lead": _("As of %(day)s") % {"day": format_long_day(day, language=get_language() or "en")},
        "figures": [
            Figure(_("Members"), str(statement.members)),
            Figure(_("Shares"), str(statement.shares)),
            Figure(_("Paid capital"), amount=statement.amount),
        ],
        "tabs": tabs("desk_share_register"),
        "actions": [file],
    }
    return render(request, "desk/shares/register.html", context, status=status_of(form))


def _day(form: RegisterForm) -> dt.date:
    """The day asked for; today when none was, or when it cannot be read."""
    asked = form.cleaned_data.get("day") if form.is_bound and form.is_valid() else None
    return asked or timezone.localdate()


def _holder_link(member: Any) -> str:
    return reverse("desk_person", args=[member.person_id]) if member.person_id else ""


@desk_page()
def register_file(request: HttpRequest) -> HttpResponse:
    """The register of a day as a spreadsheet."""
    day = _day(RegisterForm(request.GET or None))
    headers = {"Content-Disposition": f'attachment; filename="share-register-{day:%Y-%m-%d}.xlsx"'}
    return HttpResponse(register_workbook(as_of=day), WORKBOOK, headers=headers)


@desk_page(*MOVERS, methods=READ_AND_WRITE)
def transfer(request: HttpRequest) -> HttpResponse:
    """Transfer shares from one member to another, at nominal value."""
    today = timezone.localdate()
    page = FormPage(
        heading=_("Transfer shares"),
        send=_("Transfer"),
        lead=_("At nominal value. The years of use stay with who bought them."),
        crumbs=[NavItem(_("Shares"), reverse("desk_shares"))],
    )
    return page.answer(
        request,
        TransferForm(request.POST or None),
        act=lambda facts: transfer_shares_by_number(on=today, actor=request.user.pk, **facts),
        done=_("Transferred: both lines stand in the register."),
        to=reverse("desk_share_register"),
    )
