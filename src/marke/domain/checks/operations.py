"""Ask for a check, decide it, and let members go without or bring them back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from marke.countries.registry import country
from marke.domain.checks.enums import GIVING, CheckReason, CheckState, DocumentKind, TrustEvent
from marke.domain.checks.models import Check, Trust
from marke.domain.checks.queries import clean_checks, goes_without
from marke.domain.foundation.bulk import update_rows
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.parameters.queries import choice, cooperative
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.service_level import answer_by


@dataclass(frozen=True, slots=True)
class CheckInput:
    """A document that must be looked at, and why. ``title`` and ``amount`` (without VAT) are what the queue shows."""

    kind: DocumentKind
    subject_id: uuid.UUID
    unit_id: int
    title: str
    reasons: Sequence[CheckReason]
    amount: Cents | None = None


def ask(*, checks: Sequence[CheckInput], now: dt.datetime, actor: uuid.UUID) -> list[uuid.UUID]:
    """Put documents in the queue of the desk, written by ``actor``; answers the ids of their checks in order.

    A document that waits already stays where it is. The desk answers within the promised hours of working days.
    """
    hours = int(choice("check.hours", as_of=timezone.localdate(now)))
    by = answer_by(timezone.localtime(now), hours=hours, is_working_day=country(cooperative().country).is_working_day)
    waiting = {(row.kind, row.subject_id): row.pk for row in _waiting_for(checks)}
    rows = [
        Check(
            kind=given.kind,
            subject_id=given.subject_id,
            unit_id=given.unit_id,
            title=given.title[:200],
            amount=given.amount,
            reasons=[CheckReason(reason).value for reason in given.reasons],
            asked_by=actor,
            asked_at=now,
            answer_by=by,
        )
        for given in checks
        if (given.kind, given.subject_id) not in waiting
    ]
    Check.objects.bulk_create(rows)
    waiting |= {(row.kind, row.subject_id): row.pk for row in rows}
    return [waiting[given.kind, given.subject_id] for given in checks]


def _waiting_for(checks: Sequence[CheckInput]) -> list[Check]:
    wanted = [given.subject_id for given in checks]
    return list(Check.objects.filter(subject_id__in=wanted, state=CheckState.WAITING))


def withdraw(*, kind: DocumentKind, subject_id: uuid.UUID, now: dt.datetime, actor: uuid.UUID) -> None:
    """The member takes the document back before anybody looked; nothing happens when nothing waits."""
    waiting = Check.objects.filter(kind=kind, subject_id=subject_id, state=CheckState.WAITING)
    waiting.update(state=CheckState.WITHDRAWN, decided_by=actor, decided_at=now)


def checks_to_decide(*, check_ids: Sequence[uuid.UUID], actor: uuid.UUID) -> list[Check]:
    """The checks, locked, in the order asked. Raises `Refusal` when one was decided already or is one's own."""
    found = Check.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=check_ids).order_by("pk")
    by_id = {check.pk: check for check in found}
    checks = [by_id[check_id] for check_id in check_ids]
    for check in checks:
        if check.state != CheckState.WAITING:
            raise Refusal("check.decided", gettext_noop("This document was already decided."))
        if check.asked_by == actor:
            raise Refusal("check.two-people", gettext_noop("You wrote this yourself, so another person looks at it."))
    return checks


def approve(*, checks: Sequence[Check], now: dt.datetime, actor: uuid.UUID) -> None:
    """Write that documents may go. Whoever had enough clean ones in a row goes without from now on."""
    _decide(checks, CheckState.APPROVED, "", now, actor)
    needed = int(choice("check.clean_needed", as_of=timezone.localdate(now)))
    for user_id, kind in sorted({(check.asked_by, check.kind) for check in checks}):
        clean = clean_checks(user_id=user_id, kind=DocumentKind(kind))
        if clean >= needed and not goes_without(user_id=user_id, kind=DocumentKind(kind)):
            _note(user_id, kind, TrustEvent.EARNED, now, SYSTEM)


def send_back(*, checks: Sequence[Check], reason: str, now: dt.datetime, actor: uuid.UUID) -> None:
    """Write that documents may not go like this, and why. Whoever went without is checked again.

    Raises `Refusal` without a reason.
    """
    if not reason.strip():
        raise Refusal("check.reason", gettext_noop("Say what must change, so that it goes next time."), field="reason")
    _decide(checks, CheckState.RETURNED, reason.strip(), now, actor)
    for user_id, kind in sorted({(check.asked_by, check.kind) for check in checks}):
        if goes_without(user_id=user_id, kind=DocumentKind(kind)):
            _note(user_id, kind, TrustEvent.LOST, now, SYSTEM)


def _decide(checks: Sequence[Check], state: CheckState, reason: str, now: dt.datetime, actor: uuid.UUID) -> None:
    for check in checks:
        check.state, check.decided_by, check.decided_at, check.reason = state, actor, now, reason
    update_rows(checks, ["state", "decided_by", "decided_at", "reason"])


def grant(*, user_id: uuid.UUID, kind: DocumentKind, reason: str, now: dt.datetime, actor: uuid.UUID) -> None:
    """The desk lets a member's documents of a kind go unseen. Raises `Refusal` without a reason, or when they do."""
    _change(user_id, kind, TrustEvent.GRANTED, reason, now, actor)


def revoke(*, user_id: uuid.UUID, kind: DocumentKind, reason: str, now: dt.datetime, actor: uuid.UUID) -> None:
    """The desk looks at a member's documents of a kind again. Raises `Refusal` without a reason, or when it does."""
    _change(user_id, kind, TrustEvent.REVOKED, reason, now, actor)


def _change(
    user_id: uuid.UUID, kind: DocumentKind, event: TrustEvent, reason: str, now: dt.datetime, actor: uuid.UUID
) -> None:
    if user_id == actor:
        raise Refusal("trust.two-people", gettext_noop("Another person decides whether your documents are checked."))
    if not reason.strip():
        raise Refusal("trust.reason", gettext_noop("Say why: the member reads it."), field="reason")
    if goes_without(user_id=user_id, kind=kind) == (event in GIVING):
        raise Refusal("trust.already", gettext_noop("That is how it is already."))
    _note(user_id, kind, event, now, actor, reason.strip())


def _note(user_id: uuid.UUID, kind: str, event: TrustEvent, now: dt.datetime, by: uuid.UUID, reason: str = "") -> None:
    Trust.objects.create(user_id=user_id, kind=kind, event=event, at=now, by=by, reason=reason)
