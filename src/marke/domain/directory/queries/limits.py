"""Read where clients stand against their limit, and whether the guarantee covers one more document.

Amounts over all units are for staff. A member's request learns only about its own document (`cover`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable, OuterRef
from django.db.models.functions import Coalesce, Greatest, Least

from marke.domain.directory.enums import GrantState
from marke.domain.directory.models import CreditGrant, PaymentHistory
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.orders.enums import OrderState
from marke.domain.orders.models import Order
from marke.domain.parameters.queries import choice
from marke.domain.sales.enums import ClientKind, ClientState
from marke.domain.sales.models import Client, Invoice
from marke.kernel.money import Cents
from marke.rules.credit import Buyer, Exposure, Ground, History, Limit, Policy, Standing, limit_of

BUYERS = {
    ClientKind.COMPANY: Buyer.BUSINESS,
    ClientKind.ASSOCIATION: Buyer.BUSINESS,
    ClientKind.PUBLIC: Buyer.PUBLIC,
    ClientKind.PRIVATE: Buyer.CONSUMER,
}


def policy_on(day: dt.date) -> Policy:
    """The cooperative's choices about credit on a day."""

    def chosen(name: str) -> int:
        return int(choice(f"client.credit_{name}", as_of=day))

    return Policy(chosen("business"), chosen("public"), chosen("consumer"), chosen("factor"), chosen("cap"))


def standings(*, clients: Sequence[Client], as_of: dt.date) -> dict[uuid.UUID, Standing]:
    """Where these clients stand, over all units: a constant number of queries. For staff."""
    ids = [client.pk for client in clients]
    policy, exposed = policy_on(as_of), exposures(client_ids=ids)
    paid = dict(PaymentHistory.objects.filter(client_id__in=ids).values_list("client_id", "highest_in_time"))
    granted = dict(_counting(as_of).filter(client_id__in=ids).values_list("client_id", "amount"))
    return {
        client.pk: Standing(
            _limit(client, paid.get(client.pk, 0), policy, granted.get(client.pk)), exposed.get(client.pk, Exposure())
        )
        for client in clients
    }


def standing_of(*, client: Client, as_of: dt.date) -> Standing:
    """Where one client stands, over all units. For staff."""
    return standings(clients=[client], as_of=as_of)[client.pk]


def exposures(*, client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Exposure]:
    """What the enterprise has at stake with each of these clients; one without anything open is not in the answer.

    Orders count without VAT: of work that is not invoiced, no VAT is due to anybody yet.
    """
    owed = dict(_open().filter(client_id__in=client_ids).values_list("client_id", "open"))
    ordered = dict(_ordered().filter(client_id__in=client_ids).values_list("client_id", "ordered"))
    return {key: Exposure(owed.get(key, 0), ordered.get(key, 0)) for key in owed.keys() | ordered.keys()}


def _open() -> QuerySet[Invoice, dict[str, Any]]:
    """What each client owes."""
    return Invoice.objects.filter(outstanding__gt=0).values("client_id").annotate(open=Sum("outstanding"))


def _ordered() -> QuerySet[Order, dict[str, Any]]:
    """What each client signed and was not invoiced yet."""
    running = Order.objects.filter(state=OrderState.RUNNING, remaining__gt=0).order_by()
    return running.values("client_id").annotate(ordered=Sum("remaining"))


@dataclass(frozen=True, slots=True)
class Cover:
    """What a unit may know before it makes a document: is the client blocked, and what is not covered, in cents."""

    is_blocked: bool = False
    uncovered: Cents = 0

    @property
    def is_whole(self) -> bool:
        """Whether the guarantee covers the whole document."""
        return not self.is_blocked and not self.uncovered


def cover(*, client: Client, amount: Cents, as_of: dt.date) -> Cover:
    """Whether the guarantee covers one more document of so many cents (with VAT) for a client."""
    if client.state == ClientState.BLOCKED:
        return Cover(is_blocked=True, uncovered=amount)
    with enterprise_view():
        return Cover(uncovered=standing_of(client=client, as_of=as_of).uncovered(amount))


def clients_over_limit(*, as_of: dt.date) -> Q:
    """The clients with more at stake than their limit: a condition to narrow a list of clients with.

    Invoices alone pass the limit, or signed orders together with them do.
    """
    limit = limit_expression(policy_on(as_of), as_of=as_of, client="client__")
    owed = Subquery(_open().filter(client_id=OuterRef("client_id")).values("open"))
    invoices = Invoice.objects.filter(outstanding__gt=0).values("client_id", limit=limit)
    invoices = invoices.annotate(at_stake=Sum("outstanding"))
    orders = Order.objects.filter(state=OrderState.RUNNING, remaining__gt=0).order_by()
    orders = orders.values("client_id", limit=limit, owed=Coalesce(owed, 0))
    orders = orders.annotate(at_stake=Sum("remaining") + F("owed"))
    over = [rows.filter(at_stake__gt=F("limit")).values("client_id") for rows in (invoices, orders)]
    return Q(pk__in=over[0]) | Q(pk__in=over[1])


def limit_expression(policy: Policy, *, as_of: dt.date, client: str = "") -> Combinable:
    """The rule `limit_of` as the database computes it; ``client`` leads from the rows at hand to the client."""
    starting = Case(
        When(**{f"{client}kind": ClientKind.PUBLIC}, then=Value(policy.public)),
        When(**{f"{client}kind": ClientKind.PRIVATE}, then=Value(policy.consumer)),
        default=Value(policy.business),
        output_field=BigIntegerField(),
    )
    earned = Least(Coalesce(F(f"{client}history__highest_in_time"), 0) * policy.factor, policy.cap)
    granted = Subquery(_counting(as_of).filter(client_id=OuterRef(f"{client or ''}pk")).values("amount")[:1])
    return Case(
        When(Q(**{f"{client}state": ClientState.BLOCKED}), then=Value(0)),
        default=Coalesce(
            granted,
            Case(When(Q(**{f"{client}state": ClientState.WATCH}), then=starting), default=Greatest(starting, earned)),
        ),
        output_field=BigIntegerField(),
    )


def grants_of(*, client_id: uuid.UUID) -> list[CreditGrant]:
    """Every limit that the desk decided for a client, the latest first."""
    return list(CreditGrant.objects.filter(client_id=client_id).order_by("-asked_at"))


def grant_in_force(*, client_id: uuid.UUID, as_of: dt.date) -> CreditGrant | None:
    """The limit of the desk that counts on a day."""
    return _counting(as_of).filter(client_id=client_id).first()


def history_of(*, client_id: uuid.UUID) -> PaymentHistory | None:
    """How a client paid so far, over all units. For staff."""
    return PaymentHistory.objects.filter(client_id=client_id).first()


def histories(*, client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PaymentHistory]:
    """The same for many clients."""
    return {row.client_id: row for row in PaymentHistory.objects.filter(client_id__in=client_ids)}


def _counting(day: dt.date) -> QuerySet[CreditGrant]:
    return CreditGrant.objects.filter(state=GrantState.GRANTED, until__gte=day)


def _limit(client: Client, highest: Cents, policy: Policy, granted: Cents | None) -> Limit:
    if client.state == ClientState.MERGED:
        return Limit(0, Ground.BLOCKED)
    history = History(highest, client.state == ClientState.WATCH, client.state == ClientState.BLOCKED)
    return limit_of(BUYERS[ClientKind(client.kind)], history, policy=policy, granted=granted)
