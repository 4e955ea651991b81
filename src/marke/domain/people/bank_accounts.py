"""Where people and organisations are paid. A new account pauses first, so that a thief gains nothing by changing it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from marke.countries.registry import country
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.people.models import BankAccount
from marke.domain.people.operations import identifiers
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.work.deadline import working_day_after


class SameAccount(Refusal):
    """The new account is the one in use."""


@dataclass(frozen=True, slots=True)
class NewBankAccount:
    """An account number as typed, and whose it is: a person or an organisation.

    ``waits`` keeps every payment back during the pause, instead of paying the old account meanwhile.
    """

    iban: str
    person_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    waits: bool = False


def register_bank_account(*, new: NewBankAccount, now: dt.datetime, actor: uuid.UUID) -> BankAccount:
    """Write down where somebody is paid from now on; the account before it ends.

    The first account is used at once; a later one after the pause that the cooperative chose (three working days), in
    which the old one still counts. An account whose pause is not over is given up and never used; going back to the
    account in use needs no pause. Raises `NotAnIdentifier` for a mistyped number and `SameAccount`.
    """
    owner = {"person_id": new.person_id, "organisation_id": new.organisation_id}
    iban = identifiers().read_iban(new.iban)
    known = list(BankAccount.objects.select_for_update().filter(**_not_none(owner)).order_by("registered_at", "id"))
    latest = next((row for row in known if row.ended_at is None), None)
    if latest is not None and latest.iban == iban:
        raise SameAccount("iban.same", gettext_noop("This is the account that is in use already."), field="iban")
    used = account_in_use(now=now, **owner)
    usable_from = now if used is None or used.iban == iban else pause_ends(now=now)
    if latest is not None:
        latest.ended_at = now if latest.usable_from > now else usable_from
        latest.save(update_fields=["ended_at"])
    if used is not None and used != latest:
        used.ended_at = usable_from
        used.save(update_fields=["ended_at"])
    return BankAccount.objects.create(
        iban=iban, registered_by=actor, registered_at=now, usable_from=usable_from, waits=new.waits, **owner
    )


def pause_ends(*, now: dt.datetime) -> dt.datetime:
    """When an account registered now is used: at the same time of day, so many working days later (dated choice)."""
    moment = timezone.localtime(now)
    day = working_day_after(
        moment.date(),
        int(choice("iban.cooling_off_days", as_of=moment.date())),
        is_working_day=country(cooperative().country).is_working_day,
    )
    return moment + dt.timedelta(days=(day - moment.date()).days)


def register_first_bank_accounts(*, accounts: Sequence[NewBankAccount], now: dt.datetime, actor: uuid.UUID) -> None:
    """Write down the first account of many people or organisations at once. Raises `NotAnIdentifier`."""
    read_iban = identifiers().read_iban
    BankAccount.objects.bulk_create(
        BankAccount(
            iban=read_iban(new.iban),
            person_id=new.person_id,
            organisation_id=new.organisation_id,
            registered_by=actor,
            registered_at=now,
            usable_from=now,
        )
        for new in accounts
    )


def account_in_use(
    *, now: dt.datetime, person_id: uuid.UUID | None = None, organisation_id: uuid.UUID | None = None
) -> BankAccount | None:
    """The account to which money goes now: the newest whose pause is over."""
    owner = _not_none({"person_id": person_id, "organisation_id": organisation_id})
    return _used(now).filter(**owner).order_by("-usable_from", "-registered_at").first()


def accounts_in_use(*, person_ids: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, BankAccount]:
    """The account to which each person's money goes now; who has none is missing."""
    usable = _used(now).filter(person_id__in=person_ids)
    latest = usable.order_by("person_id", "-usable_from", "-registered_at").distinct("person_id")
    return {row.person_id: row for row in latest if row.person_id}


def accounts_to_pay(*, person_ids: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, BankAccount]:
    """The account for a payment ordered now: the one in use, or the new one for whoever asked to wait for it.

    A payment to an account whose pause is not over (``usable_from``) leaves after it.
    """
    awaited = pending_accounts(now=now).filter(person_id__in=person_ids, waits=True)
    return accounts_in_use(person_ids=person_ids, now=now) | {row.person_id: row for row in awaited if row.person_id}


def pending_accounts(*, now: dt.datetime) -> QuerySet[BankAccount]:
    """Accounts that will be used once their pause is over."""
    return BankAccount.objects.filter(usable_from__gt=now, ended_at__isnull=True)


def changed_accounts(*, since: dt.datetime) -> QuerySet[BankAccount]:
    """Accounts that replaced another one since a moment."""
    return BankAccount.objects.filter(registered_at__gte=since, usable_from__gt=F("registered_at"))


def changed_on(*, day: dt.date) -> QuerySet[BankAccount]:
    """Accounts that replaced another one on a day."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    next_midnight = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    found = changed_accounts(since=midnight).filter(registered_at__lt=next_midnight)
    return found.order_by("registered_at", "id")


def other_holders(*, account: BankAccount) -> list[BankAccount]:
    """The same account number in the name of somebody else, that is used or will be."""
    others = BankAccount.objects.filter(iban=account.iban).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=account.registered_at)
    )
    owner = _not_none({"person_id": account.person_id, "organisation_id": account.organisation_id})
    return list(others.exclude(**owner))


def _used(now: dt.datetime) -> QuerySet[BankAccount]:
    """Accounts whose pause is over, without those that were given up before it was."""
    return BankAccount.objects.filter(usable_from__lte=now).exclude(ended_at__lte=F("usable_from"))


def _not_none(owner: dict[str, uuid.UUID | None]) -> dict[str, uuid.UUID]:
    """The one owner that is named. Raises ``ValueError`` when none is: an account without owner is nobody's."""
    named = {column: key for column, key in owner.items() if key is not None}
    if len(named) != 1:
        raise ValueError("A bank account has one owner: a person or an organisation.")
    return named
