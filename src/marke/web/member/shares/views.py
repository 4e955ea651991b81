"""A member's own shares."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marke.domain.members import exits, queries
from marke.domain.members.certificates import certificate
from marke.domain.members.models import Exit, Member, Subscription
from marke.domain.members.operations import NewSubscription
from marke.domain.parameters.queries import choice
from marke.kernel.refusal import Refusal
from marke.usecases.subscribe_share import subscribe_shares
from marke.web.access import READ_AND_WRITE, WRITE, member_page
from marke.web.attempt import attempt, status_of
from marke.web.components.formatting import format_long_day
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.tables import Column, Table
from marke.web.member.shares.forms import BuyForm, LeaveForm, ObservationsForm
from marke.web.member.shares.instruction import payment_instruction

YEARS_AHEAD = 3


@member_page(methods=READ_AND_WRITE)
def shares(request: HttpRequest) -> HttpResponse:
    """Which years are covered, what waits for money, and the button that takes the next share."""
    today = timezone.localdate()
    form = BuyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = NewSubscription(count=form.cleaned_data["count"], person_id=request.person.pk)  # type: ignore[attr-defined]
        made = attempt(form, lambda: subscribe_shares(subscriptions=[wanted], today=today, actor=request.user.pk))
        if made:
            messages.success(
                request, _("Subscribed. Pay by %(day)s and it counts.") % {"day": _day(made[0].pay_before)}
            )
            return redirect("shares")
    member = queries.member_of(person_id=request.person.pk)  # type: ignore[attr-defined]
    context = {"form": form, **_prices(today), **(_standing(member, today) if member else _nothing_yet(today))}
    return render(request, "member/shares/shares.html", context, status=status_of(form))


def _prices(today: dt.date) -> dict[str, Any]:
    return {"price": int(choice("share.price", as_of=today)), "today": today}


def _nothing_yet(today: dt.date) -> dict[str, Any]:
    """For who has no share: the years ahead, none of them covered."""
    return {
        "years": _years(set(), today),
        "figures": [],
        "instruction": None,
        "table": None,
        "leaving": None,
        "actions": [],
    }


def _standing(member: Member, today: dt.date) -> dict[str, Any]:
    """Where a member stands today."""
    holdings = queries.shares_by_price(member_id=member.pk, as_of=today)
    count, value = sum(holdings.values()), sum(price * held for price, held in holdings.items())
    waiting = member.subscriptions.filter(state=Subscription.State.SUBSCRIBED).first()
    leaving = member.exits.exclude(state__in=[Exit.State.WITHDRAWN, Exit.State.REJECTED]).order_by("-asked_on").first()
    covered = queries.years_of_use(member_id=member.pk) if count else set()
    return {
        "years": _years(covered, today),
        "figures": [
            Figure(_("Shares"), str(count), note=_("Member number %(number)s") % {"number": member.number})
            if member.number
            else Figure(_("Shares"), str(count)),
            Figure(_("Nominal value"), amount=value, note=_("What you get back when you leave")),
        ],
        "instruction": payment_instruction(waiting) if waiting else None,
        "table": _movements(member),
        "leaving": leaving,
        "observations_form": ObservationsForm() if leaving and leaving.state == Exit.State.PROPOSED else None,
        "actions": [Action(_("Certificate"), reverse("share_certificate"), icon="download")] if count else [],
        "may_leave": bool(count) and (leaving is None or leaving.state == Exit.State.REPAID),
    }


def _years(covered: set[int], today: dt.date) -> list[dict[str, Any]]:
    """The picture of entitlement: each year since the first one, and some ahead."""
    first = min([*covered, today.year])
    return [
        {"year": year, "covered": year in covered, "now": year == today.year}
        for year in range(first, max([*covered, today.year]) + YEARS_AHEAD)
    ]


def _movements(member: Member) -> Table | None:
    rows = list(member.movements.order_by("-number"))
    if not rows:
        return None
    return Table(
        caption=_("Your lines in the share register"),
        columns=[
            Column("number", _("Line"), kind="code"),
            Column("effective_on", _("Date"), kind="date"),
            Column("kind", _("Movement"), value=lambda row: row.get_kind_display()),
            Column("count", _("Shares"), kind="number"),
            Column("amount", _("Nominal value"), kind="money"),
        ],
        rows=rows,
    )


def _day(day: dt.date) -> str:
    return format_long_day(day, language=get_language() or "en")


@member_page()
def share_certificate(request: HttpRequest) -> HttpResponse:
    """The certificate as PDF, in the language of the reader."""
    member, today = queries.member_of(person_id=request.person.pk), timezone.localdate()  # type: ignore[attr-defined]
    if member is None:
        raise Http404
    try:
        pdf = certificate(member_id=member.pk, as_of=today, language=get_language() or "nl")
    except Refusal as refusal:
        raise Http404 from refusal
    name = f"certificate-{member.number}-{today:%Y-%m-%d}.pdf"
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@member_page(methods=READ_AND_WRITE)
def leave(request: HttpRequest) -> HttpResponse:
    """Leave with all shares: what happens, then the decision."""
    today = timezone.localdate()
    member = queries.member_of(person_id=request.person.pk)  # type: ignore[attr-defined]
    count = queries.shares_of(member_id=member.pk, as_of=today) if member else 0
    if member is None or not count:
        return redirect("shares")
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = attempt(
            form,
            lambda: exits.request_exit(
                member_id=member.pk, reason=form.cleaned_data["reason"], today=today, actor=request.user.pk
            ),
        )
        if asked:
            messages.success(request, _("Asked. Until the exit is accepted you can still stay."))
            return redirect("shares")
    context = {
        "form": form,
        "lead": ngettext(
            "You hold %(count)s share. It is repaid at nominal value within three years.",
            "You hold %(count)s shares. They are repaid at nominal value within three years.",
            count,
        )
        % {"count": count},
        "crumbs": [NavItem(_("My shares"), reverse("shares"))],
    }
    return render(request, "member/shares/leave.html", context, status=status_of(form))


@member_page(methods=WRITE)
def stay(request: HttpRequest) -> HttpResponse:
    """Take back the request to leave."""
    asked = Exit.objects.filter(member__person=request.person, state=Exit.State.REQUESTED).first()  # type: ignore[attr-defined]
    if asked is None:
        raise Http404
    exits.withdraw_exit(exit_id=asked.pk, actor=request.user.pk)
    messages.success(request, _("You stay a member. Nothing has changed."))
    return redirect("shares")


@member_page(methods=READ_AND_WRITE)
def observations(request: HttpRequest) -> HttpResponse:
    """Answer a proposed exclusion."""
    proposal = Exit.objects.filter(member__person=request.person, state=Exit.State.PROPOSED).first()  # type: ignore[attr-defined]
    if proposal is None:
        raise Http404
    form = ObservationsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, today = form.cleaned_data["text"], timezone.localdate()
        if attempt(
            form,
            lambda: exits.record_observations(exit_id=proposal.pk, text=text, today=today, actor=request.user.pk),
        ):
            messages.success(request, _("Your observations go to the board with the proposal."))
            return redirect("shares")
    context = {"form": form, "proposal": proposal, "crumbs": [NavItem(_("My shares"), reverse("shares"))]}
    return render(request, "member/shares/observations.html", context, status=status_of(form))
