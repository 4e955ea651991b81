"""The guarded balances of single accounts: what is there, what is reserved, and what may still be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from marke.domain.ledger.operations import array
from marke.kernel.money import Cents
from marke.rules.posting.entry import Account
from marke.rules.posting.roles import BY_CODE


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """The state of a unit's account in cents, on its natural side; ``floor`` is below zero for an agreed advance."""

    posted: Cents = 0
    held: Cents = 0
    floor: Cents = 0

    @property
    def free(self) -> Cents:
        """What the guard still lets anybody take or reserve."""
        return self.posted - self.held - self.floor


def balances(*, accounts: Sequence[Account]) -> dict[Account, AccountBalance]:
    """The balances of accounts of units, in one query; an account that never moved has nothing on it."""
    wanted = list(dict.fromkeys(accounts))
    with connection.cursor() as cursor:
        cursor.execute(
            "select t.n, b.posted, b.held, coalesce(b.floor, 0)"
            " from unnest(%s::smallint[], %s::int[], %s::uuid[]) with ordinality t(r, u, p, n)"
            " join ledger.account a on a.role_id = t.r and coalesce(a.unit_id, 0) = t.u"
            " and coalesce(a.project_id, '00000000-0000-0000-0000-000000000000')"
            " = coalesce(t.p, '00000000-0000-0000-0000-000000000000')"
            " join ledger.balance b on b.account_id = a.id",
            [
                array(BY_CODE[account.role].number for account in wanted),
                array(account.unit_id for account in wanted),
                array(account.project_id for account in wanted),
            ],
        )
        found = {wanted[number - 1]: AccountBalance(*amounts) for number, *amounts in cursor.fetchall()}
    return {account: found.get(account, AccountBalance()) for account in wanted}
