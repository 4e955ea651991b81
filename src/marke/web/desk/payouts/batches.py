"""Batches at the desk: make one, look at it, approve it, hand it to the bank, write down what the bank did."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import name_of
from marke.domain.payouts import operations, queries
from marke.domain.payouts.enums import BatchState, CaseState, OrderState, Purpose
from marke.domain.payouts.models import Batch
from marke.usecases.confirm_payouts import confirm_from_bank
from marke.usecases.pay_out import export_batch, file_of, propose_batch
from marke.web.access import READ_AND_WRITE, WRITE, desk_page
from marke.web.components.downloads import private_file
from marke.web.components.filters import FilterBar
from marke.web.components.formatting import format_iban, format_money
from marke.web.components.records import Figure
from marke.web.components.shell import Action, NavItem
from marke.web.components.timeline import timeline
from marke.web.components.windows import window
from marke.web.desk.form_page import FormPage
from marke.web.desk.payouts.forms import ApproveForm, BatchFilter, ConfirmForm, PurposeForm, ReasonForm
from marke.web.desk.payouts.roles import APPROVERS, KEEPERS, READERS
from marke.web.desk.payouts.tables import (
    approval_table,
    batch_badge,
    batch_table,
    difference_table,
    order_table,
)
from marke.web.refusals import attempt
from marke.web.step_up import needs_fresh_proof

TO_APPROVE = (BatchState.PROPOSED, BatchState.APPROVED_ONCE)
AT_THE_BANK = (BatchState.EXPORTED, BatchState.CONFIRMED)


@desk_page(*READERS, methods=READ_AND_WRITE)
def payouts(request: HttpRequest) -> HttpResponse:
    """What waits to be paid, what needs somebody, and the batches; a keeper makes a batch of what waits."""
    new = PurposeForm(request.POST or None)
    if request.method == "POST" and new.is_valid() and (made := _propose(request, new)):
        messages.success(request, _("Batch %(number)s waits for two other people.") % {"number": made.number})
        return redirect("desk_batch", batch=made.pk)
    form = BatchFilter(request.GET)
    state = BatchState(form.cleaned_data["state"]) if form.is_valid() and form.cleaned_data["state"] else None
    shown = window(queries.batches(state=state), page=request.GET.get("page"))
    piles = queries.piles(now=timezone.now())
    context = {
        "figures": _figures(),
        "piles": piles,
        "new": new,
        "bar": FilterBar(form=form),
        "window": shown,
        "table": batch_table(shown.rows),
        "may_propose": bool(piles) and _may_keep(request),
    }
    return render(request, "desk/payouts/payouts.html", context, status=422 if new.errors else 200)


def _propose(request: HttpRequest, form: PurposeForm) -> Batch | None:
    purpose = Purpose(form.cleaned_data["purpose"])
    if not _may_keep(request):
        return None
    return attempt(form, lambda: propose_batch(purpose=purpose, actor=request.user.pk, now=timezone.now()))


def _may_keep(request: HttpRequest) -> bool:
    return request.user.staff_role in (*KEEPERS, "administrator")


def _figures() -> list[Figure]:
    """What needs somebody, each with the way to its list."""
    shown = (OrderState.PARKED, OrderState.SENT, OrderState.RETURNED)
    found = queries.amounts_by_state(shown)
    here = reverse("desk_payout_orders")
    figures = []
    for state in shown:
        count, total = found.get(state, (0, 0))
        note = ngettext("%(count)s payment", "%(count)s payments", count) % {"count": count}
        tone = "bad" if count and state is not OrderState.SENT else ""
        label = str(OrderState(state).label)
        figures.append(Figure(label, amount=total, note=note, url=f"{here}?state={state.value}", tone=tone))
    odd = queries.cases(state=CaseState.OPEN).order_by().count()
    cases = Figure(_("Odd accounts"), value=str(odd), url=reverse("desk_account_cases"), tone="bad" if odd else "")
    return [*figures, cases]


@desk_page(*READERS)
def batch(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """One batch: what approvers compare, what differs from last time, every payment, and what can be done now."""
    found = _found(batch)
    shown = window(queries.payments_of(batch_id=found.pk), page=request.GET.get("page"))
    approvals = queries.approvals_of(batch_id=found.pk)
    differences = queries.differences(batch=found) if found.state in (*TO_APPROVE, BatchState.APPROVED) else []
    context = {
        "batch": found,
        "heading": _("Batch %(number)s") % {"number": found.number},
        "badge": batch_badge(found),
        "crumbs": _crumbs(),
        "actions": _actions(request, found, {each.approved_by for each in approvals}),
        "pairs": _pairs(found),
        "figures": [
            Figure(_("Payments"), value=str(found.count)),
            Figure(_("Total"), amount=found.total),
            Figure(_("Approvals"), value=f"{len(approvals)} / {found.approvals_needed}"),
        ],
        "approvals": approval_table(approvals) if approvals else None,
        "differences": difference_table(differences) if differences else None,
        "window": shown,
        "table": order_table(shown.rows, caption=_("Payments")),
        "to_export": found.state == BatchState.APPROVED and _may_keep(request),
        "events": timeline([found]),
    }
    return render(request, "desk/payouts/batch.html", context)


def _actions(request: HttpRequest, found: Batch, approved_by: set[uuid.UUID]) -> list[Action]:
    """What this person can do to the batch now, the obvious thing first; nobody looks at what they looked at before."""
    actions = []
    is_fresh = request.user.pk not in {found.proposed_by, *approved_by}
    if found.state in TO_APPROVE and is_fresh and request.user.staff_role != "auditor":
        actions.append(Action(_("Approve"), reverse("desk_batch_approve", args=[found.pk]), "primary", "shield-check"))
    if not _may_keep(request):
        return actions
    if found.state == BatchState.EXPORTED:
        actions.append(
            Action(_("The bank paid it"), reverse("desk_batch_confirm", args=[found.pk]), "primary", "check")
        )
    if found.state in AT_THE_BANK:
        actions.append(Action(_("Download the file"), reverse("desk_batch_file", args=[found.pk]), "", "download"))
    if found.state in (*TO_APPROVE, BatchState.APPROVED):
        actions.append(Action(_("Withdraw"), reverse("desk_batch_withdraw", args=[found.pk]), "danger", "undo-2"))
    return actions


def _pairs(found: Batch) -> list[tuple[str, object]]:
    """What the approvers compare with the bank's screen."""
    pairs = [
        (_("Hash"), _in_groups(found.hash)),
        (_("From account"), format_iban(found.debtor_iban)),
        (_("Proposed by"), name_of(user_id=found.proposed_by)),
        (_("Executed on"), found.execute_on),
        (_("Why it was withdrawn"), found.reason),
    ]
    return [(label, value) for label, value in pairs if value]


def _in_groups(text: str) -> str:
    """A hash as people compare it: in groups of eight."""
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))


@desk_page(*APPROVERS, methods=READ_AND_WRITE)
@needs_fresh_proof
def approve(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """Approve what is shown, after a fresh proof of who approves."""
    found = _found(batch)
    page = FormPage(
        heading=_("Approve batch %(number)s") % {"number": found.number},
        lead=_("You approve exactly these payments. Compare number, total and hash with what the others saw."),
        send=_("Approve"),
        crumbs=[*_crumbs(), NavItem(str(found.number), reverse("desk_batch", args=[found.pk]))],
        pairs=[
            (_("Payments"), found.count),
            (_("Total"), format_money(found.total, language=get_language() or "en")),
            *_pairs(found),
        ],
    )
    form = ApproveForm(request.POST or None, initial={"hash_seen": found.hash})
    return page.answer(
        request,
        form,
        act=lambda given: operations.approve(
            batch_id=found.pk, hash_seen=given["hash_seen"], actor=request.user.pk, now=timezone.now()
        ),
        done=_("Approved."),
        to=reverse("desk_batch", args=[found.pk]),
    )


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def withdraw(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """Take a batch back before it leaves; its payments wait again."""
    found = _found(batch)
    page = FormPage(
        heading=_("Withdraw batch %(number)s") % {"number": found.number},
        lead=_("Its payments wait for the next batch. Approvals given so far are void."),
        send=_("Withdraw"),
        kind="danger",
        crumbs=_crumbs(),
    )
    return page.answer(
        request,
        ReasonForm(request.POST or None),
        act=lambda given: operations.withdraw(batch_id=found.pk, reason=given["reason"]),
        done=_("Withdrawn."),
        to=reverse("desk_batch", args=[found.pk]),
    )


@desk_page(*KEEPERS, methods=WRITE)
def export(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """Book the batch and hand its file to the bank, once; afterwards the same file can be downloaded again."""
    found = _found(batch)
    export_batch(batch_id=found.pk, actor=request.user.pk, now=timezone.now())
    messages.success(request, _("The batch is booked. Download its file and hand it to the bank."))
    return redirect("desk_batch", batch=found.pk)


@desk_page(*KEEPERS)
def file(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """The file of a batch that left, the same bytes each time."""
    found = _found(batch)
    if found.state not in AT_THE_BANK:
        raise Http404
    return private_file(file_of(found), name=f"batch-{found.number:08d}.xml", kind="application/xml")


@desk_page(*KEEPERS, methods=READ_AND_WRITE)
def confirm(request: HttpRequest, *, batch: uuid.UUID) -> HttpResponse:
    """The bank paid what is still on its way of this batch: by hand, when no statement was read in."""
    found = _found(batch)
    if found.state != BatchState.EXPORTED:
        raise Http404
    page = FormPage(
        heading=_("The bank paid batch %(number)s") % {"number": found.number},
        lead=_("What came back is returned first, one by one; everything else of this batch counts as paid that day."),
        send=_("Write it down"),
        crumbs=_crumbs(),
    )
    under_way = queries.payments_of(batch_id=found.pk).filter(state=OrderState.SENT)
    return page.answer(
        request,
        ConfirmForm(request.POST or None, initial={"on": timezone.localdate()}),
        act=lambda given: confirm_from_bank(
            end_to_end=list(under_way.values_list("end_to_end", flat=True)), on=given["on"], actor=request.user.pk
        ),
        done=_("Paid."),
        to=reverse("desk_batch", args=[found.pk]),
    )


def _found(batch_id: uuid.UUID) -> Batch:
    found = queries.batch_by_id(batch_id=batch_id)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Money out"), reverse("desk_payouts"))]
