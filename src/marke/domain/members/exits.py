"""Leaving: resignation and exclusion, both at nominal value, both repaid within three years (rule 5)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from marke.domain.members import queries, register
from marke.domain.members.models import Exit, Member, ShareMovement, Subscription
from marke.domain.parameters.queries import choice
from marke.domain.people.operations import identifiers
from marke.kernel.dates import Month
from marke.kernel.refusal import Refusal, gettext_noop


class UnableToLeave(Refusal):
    """This step of leaving cannot be taken now."""


def request_exit(*, member_id: uuid.UUID, reason: str = "", today: dt.date, actor: uuid.UUID) -> Exit:
    """A member asks to leave with all shares. Raises `UnableToLeave` without shares or while an exit is under way."""
    member = Member.objects.select_for_update().get(pk=member_id)
    if member.state == Member.State.LEAVING or _open_exits(member).exists():
        raise UnableToLeave("exit.under-way", gettext_noop("Your exit is under way already."))
    if not queries.shares_of(member_id=member_id, as_of=today):
        raise UnableToLeave("exit.no-shares", gettext_noop("There are no shares to repay."))
    if member.subscriptions.filter(state=Subscription.State.SUBSCRIBED).exists():
        raise UnableToLeave(
            "exit.subscription-waiting",
            gettext_noop("A subscription is waiting for payment: let it expire first, or pay it."),
        )
    return Exit.objects.create(
        member=member,
        kind=Exit.Kind.RESIGNATION,
        state=Exit.State.REQUESTED,
        reason=reason.strip(),
        asked_on=today,
    )


def withdraw_exit(*, exit_id: uuid.UUID, actor: uuid.UUID) -> Exit:
    """The member stays after all. Possible until the enterprise has accepted the exit."""
    leaving = _in_state(exit_id, Exit.State.REQUESTED)
    return _changed(leaving, state=Exit.State.WITHDRAWN)


def propose_exclusion(*, member_id: uuid.UUID, reason: str, today: dt.date, actor: uuid.UUID) -> Exit:
    """Propose to exclude a member for a written reason; the member has one month for observations.

    Belgian Code of companies and associations, article 6:123: the member is heard before the decision.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    if len(reason.strip()) < 10:
        raise UnableToLeave(
            "exclusion.reason", gettext_noop("Write the reason: the member reads it and answers it."), field="reason"
        )
    if _open_exits(member).exists() or not queries.shares_of(member_id=member_id, as_of=today):
        raise UnableToLeave("exclusion.no-member", gettext_noop("This member is leaving already, or holds no shares."))
    return Exit.objects.create(
        member=member,
        kind=Exit.Kind.EXCLUSION,
        state=Exit.State.PROPOSED,
        reason=reason.strip(),
        asked_on=today,
        observations_until=_same_day(today, months=1),
    )


def record_observations(*, exit_id: uuid.UUID, text: str, today: dt.date, actor: uuid.UUID) -> Exit:
    """The member answers a proposed exclusion, once, within the month."""
    proposal = _in_state(exit_id, Exit.State.PROPOSED)
    if proposal.observations_until is not None and today > proposal.observations_until:
        raise UnableToLeave("exclusion.too-late", gettext_noop("The month for observations is over."), field="text")
    if not text.strip():
        raise UnableToLeave("exclusion.empty", gettext_noop("Write your observations."), field="text")
    return _changed(proposal, observations=text.strip())


def reject_exclusion(*, exit_id: uuid.UUID, reason: str, today: dt.date, actor: uuid.UUID) -> Exit:
    """The proposal is rejected: the member stays."""
    proposal = _in_state(exit_id, Exit.State.PROPOSED)
    return _changed(proposal, state=Exit.State.REJECTED, decided_on=today, decision_reason=_reason(reason))


def accept_exit(*, exit_id: uuid.UUID, reason: str, today: dt.date, actor: uuid.UUID) -> Exit:
    """Accept the exit: the shares leave the register today, their nominal value is owed within three years (rule 5).

    An exclusion waits for the member's observations or the end of the month. Raises `UnableToLeave`.
    """
    leaving = _in_state(exit_id, Exit.State.REQUESTED, Exit.State.PROPOSED)
    if leaving.state == Exit.State.PROPOSED and not leaving.observations and today <= _last_day(leaving):
        raise UnableToLeave(
            "exclusion.observations",
            gettext_noop("The member can still make observations until %(day)s; decide after that."),
            params={"day": _last_day(leaving)},
        )
    holdings = queries.shares_by_price(member_id=leaving.member_id, as_of=today)
    if not holdings:
        raise UnableToLeave("exit.no-shares", gettext_noop("There are no shares to repay."))
    register.write(
        [
            ShareMovement(
                member_id=leaving.member_id,
                kind=ShareMovement.Kind.REPAID,
                count=-count,
                price=price,
                effective_on=today,
                exit=leaving,
            )
            for price, count in holdings.items()
        ]
    )
    excluded = leaving.kind == Exit.Kind.EXCLUSION
    Member.objects.filter(pk=leaving.member_id).update(
        state=Member.State.EXCLUDED if excluded else Member.State.LEAVING
    )
    years = int(choice("share.exit_years", as_of=today))
    return _changed(
        leaving,
        state=Exit.State.ACCEPTED,
        decided_on=today,
        decision_reason=_reason(reason),
        count=sum(holdings.values()),
        amount=sum(price * count for price, count in holdings.items()),
        repay_before=_same_day(leaving.asked_on, months=12 * years),
    )


def release_repayment(*, exit_id: uuid.UUID, reason: str, today: dt.date, actor: uuid.UUID) -> Exit:
    """The board finds that net assets and liquidity allow the repayment, and says why.

    Belgian Code of companies and associations, articles 6:115 and 6:116 (double test).
    """
    leaving = _in_state(exit_id, Exit.State.ACCEPTED)
    return _changed(leaving, state=Exit.State.PAYABLE, payable_on=today, payable_reason=_reason(reason))


def record_repayment(*, exit_id: uuid.UUID, iban: str, on: dt.date, today: dt.date, actor: uuid.UUID) -> Exit:
    """The nominal value went to the former member's account. Raises `NotAnIdentifier` for a mistyped account."""
    leaving = _in_state(exit_id, Exit.State.PAYABLE)
    if leaving.payable_on is None or not leaving.payable_on <= on <= today:
        raise UnableToLeave(
            "exit.repaid-day", gettext_noop("Repayment follows the release, and is not in the future."), field="on"
        )
    account = identifiers().read_iban(iban)
    if leaving.kind == Exit.Kind.RESIGNATION:
        Member.objects.filter(pk=leaving.member_id).update(state=Member.State.LEFT)
    return _changed(leaving, state=Exit.State.REPAID, repaid_on=on, repaid_to=account)


def _open_exits(member: Member) -> Any:
    return member.exits.filter(state__in=["requested", "proposed", "accepted", "payable"])


def _in_state(exit_id: uuid.UUID, *states: str) -> Exit:
    """The exit, locked, when it is where this step starts; otherwise `UnableToLeave`."""
    leaving = Exit.objects.select_for_update().get(pk=exit_id)
    if leaving.state not in states:
        raise UnableToLeave("exit.step", gettext_noop("This exit has moved on meanwhile: look at where it stands now."))
    return leaving


def _changed(leaving: Exit, **columns: Any) -> Exit:
    for column, value in columns.items():
        setattr(leaving, column, value)
    leaving.save(update_fields=list(columns))
    return leaving


def _reason(text: str) -> str:
    if len(text.strip()) < 5:
        raise UnableToLeave("exit.reason", gettext_noop("Write the decision in a few words."), field="reason")
    return text.strip()


def _last_day(leaving: Exit) -> dt.date:
    return leaving.observations_until or leaving.asked_on


def _same_day(day: dt.date, *, months: int) -> dt.date:
    """The same day of the month, so many months later; the last day of a shorter month."""
    month = Month.of(day).plus(months)
    return min(month.last, month.first + dt.timedelta(days=day.day - 1))
