"""Write wage runs and their payslips, each step once. `marke.usecases.run_wages` says when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from marke.domain.foundation.bulk import insert_from, update_rows
from marke.domain.wages.enums import COUNTING, UNFINISHED, PayslipState, RunState
from marke.domain.wages.models import Frame, Payslip, Run
from marke.domain.work.models import ContractMonth
from marke.kernel.ids import derived_uuid
from marke.kernel.money import Cents, apply_rate
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll import payslip as rules
from marke.rules.payroll.frames import Frame as Framed
from marke.rules.payroll.frames import Frames, own_values

COMPUTED_FIELDS = [
    *("state", "gross", "net", "cost", "employment_budget", "amounts", "frame", "line_values", "notices", "so_far"),
    *("law", "flags", "parked_rule", "parked_reason", "parked_params"),
]
POSTED_FIELDS = ["state", "from_received", "from_expected", "from_guarantee", "entry_id", "posted_on"]


def require_none_under_way() -> None:
    """Raises `Refusal` while a run is on its way: two at once could pay the same work twice."""
    under_way = Run.objects.filter(state__in=UNFINISHED).first()
    if under_way is not None:
        raise Refusal(
            "wages.run-under-way",
            gettext_noop("The wage run of %(day)s is still on its way: finish it first."),
            params={"day": under_way.on},
        )


def open_run(*, on: dt.date, month_ids: Sequence[uuid.UUID], actor: uuid.UUID, now: dt.datetime) -> Run:
    """Open a run with a payslip for each month. Raises `Refusal` while another run is on its way."""
    require_none_under_way()
    run = Run.objects.create(on=on, started_by=actor, started_at=now)
    months = ContractMonth.objects.filter(pk__in=list(month_ids))
    insert_from(
        months,
        Payslip(run=run),
        {
            "contract": F("contract_id"),
            "month": F("id"),
            "person": F("contract__person_id"),
            "unit": F("unit_id"),
            "project_id": F("contract__project_id"),
            "last_day": F("last_day"),
            "due_on": F("due_on"),
        },
    )
    return run


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a payslip that a person should look at before approving; ``rule`` names it."""

    rule: str
    params: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "params": dict(self.params)}


def computed(
    slip: Payslip,
    result: rules.Payslip,
    *,
    frames: Frames,
    so_far: Mapping[str, Any],
    budget: Cents,
    flags: Sequence[Flag] = (),
) -> Payslip:
    """Put a computed payslip on its row, in memory; ``frames`` learns what its lines have in common with others."""
    slip.state = PayslipState.COMPUTED
    slip.gross, slip.net, slip.cost = result.gross, result.net, result.cost
    slip.employment_budget = budget
    slip.amounts, slip.notices = dict(result.amounts), [notice.as_json() for notice in result.notices]
    slip.frame_id, slip.line_values = _frame_id(frames.of(result.lines)), own_values(result.lines)
    slip.law, slip.so_far = result.parameters.fingerprint, dict(so_far)
    slip.flags = [flag.as_json() for flag in flags]
    return slip


def _frame_id(frame: Framed) -> uuid.UUID:
    """The key of a frame follows from what it says: who needs it need not look it up."""
    return derived_uuid("wages.frame", frame.fingerprint)


def parked(slip: Payslip, reason: Refusal) -> Payslip:
    """Put a payslip aside with its reason, in memory: the run goes on without it."""
    slip.state = PayslipState.PARKED
    slip.parked_rule, slip.parked_reason = reason.rule, reason.message[:300]
    slip.parked_params = {
        name: value if isinstance(value, int) else str(value) for name, value in reason.params.items()
    }
    return slip


def save_computed(slips: Sequence[Payslip], frames: Frames) -> None:
    """Write what was computed or parked, and the frames that no payslip had before."""
    rows = [Frame(_frame_id(frame), frame.fingerprint, list(frame.lines)) for frame in frames]
    Frame.objects.bulk_create(rows, ignore_conflicts=True)
    update_rows(slips, COMPUTED_FIELDS)


def save_posted(slips: Sequence[Payslip]) -> None:
    """Write what was booked."""
    update_rows(slips, POSTED_FIELDS)


def close_computing(*, run_id: uuid.UUID) -> Run:
    """Every payslip is computed or parked: the run shows its totals and waits for approval.

    While other hands still compute, the run stays as it is.
    """
    run = Run.objects.select_for_update().get(pk=run_id)
    slips = Payslip.objects.filter(run=run)
    if run.state != RunState.COLLECTED or slips.filter(state=PayslipState.COLLECTED).exists():
        return run
    totals = slips.aggregate(
        payslips=Count("id", filter=Q(state__in=COUNTING)),
        parked=Count("id", filter=Q(state=PayslipState.PARKED)),
        gross=Sum("gross", filter=Q(state__in=COUNTING), default=0),
        net=Sum("net", filter=Q(state__in=COUNTING), default=0),
        employment_budget=Sum("employment_budget", filter=Q(state__in=COUNTING), default=0),
    )
    for name, value in totals.items():
        setattr(run, name, value)
    run.state = RunState.COMPUTED
    run.save()
    return run


def close_booking(*, run_id: uuid.UUID) -> Run:
    """Every payslip is booked: the wages can be ordered. While other hands still book, the run stays as it is."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.APPROVED or Payslip.objects.filter(run=run, state=PayslipState.COMPUTED).exists():
        return run
    return move_on(run, RunState.POSTED)


def close_ordering(*, run_id: uuid.UUID) -> int:
    """Every wage is ordered: the run is at the bank. Answers how many are still to be ordered by other hands."""
    run = Run.objects.select_for_update().get(pk=run_id)
    left = Payslip.objects.filter(run=run, state=PayslipState.POSTED).count()
    if not left and run.state == RunState.POSTED:
        move_on(run, RunState.ORDERED)
    return left


def approve(*, run_id: uuid.UUID, actor: uuid.UUID, now: dt.datetime) -> Run:
    """Approve a computed run. Raises `Refusal` when it is not computed, or was approved before."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.COMPUTED:
        raise Refusal("wages.not-computed", gettext_noop("Only a run that is computed and waits can be approved."))
    run.state, run.approved_by, run.approved_at = RunState.APPROVED, actor, now
    run.save(update_fields=["state", "approved_by", "approved_at"])
    return run


def move_on(run: Run, state: RunState) -> Run:
    """The run has done a step."""
    run.state = state
    run.save(update_fields=["state"])
    return run


def mark_ordered(*, slips: Sequence[Payslip]) -> None:
    """The payment of these payslips is ordered."""
    for slip in slips:
        slip.state = PayslipState.ORDERED
    update_rows(slips, ["state"])


def mark_paid(*, slips: Sequence[Payslip], on: dt.date) -> None:
    """The bank has paid these payslips. A run of which all are paid is done."""
    for slip in slips:
        slip.state, slip.paid_on = PayslipState.PAID, on
    update_rows(slips, ["state", "paid_on"])
    open_slips = Payslip.objects.filter(state__in=[PayslipState.POSTED, PayslipState.ORDERED]).values("run_id")
    ordered = Run.objects.filter(pk__in={slip.run_id for slip in slips}, state=RunState.ORDERED)
    ordered.exclude(pk__in=open_slips).update(state=RunState.DONE)


def mark_returned(*, slip: Payslip) -> Payslip:
    """The bank sent the wage back: it is booked and owed, and will be ordered again."""
    slip.state, slip.paid_on, slip.attempts = PayslipState.POSTED, None, slip.attempts + 1
    slip.save(update_fields=["state", "paid_on", "attempts"])
    Run.objects.filter(pk=slip.run_id, state=RunState.DONE).update(state=RunState.ORDERED)
    return slip


def employment_budget(slip: Payslip, gross: Cents) -> Cents:
    """What the unit pays: gross times the coefficient fixed at signature, half-up (rule 11)."""
    return apply_rate(gross, slip.contract.coefficient)
