"""Where people and organisations are paid. A new account pauses first, so that a thief gains nothing by changing it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from marke.domain.parameters.queries import choice
from marke.domain.people.models import BankAccount
from marke.domain.people.operations import identifiers
from marke.kernel.refusal import Refusal, gettext_noop


class SameAccount(Refusal):
    """The new account is the one in use."""


@dataclass(frozen=True, slots=True)
class NewBankAccount:
    """An account number as typed, and whose it is: a person or an organisation."""

    iban: str
    person_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None


def register_bank_account(*, new: NewBankAccount, now: dt.datetime, actor: uuid.UUID) -> BankAccount:
    """Write down where somebody is paid from now on; the account before it ends.

    The first account is used at once; a later one after the pause that the cooperative chose (48 hours), in which the
    old one still counts. Raises `NotAnIdentifier` for a mistyped number and `SameAccount`.
    """
    owner = {"person_id": new.person_id, "organisation_id": new.organisation_id}
    iban = identifiers().read_iban(new.iban)
    before = BankAccount.objects.select_for_update().filter(**_not_none(owner), ended_at__isnull=True).first()
    if before is not None and before.iban == iban:
        raise SameAccount("iban.same", gettext_noop("This is the account that is in use already."), field="iban")
    pause = choice("iban.cooling_off_hours", as_of=now.date()) if before else 0
    usable_from = now + dt.timedelta(hours=int(pause))
    if before is not None:
        before.ended_at = usable_from
        before.save(update_fields=["ended_at"])
    return BankAccount.objects.create(
        iban=iban, registered_by=actor, registered_at=now, usable_from=usable_from, **owner
    )


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
    return BankAccount.objects.filter(**owner, usable_from__lte=now).order_by("-usable_from").first()


def accounts_in_use(*, person_ids: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, BankAccount]:
    """The account to which each person's money goes now; who has none is missing."""
    usable = BankAccount.objects.filter(person_id__in=person_ids, usable_from__lte=now)
    latest = usable.order_by("person_id", "-usable_from").distinct("person_id")
    return {row.person_id: row for row in latest if row.person_id}


def _not_none(owner: dict[str, uuid.UUID | None]) -> dict[str, uuid.UUID]:
    """The one owner that is named. Raises ``ValueError`` when none is: an account without owner is nobody's."""
    named = {column: key for column, key in owner.items() if key is not None}
    if len(named) != 1:
        raise ValueError("A bank account has one owner: a person or an organisation.")
    return named
