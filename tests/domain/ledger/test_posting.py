"""Posting through the one door."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from tests.domain.ledger.conftest import ACTOR, DAY, invoice

from marke.domain.ledger import operations, queries
from marke.domain.ledger.refusals import KeyReused, UnableToPost, UnableToSpend
from marke.rules.posting.entry import Account, credit, debit, entry
from marke.rules.posting.journals import Journal

pytestmark = pytest.mark.usefixtures("books")


def post(e, number=1, step="issue"):
    return operations.post(entry=e, source=("sales.invoice", number), step=step, actor=ACTOR)


def transfer(cents, *, giver=1001, taker=1002):
    return entry(
        "budget.transfer",
        Journal.BUDGET,
        DAY,
        debit("unit.received", cents, unit=giver),
        credit("unit.received", cents, unit=taker),
    )


def test_it_works():
    """An invoice gives the unit its expected budget and the pot its contribution, to the cent."""
    assert post(invoice()).new
    assert queries.unit_budget(unit_id=1001).expected == 935_00
    assert queries.balance(account=Account("pot.contribution")) == 65_00
    assert queries.role_balance(role="receivable.client") == 1210_00


def test_the_same_step_posts_once():
    """Asked twice, an invoice is posted once and answers with the same entry (R7)."""
    first, second = post(invoice()), post(invoice())
    assert (first.new, second.new, first.entry_id) == (True, False, second.entry_id)
    assert queries.unit_budget(unit_id=1001).expected == 935_00


def test_the_same_step_with_other_content_is_refused():
    """A step that was posted with other content is an error, never a silent replay (R7)."""
    post(invoice())
    with pytest.raises(KeyReused), transaction.atomic():
        post(invoice(1002))


def test_a_unit_cannot_overspend():
    """A unit cannot give away more than the received budget it has (R8); expected money is not enough."""
    post(invoice())
    with pytest.raises(UnableToSpend) as refusal, transaction.atomic():
        post(transfer(1), 2)
    assert refusal.value.params == {"unit": 1001}


@pytest.mark.parametrize("day", [dt.date(2025, 12, 31), dt.date(2027, 1, 1)])
def test_a_month_that_is_not_open_is_refused(day):
    """Nothing is posted in a month that was not opened (R13)."""
    with pytest.raises(UnableToPost) as refusal, transaction.atomic():
        post(invoice(on=day))
    assert refusal.value.field == "effective_on"
