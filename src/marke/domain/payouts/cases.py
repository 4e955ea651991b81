"""Cases of accounts: what a person must look at before money goes there (ledger.md 7.2, point 4).

Two people with one account may be a couple, or a thief; many new accounts in one day may be a new bank, or a break-in.
Nobody decides on an account that they registered themselves.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.utils import timezone

from marke.domain.parameters.queries import choice
from marke.domain.payouts.enums import CaseKind, CaseState
from marke.domain.payouts.models import AccountCase
from marke.domain.people.bank_accounts import changed_on, other_holders
from marke.domain.people.models import BankAccount
from marke.kernel.refusal import Refusal, gettext_noop

Holder = tuple[str, uuid.UUID | None]
"""An account and the person who is paid on it."""


class TooManyNewAccounts(Refusal):
    """So many accounts changed in one day that no batch leaves until somebody has looked."""


def watch(*, account: BankAccount, now: dt.datetime) -> None:
    """Look at an account that was just registered, and open the cases it gives rise to."""
    _open_if_shared(account, now)
    _open_if_burst(now)


def _open_if_shared(account: BankAccount, now: dt.datetime) -> None:
    if account.person_id is None or not other_holders(account=account):
        return
    AccountCase.objects.get_or_create(
        kind=CaseKind.SHARED,
        iban=account.iban,
        person_id=account.person_id,
        defaults={
            "day": timezone.localdate(now),
            "registered_by": account.registered_by,
            "opened_at": now,
        },
    )


def _open_if_burst(now: dt.datetime) -> None:
    today = timezone.localdate(now)
    if changed_on(day=today).count() > int(choice("iban.changes_a_day", as_of=today)):
        AccountCase.objects.get_or_create(kind=CaseKind.BURST, day=today, defaults={"opened_at": now})


def require_no_burst() -> None:
    """Raises `TooManyNewAccounts` while nobody has said that a day with many new accounts is in order."""
    stopped = AccountCase.objects.filter(kind=CaseKind.BURST).exclude(state=CaseState.ACCEPTED).order_by("day").first()
    if stopped is not None:
        raise TooManyNewAccounts(
            "payouts.burst",
            gettext_noop("On %(day)s many accounts changed. Nothing leaves until somebody has looked at them."),
            params={"day": stopped.day},
        )


def shared_accounts(ibans: Collection[str]) -> set[Holder]:
    """Accounts that somebody else has too, with the person who came last; settled ones are left out."""
    kept_back = AccountCase.objects.filter(kind=CaseKind.SHARED, iban__in=ibans).exclude(state=CaseState.ACCEPTED)
    return set(kept_back.values_list("iban", "person_id"))


def decide_case(*, case_id: uuid.UUID, in_order: bool, reason: str, actor: uuid.UUID, now: dt.datetime) -> AccountCase:
    """Say that an account, or a day of changes, is in order or is not; a refusal can be taken back later.

    Raises `Refusal` without a reason, when it was found in order before, and for an account one registered oneself.
    """
    case = AccountCase.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state == CaseState.ACCEPTED:
        raise Refusal("payouts.case-decided", gettext_noop("Somebody found this in order already."))
    if not reason.strip():
        raise Refusal("payouts.case-reason", gettext_noop("Say what you found."), field="reason")
    if actor in _registered_by(case):
        raise Refusal(
            "payouts.case-own", gettext_noop("You registered this account yourself, so another person decides.")
        )
    case.state = CaseState.ACCEPTED if in_order else CaseState.REFUSED
    case.decided_by, case.decided_at, case.reason = actor, now, reason.strip()[:300]
    case.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return case


def _registered_by(case: AccountCase) -> set[uuid.UUID | None]:
    """Who registered the accounts that a case is about."""
    if case.kind == CaseKind.SHARED:
        return {case.registered_by}
    return set(changed_on(day=case.day).values_list("registered_by", flat=True))
