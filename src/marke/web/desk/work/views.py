"""Work at the desk: contracts by the moment they start, with the clock, and what a person must weigh."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.declarations.queries import state_of
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import StaffRole
from marke.domain.work import queries
from marke.domain.work.enums import ContractState, Party
from marke.domain.work.models import Contract, Signature
from marke.reporting.own_pay import slips_of_contracts
from marke.reporting.wage_money import money_of_months
from marke.rules.work.guarantee import total
from marke.usecases.sign_contract import seal_contract, words_of
from marke.web.access import READ_AND_WRITE, desk_page
from marke.web.attempt import attempt
from marke.web.components.filters import FilterBar, SavedView
from marke.web.components.moments import until_work
from marke.web.components.records import Figure
from marke.web.components.shell import NavItem
from marke.web.components.tables import Badge
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.work.margin import margin_pairs
from marke.web.lists.shelf import keeps_views
from marke.web.member.work.money import money_pairs
from marke.web.member.work.page import day_table, pdf_response, sentence_of
from marke.web.member.work.tables import desk_contract_table, function_title
from marke.web.member.work.tracker import milestones, state_badge

READERS = (StaffRole.ADVISER, StaffRole.SENIOR_ADVISER, StaffRole.PAYROLL, StaffRole.ACCOUNTANT, StaffRole.AUDITOR)
SEALERS = (StaffRole.SENIOR_ADVISER, StaffRole.PAYROLL, StaffRole.ADMINISTRATOR)
"""Who may sign for the enterprise what the rules warn of."""


class WorkFilter(forms.Form):
    """Narrow the list of contracts."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *ContractState.choices], required=False
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("", gettext_lazy("Ahead, soonest first")), ("all", gettext_lazy("All, latest first"))],
        required=False,
    )
    warned = forms.BooleanField(label=gettext_lazy("With something to weigh"), required=False)


@desk_page(*READERS)
@keeps_views
def work(request: HttpRequest) -> HttpResponse:
    """Contracts of all units: those that start soonest first, and how work stands today."""
    form, today, now = WorkFilter(request.GET), timezone.localdate(), timezone.now()
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.desk_contracts(
        state=asked.get("state", ""),
        since=None if asked.get("when") == "all" else today,
        warned=bool(asked.get("warned")),
    )
    shown = window(found, page=request.GET.get("page"))
    counts = queries.work_counts(on=today)
    here = reverse("desk_work")
    tabs = [
        SavedView(_("To weigh"), f"{here}?state=offered&warned=on", current=bool(asked.get("warned"))),
        SavedView(_("To declare"), f"{here}?state=signed", current=asked.get("state") == ContractState.SIGNED),
        SavedView(_("Ahead"), here, current=not request.GET),
    ]
    context = {
        "figures": [
            Figure(_("At work today"), str(counts.at_work)),
            Figure(_("Ill today"), str(counts.sick), tone="bad" if counts.sick else ""),
            Figure(_("Accidents today"), str(counts.accidents), tone="bad" if counts.accidents else ""),
            Figure(_("To be declared"), str(counts.to_declare), url=f"{here}?state=signed"),
            Figure(_("Over and not confirmed"), str(counts.to_confirm)),
        ],
        "bar": FilterBar(form=form, views=tabs),
        "window": shown,
        "table": desk_contract_table(shown.rows, clock=lambda row: clock(row, now)),
    }
    return render(request, "desk/work/work.html", context, status=200 if form.is_valid() else 422)


def clock(contract: Contract, now: dt.datetime) -> Badge | None:
    """How long until the first day of a contract that is not declared yet; nothing for others."""
    if contract.state not in (ContractState.OFFERED, ContractState.SIGNED):
        return None
    start = dt.datetime.combine(contract.starts_on, dt.time(6), tzinfo=timezone.get_current_timezone())
    return until_work((start - now) // dt.timedelta(hours=1))


@desk_page(*READERS, methods=READ_AND_WRITE)
def contract(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """One contract of any unit; what the rules warned of is signed here for the enterprise."""
    found, form = _found(contract), forms.Form(request.POST or None)
    may_seal = request.user.staff_role in SEALERS
    if request.method == "POST" and may_seal:
        name, actor, now = cooperative().seller_name, request.user.pk, timezone.now()
        done = attempt(form, lambda: seal_contract(contract_id=found.pk, name=name, actor=actor, now=now))
        if done is not None:
            messages.success(request, _("Signed for the enterprise. The work is being declared."))
            return redirect("desk_contract", contract=found.pk)
    months, days = queries.months_of(contract_id=found.pk), queries.days_of(contract_id=found.pk)
    signatures = list(Signature.objects.filter(contract=found).order_by("signed_at"))
    slips = slips_of_contracts(contract_ids=[found.pk]).get(found.pk, [])
    moneys = money_of_months(months=months)
    language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    worker_signed = any(each.party == Party.WORKER for each in signatures)
    context = {
        "contract": found,
        "form": form,
        "lead": sentence_of(found, months, language=language, is_mine=False),
        "badge": state_badge(found),
        "facts": [*words_of(contract=found).content["facts"], (_("Kind"), function_title(found))],
        "milestones": milestones(
            found,
            months=months,
            slips=slips,
            signatures=signatures,
            declaration=state_of(found.pk),
            moneys=moneys,
            language=language,
        ),
        "money": money_pairs(total(moneys.values())),
        "days": day_table(days, None),
        "margin": margin_pairs(found.pk, language=language),
        "may_seal": may_seal and worker_signed and found.state == ContractState.OFFERED,
        "warnings": [WARNED_OF.get(rule, rule) for rule in found.warnings],
        "events": timeline([found, *months], limit=20),
        "crumbs": [NavItem(_("Work"), reverse("desk_work"))],
    }
    return render(request, "desk/work/contract.html", context, status=422 if form.is_bound and form.errors else 200)


WARNED_OF = {
    "work.scale-unknown": gettext_lazy("The pay scale of the joint committee is not known here: compare it."),
    "work.long-day": gettext_lazy("Days of more than nine hours: does the sector allow them?"),
    "work.night": gettext_lazy("Work between 20:00 and 6:00: does the law allow it for this work?"),
    "work.sunday": gettext_lazy("Work on Sunday: is there a day of rest in the six days that follow?"),
    "work.successive": gettext_lazy("Follows another contract closely: does the nature of the work justify it?"),
}
"""What each warning asks of the person who weighs it."""


@desk_page(*READERS)
def contract_file(request: HttpRequest, *, contract: uuid.UUID) -> HttpResponse:
    """The contract on paper."""
    return pdf_response(_found(contract), request.GET.get("language", ""))


def _found(contract_id: uuid.UUID) -> Contract:
    found = queries.desk_contracts().filter(pk=contract_id).first()
    if found is None:
        raise Http404
    return found
