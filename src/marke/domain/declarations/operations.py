"""Declare what is missing, write what the office says, and let two people enter what was declared by hand.

What leaves the house goes through the outbox, each declaration under its own key; the message carries no name and no
national number, only which declaration it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from marke.countries.registry import country
from marke.domain.declarations import queries
from marke.domain.declarations.enums import STUCK, UNDER_WAY, VALID, DeclarationKind, DeclarationState
from marke.domain.declarations.models import Declaration, Receipt
from marke.domain.outbox import operations as outbox
from marke.domain.outbox.operations import MessageInput
from marke.domain.parameters.queries import cooperative
from marke.domain.work.operations import contracts as work
from marke.domain.work.queries import DesiredPeriod, desired_periods
from marke.kernel.declaring import Kind, Ruling, Verdict
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.declarations import Declared, Next, Wanted, difference
from marke.rules.declarations.difference import TooLate

CHANNEL = "dimona"
SUBJECT = "declarations.declaration"
STATES = {
    Verdict.ACCEPTED: DeclarationState.ACCEPTED,
    Verdict.WARNED: DeclarationState.WARNED,
    Verdict.REFUSED: DeclarationState.REFUSED,
}


def reconcile(*, contract_ids: Collection[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Declaration]:
    """Declare what is missing of these contracts; answers the new declarations.

    Work that has begun undeclared is written as too late and waits for a person. What the office refused is not said
    again in the same words. Two who ask at the same time wait for each other. The caller sees the contracts.
    """
    work.lock(contract_ids=contract_ids)
    wanted = {period.contract_id: period for period in desired_periods(contract_ids=contract_ids)}
    known = queries.declared(contract_ids=contract_ids)
    latest = {row.contract_id: row for row in Declaration.objects.filter(contract_id__in=contract_ids).order_by("id")}
    units = {key: period.unit_id for key, period in wanted.items()}
    units |= {key: row.unit_id for key, row in latest.items()}
    rows = []
    for contract_id in contract_ids:
        last = latest.get(contract_id)
        if last is not None and last.state in UNDER_WAY:
            continue
        period = wanted.get(contract_id)
        wish = _wish(period) if period else None
        state, reasons = DeclarationState.WAITING, []
        try:
            step = difference(wish, known.get(contract_id), now=timezone.localtime(now))
        except TooLate as refusal:
            assert wish is not None
            kind = Kind.UPDATE if contract_id in known else Kind.IN
            step, state = Next(kind, wish.said), DeclarationState.LATE
            reasons = [{"code": refusal.rule, "text": ""}]
        if last is not None and last.state in STUCK:
            if step is not None and (last.kind, last.said) == (step.kind.value, step.said):
                continue
            _give_up(last)
        if step is not None:
            begins_at = wish.starts_at if wish else last.begins_at if last else now
            rows.append(_row(contract_id, units[contract_id], step, state, reasons, begins_at, now, actor))
    _put(rows, known, actor)
    return rows


def _wish(period: DesiredPeriod) -> Wanted:
    said = country(cooperative().country).work.declared_as(
        scheme=period.scheme,
        committee=period.committee,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        hours=period.hours,
    )
    starts_at = dt.datetime.combine(period.starts_on, period.starts_at, tzinfo=timezone.get_default_timezone())
    return Wanted(said, starts_at)


def _row(
    contract_id: uuid.UUID,
    unit_id: int,
    step: Next,
    state: DeclarationState,
    reasons: list[dict[str, str]],
    begins_at: dt.datetime,
    now: dt.datetime,
    actor: uuid.UUID,
) -> Declaration:
    return Declaration(
        contract_id=contract_id,
        unit_id=unit_id,
        kind=step.kind.value,
        state=state,
        worker_type=step.said.worker_type,
        committee=step.said.committee,
        starts_on=step.said.starts_on,
        ends_on=step.said.ends_on,
        hours=step.said.hours,
        begins_at=begins_at,
        reasons=reasons,
        put_by=actor,
        put_at=now,
    )


def _put(rows: Sequence[Declaration], known: Mapping[uuid.UUID, Declared], actor: uuid.UUID) -> None:
    """Write declarations and let those leave that can."""
    for row in rows:
        row.period_id = known[row.contract_id].period_id if row.contract_id in known else ""
    Declaration.objects.bulk_create(rows, batch_size=1_000)
    outbox.put(messages=[_message(row) for row in rows if row.state == DeclarationState.WAITING], actor=actor)


def _message(row: Declaration) -> MessageInput:
    """The declarations of one contract leave one after the other."""
    return MessageInput(
        channel=CHANNEL,
        key=f"declaration:{row.pk}",
        subject=(SUBJECT, row.pk),
        unit_id=row.unit_id,
        queue=f"contract:{row.contract_id}",
    )


def _give_up(row: Declaration) -> None:
    row.state = DeclarationState.GIVEN_UP
    row.save(update_fields=["state"])


def locked(*, declaration_id: uuid.UUID) -> Declaration:
    """A declaration, locked. Raises ``Declaration.DoesNotExist``."""
    return Declaration.objects.select_for_update().get(pk=declaration_id)


def handed_over(*, declaration: Declaration, number: str, now: dt.datetime) -> None:
    """The office has it and gave it a number. Said twice, it counts once."""
    if declaration.state != DeclarationState.WAITING:
        return
    declaration.state, declaration.number, declaration.sent_at = DeclarationState.SENT, number, now
    declaration.save(update_fields=["state", "number", "sent_at"])
    _keep(declaration, "number", number, now)


def ruled(*, declaration: Declaration, ruling: Ruling, now: dt.datetime) -> None:
    """The office has decided. An accepted start lets the work begin; said twice, it counts once."""
    if declaration.state != DeclarationState.SENT:
        return
    declaration.state = STATES[ruling.verdict]
    declaration.ruled_at = now
    declaration.period_id = ruling.period_id or declaration.period_id
    declaration.reasons = [{"code": reason.code, "text": reason.text} for reason in ruling.reasons]
    declaration.save(update_fields=["state", "ruled_at", "period_id", "reasons"])
    _keep(declaration, "ruling", ruling.raw, now)
    _let_begin([declaration], now)


def not_taken(*, declaration: Declaration, code: str, text: str, now: dt.datetime) -> None:
    """It cannot be handed over as it is: the office turned it away, or something of it is missing here."""
    if declaration.state != DeclarationState.WAITING:
        return
    declaration.state, declaration.ruled_at = DeclarationState.REFUSED, now
    declaration.reasons = [{"code": code, "text": text}]
    declaration.save(update_fields=["state", "ruled_at", "reasons"])


def declare_again(*, declaration_ids: Collection[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[Declaration]:
    """Somebody put right what was refused: say it again, as it is wanted now.

    What meanwhile needs nothing is given up. Raises `Refusal` for one that is not stuck any more.
    """
    rows = list(Declaration.objects.select_for_update().filter(pk__in=declaration_ids).order_by("id"))
    for row in rows:
        _require_stuck(row)
        _give_up(row)
    return reconcile(contract_ids=[row.contract_id for row in rows], now=now, actor=actor)


def enter_by_hand(
    *, declaration_id: uuid.UUID, number: str, period_id: str, source: str, now: dt.datetime, actor: uuid.UUID
) -> Declaration:
    """Somebody declared it by telephone or on the office's page, and enters the numbers of its receipt.

    It counts when a second person has confirmed it. Raises `Refusal` without numbers, without where they stand, or for
    a declaration that is not stuck or on its way.
    """
    row = locked(declaration_id=declaration_id)
    if row.state not in (*STUCK, DeclarationState.WAITING):
        raise _elsewhere(row)
    for field, value in (("number", number), ("period_id", period_id), ("source", source)):
        if not value.strip():
            raise Refusal(
                "declaration.receipt",
                gettext_noop("Enter both numbers of the receipt, and say where it can be found."),
                field=field,
            )
    if Declaration.objects.filter(number=number.strip()).exclude(pk=row.pk).exists():
        raise Refusal(
            "declaration.number-known",
            gettext_noop("This number stands on another declaration already."),
            field="number",
        )
    row.number, row.period_id, row.entered_by, row.sent_at = number.strip(), period_id.strip(), actor, now
    row.state = DeclarationState.SENT
    row.save(update_fields=["number", "period_id", "entered_by", "sent_at", "state"])
    _keep(row, "by hand", source.strip(), now)
    return row


def confirm_entry(*, declaration_id: uuid.UUID, now: dt.datetime, actor: uuid.UUID) -> Declaration:
    """A second person has seen the receipt: the declaration is accepted.

    Raises `Refusal` for whoever entered it, and for one that nobody entered by hand.
    """
    row = locked(declaration_id=declaration_id)
    if row.entered_by is None or row.state != DeclarationState.SENT:
        raise _elsewhere(row)
    if row.entered_by == actor:
        raise Refusal(
            "declaration.second-person", gettext_noop("You entered these numbers: another person confirms them.")
        )
    row.confirmed_by, row.ruled_at, row.state = actor, now, DeclarationState.ACCEPTED
    row.save(update_fields=["confirmed_by", "ruled_at", "state"])
    _let_begin([row], now)
    return row


@dataclass(frozen=True, slots=True)
class Accepted:
    """A start that the office accepted: of which contract, under which numbers, and when."""

    contract_id: uuid.UUID
    number: str
    period_id: str
    at: dt.datetime


def record_accepted(*, rows: Sequence[Accepted], actor: uuid.UUID) -> int:
    """Load the starts of work that were declared before, elsewhere; nothing leaves the house. Answers how many.

    Their contracts may begin. A contract that desires no declaration is left out.
    """
    given = {row.contract_id: row for row in rows}
    made = []
    for period in desired_periods(contract_ids=given.keys()):
        wish, fact = _wish(period), given[period.contract_id]
        step = Next(Kind.IN, wish.said)
        row = _row(
            period.contract_id,
            period.unit_id,
            step,
            DeclarationState.ACCEPTED,
            [],
            wish.starts_at,
            fact.at,
            actor,
        )
        row.number, row.period_id, row.sent_at, row.ruled_at = fact.number, fact.period_id, fact.at, fact.at
        made.append(row)
    Declaration.objects.bulk_create(made, batch_size=1_000)
    for at in sorted({row.ruled_at for row in made if row.ruled_at}):
        _let_begin([row for row in made if row.ruled_at == at], at)
    return len(made)


def _let_begin(rows: Sequence[Declaration], now: dt.datetime) -> None:
    """The contracts of accepted starts may run."""
    starts = [row.contract_id for row in rows if row.kind == DeclarationKind.IN and row.state in VALID]
    if starts:
        work.mark_declared(contract_ids=starts, now=now)


def _keep(row: Declaration, what: str, raw: str, now: dt.datetime) -> None:
    Receipt.objects.create(declaration=row, unit_id=row.unit_id, at=now, what=what, raw=raw)


def _require_stuck(row: Declaration) -> None:
    if row.state not in STUCK:
        raise _elsewhere(row)


def _elsewhere(row: Declaration) -> Refusal:
    return Refusal(
        "declaration.state",
        gettext_noop("This declaration is «%(state)s» by now, so this can no longer be done."),
        params={"state": DeclarationState(row.state).label},
    )
