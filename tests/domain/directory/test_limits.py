"""Credit limits: computed, granted by the desk, and what a unit learns of them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.ordering import open_order
from tests.support.selling import CLERK, OTHER_NUMBER, TODAY, client_of, invoice_of, line

from marke.domain.directory.models import CreditGrant, PaymentHistory
from marke.domain.directory.operations.limits import GrantInput, decide, end, grant
from marke.domain.directory.operations.states import block
from marke.domain.directory.queries.limits import (
    Cover,
    clients_over_limit,
    cover,
    grant_in_force,
    limit_expression,
    policy_on,
    standing_of,
)
from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.sales.enums import ClientKind, ClientState
from marke.domain.sales.models import Client
from marke.kernel.refusal import Refusal
from marke.rules.credit import Ground
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.usefixtures("selling")

SECOND = uuid.UUID("00000000-0000-7000-8000-0000000000c2")


def wanted(client_id: uuid.UUID, amount: int, **more: object) -> GrantInput:
    given: dict[str, object] = {"until": TODAY + dt.timedelta(days=30), "reason": "Known for years", **more}
    return GrantInput(client_id, amount, **given)  # type: ignore[arg-type]


def lumen() -> Client:
    return Client.objects.get(pk=client_of(1001))


def test_what_is_at_stake_counts_over_all_units() -> None:
    """Two units with an open invoice of 1,210.00 each: 2,420.00 of the limit of 5,000.00."""
    client = lumen()
    client_of(1002)
    for unit in (1001, 1002):
        issue_invoice(invoice=invoice_of(unit, client.pk), on=TODAY, actor=SYSTEM)
    standing = standing_of(client=client, as_of=TODAY)
    assert (standing.exposure.total, standing.free) == (242_000, 258_000)


def test_a_signed_order_is_at_stake_until_it_is_invoiced() -> None:
    """An order of 4,000.00 leaves 1,000.00 of the limit; with 1,210.00 invoiced the client is over it."""
    client = lumen()
    open_order(1001, line("4000"), client_id=client.pk)
    assert standing_of(client=client, as_of=TODAY).free == 100_000
    assert not Client.objects.filter(clients_over_limit(as_of=TODAY)).exists()
    issue_invoice(invoice=invoice_of(1001, client.pk), on=TODAY, actor=SYSTEM)
    assert Client.objects.filter(clients_over_limit(as_of=TODAY)).exists()


def test_a_unit_learns_only_what_is_not_covered_of_its_own_document() -> None:
    """3,000.00 more than the free 2,580.00: the part that is not covered, and no amount of the other unit."""
    client = lumen()
    client_of(1002)
    issue_invoice(invoice=invoice_of(1002, client.pk, line("2000")), on=TODAY, actor=SYSTEM)
    with acting(actor=SYSTEM, units=[1001]):
        assert cover(client=client, amount=300_000, as_of=TODAY) == Cover(uncovered=42_000)
        assert cover(client=client, amount=258_000, as_of=TODAY).is_whole


def test_one_person_grants_up_to_the_amount_of_the_cooperative() -> None:
    client = lumen()
    grant(wanted=wanted(client.pk, 2_500_000), today=TODAY, actor=CLERK)
    limit = standing_of(client=client, as_of=TODAY).limit
    assert (limit.amount, limit.ground) == (2_500_000, Ground.GRANTED)


def test_a_larger_limit_waits_for_a_second_person() -> None:
    client = lumen()
    row = grant(wanted=wanted(client.pk, 2_500_001), today=TODAY, actor=CLERK)
    assert standing_of(client=client, as_of=TODAY).limit.ground is Ground.STARTING
    with pytest.raises(Refusal, match="somebody else"):
        decide(grant_id=row.pk, granted=True, today=TODAY, actor=CLERK)
    decide(grant_id=row.pk, granted=True, today=TODAY, actor=SECOND)
    assert standing_of(client=client, as_of=TODAY).limit.amount == 2_500_001
    with pytest.raises(Refusal, match="decided already"):
        decide(grant_id=row.pk, granted=False, today=TODAY, actor=SECOND)


def test_a_refused_limit_leaves_the_one_that_counts() -> None:
    client = lumen()
    grant(wanted=wanted(client.pk, 600_000), today=TODAY, actor=CLERK)
    row = grant(wanted=wanted(client.pk, 9_000_000), today=TODAY, actor=CLERK)
    decide(grant_id=row.pk, granted=False, today=TODAY, actor=SECOND)
    assert standing_of(client=client, as_of=TODAY).limit.amount == 600_000


def test_a_granted_limit_ends_with_its_day() -> None:
    client = lumen()
    grant(wanted=wanted(client.pk, 600_000, until=TODAY), today=TODAY, actor=CLERK)
    assert grant_in_force(client_id=client.pk, as_of=TODAY) is not None
    assert standing_of(client=client, as_of=TODAY + dt.timedelta(days=1)).limit.ground is Ground.STARTING


def test_the_desk_may_end_a_limit_early() -> None:
    client = lumen()
    grant(wanted=wanted(client.pk, 600_000), today=TODAY, actor=CLERK)
    assert end(client_id=client.pk, today=TODAY, actor=CLERK)
    assert standing_of(client=client, as_of=TODAY).limit.ground is Ground.STARTING


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"until": TODAY - dt.timedelta(days=1)}, "until"),
        ({"until": TODAY + dt.timedelta(days=800)}, "until"),
        ({"amount": -1}, "amount"),
    ],
)
def test_an_impossible_limit_is_refused_beside_its_field(more: dict[str, object], field: str) -> None:
    client = lumen()
    given = {"amount": 100, "until": TODAY, "reason": "Because", **more}
    with pytest.raises(Refusal) as refusal:
        grant(wanted=GrantInput(client.pk, **given), today=TODAY, actor=CLERK)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_list_of_clients_over_their_limit() -> None:
    """6,050.00 open is over 5,000.00; a granted 10,000.00 takes the client off the list; a block puts it back."""
    client = lumen()
    client_of(1001, name="Other", number=OTHER_NUMBER)
    issue_invoice(invoice=invoice_of(1001, client.pk, line("5000")), on=TODAY, actor=SYSTEM)
    over = Client.objects.filter(clients_over_limit(as_of=TODAY))
    assert list(over) == [client]
    grant(wanted=wanted(client.pk, 1_000_000), today=TODAY, actor=CLERK)
    assert not over.all().exists()
    block(client_ids=[client.pk], reason="Fraud", actor=CLERK)
    assert over.all().exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    st.sampled_from([kind.value for kind in ClientKind]),
    st.sampled_from(["identified", "verified", "watch", "blocked"]),
    st.integers(0, 10**8),
    st.none() | st.integers(0, 10**8),
)
def test_the_database_computes_the_same_limit_as_the_rule(
    kind: str, state: str, paid: int, granted: int | None
) -> None:
    """The filter of the desk's list and the page of a client never disagree."""
    client = lumen()
    Client.objects.filter(pk=client.pk).update(kind=kind, state=state)
    PaymentHistory.objects.update_or_create(client=client, defaults={"highest_in_time": paid})
    CreditGrant.objects.all().delete()
    if granted is not None:
        CreditGrant.objects.create(
            client=client, amount=granted, until=TODAY, reason="Test", state="granted", asked_by=CLERK,
            decided_by=CLERK, decided_on=TODAY,
        )  # fmt: skip
    client.refresh_from_db()
    by_database = Client.objects.annotate(limit=limit_expression(policy_on(TODAY), as_of=TODAY)).get(pk=client.pk).limit
    assert by_database == standing_of(client=client, as_of=TODAY).limit.amount
    assert ClientState(state) is not ClientState.BLOCKED or by_database == 0
