"""Moving budget between units and projects (rule 10)."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support.enterprise import ACTOR, TODAY, a_person, a_unit, expect, receive

from marke.domain.foundation.transactions import acting
from marke.domain.ledger.queries import role_balance, unit_budget
from marke.domain.ledger.refusals import UnableToSpend
from marke.domain.members.policies import NoRightOfUse
from marke.domain.units import queries
from marke.domain.units.models import Transfer, Unit, UnitRole
from marke.domain.units.operations import Move, open_project, rest, send_back, transfer
from marke.domain.units.operations.transfers import UnableToTransfer
from marke.domain.units.policies import UnitBlocked

pytestmark = pytest.mark.usefixtures("enterprise")


def move(giver: Unit, taker: Unit, amount: int = 300_00, **more) -> Move:
    return Move(from_unit=giver.pk, to_unit=taker.pk, amount=amount, message="For the poster", day=TODAY, **more)


def available(unit: Unit) -> int:
    return unit_budget(unit_id=unit.pk).available


def test_rule_10_a_transfer_has_no_invoice_no_vat_and_no_contribution() -> None:
    """Worked example X4: A -300.00, B +300.00, and nothing else in the books moves."""
    giver, taker = a_unit(), a_unit()
    receive(giver, 1000_00)
    pot, vat = role_balance(role="pot.contribution"), role_balance(role="vat.due")
    transfer(move=move(giver, taker), actor=ACTOR)
    assert (available(giver), available(taker)) == (700_00, 300_00)
    assert (role_balance(role="pot.contribution"), role_balance(role="vat.due")) == (pot, vat)


def test_only_received_money_moves() -> None:
    """Money that a client still owes cannot be transferred."""
    giver, taker = a_unit(), a_unit()
    receive(giver, 100_00)
    expect(giver, 900_00)
    with pytest.raises(UnableToSpend), transaction.atomic():
        transfer(move=move(giver, taker), actor=ACTOR)
    assert not Transfer.objects.exists()


def test_rule_02_a_unit_without_a_share_for_the_year_receives_nothing() -> None:
    giver, taker = a_unit(), a_unit()
    receive(giver, 1000_00)
    UnitRole.objects.filter(unit=taker).update(person=a_person())
    with pytest.raises(NoRightOfUse):
        transfer(move=move(giver, taker), actor=ACTOR)


def test_rule_02_money_already_there_stays_usable_without_a_share() -> None:
    """The giver's share may have run out, and a move within the unit needs none."""
    giver, taker = a_unit(), a_unit()
    receive(giver, 1000_00)
    UnitRole.objects.filter(unit=giver).update(person=a_person())
    project = open_project(unit_id=giver.pk, name="Festival", day=TODAY)
    transfer(move=move(giver, taker), actor=ACTOR)
    transfer(move=move(giver, giver, 50_00, to_project=project.pk), actor=ACTOR)
    assert available(giver) == 700_00


def test_a_transfer_sent_twice_moves_the_money_once() -> None:
    giver, taker = a_unit(), a_unit()
    receive(giver, 1000_00)
    once = move(giver, taker)
    assert transfer(move=once, actor=ACTOR) == transfer(move=once, actor=ACTOR)
    assert available(taker) == 300_00


def test_a_project_has_its_own_budget_line() -> None:
    giver = a_unit()
    receive(giver, 1000_00)
    project = open_project(unit_id=giver.pk, name="Festival", day=TODAY)
    transfer(move=move(giver, giver, 250_00, to_project=project.pk), actor=ACTOR)
    assert unit_budget(unit_id=giver.pk, project_id=project.pk).available == 250_00
    assert available(giver) == 1000_00


def test_another_units_project_cannot_be_named() -> None:
    giver, taker, third = a_unit(), a_unit(), a_unit()
    receive(giver, 1000_00)
    project = open_project(unit_id=third.pk, name="Festival", day=TODAY)
    with pytest.raises(UnableToTransfer):
        transfer(move=move(giver, taker, to_project=project.pk), actor=ACTOR)


@pytest.mark.parametrize("amount", [0, -1, 10**15])
def test_a_transfer_gives_a_real_amount(amount: int) -> None:
    giver, taker = a_unit(), a_unit()
    with pytest.raises(UnableToTransfer):
        transfer(move=move(giver, taker, amount), actor=ACTOR)


def test_a_transfer_goes_somewhere_else_and_says_why() -> None:
    giver, taker = a_unit(), a_unit()
    with pytest.raises(UnableToTransfer):
        transfer(move=move(giver, giver), actor=ACTOR)
    silent = Move(from_unit=giver.pk, to_unit=taker.pk, amount=1_00, message=" ", day=TODAY)
    with pytest.raises(UnableToTransfer):
        transfer(move=silent, actor=ACTOR)


def test_a_closed_unit_receives_nothing() -> None:
    giver, taker = a_unit(), a_unit(activity="catering")
    receive(giver, 1000_00)
    with pytest.raises(UnitBlocked):
        transfer(move=move(giver, taker), actor=ACTOR)


def test_money_that_comes_in_wakes_a_unit_at_rest() -> None:
    giver, taker = a_unit(), a_unit()
    receive(giver, 1000_00)
    rest(unit_id=taker.pk, day=TODAY, actor=ACTOR)
    transfer(move=move(giver, taker), actor=ACTOR)
    taker.refresh_from_db()
    assert taker.state == "open"


def test_a_transfer_is_sent_back_once_by_a_new_transfer() -> None:
    """What was posted is never undone: both transfers stay."""
    giver, taker = a_unit(), a_unit()
    receive(giver, 1000_00)
    original = transfer(move=move(giver, taker), actor=ACTOR)
    back = send_back(original=original, day=TODAY, message="Not mine", actor=ACTOR)
    assert (back.returns, available(giver), available(taker)) == (original, 1000_00, 0)
    with pytest.raises(UnableToTransfer):
        send_back(original=original, day=TODAY, message="Again", actor=ACTOR)


def test_both_units_see_a_transfer_and_a_third_does_not() -> None:
    giver, taker, third = a_unit(), a_unit(), a_unit()
    receive(giver, 1000_00)
    transfer(move=move(giver, taker), actor=ACTOR)
    seen = {}
    for unit in (giver, taker, third):
        with acting(actor=ACTOR, units=[unit.pk]):
            seen[unit.pk] = queries.transfers_of(unit_id=giver.pk).count()
    assert seen == {giver.pk: 1, taker.pk: 1, third.pk: 0}


def test_a_member_transfers_to_a_unit_they_cannot_see() -> None:
    """The receiving unit is checked and credited without being shown, in at most 25 statements."""
    giver, taker = a_unit(), a_unit(name="Atelier Zuid")
    receive(giver, 1000_00)
    with acting(actor=ACTOR, units=[giver.pk]):
        assert queries.receiving_unit(number=taker.pk).name == "Atelier Zuid"
        with CaptureQueriesContext(connection) as statements:
            transfer(move=move(giver, taker), actor=ACTOR)
        assert not Unit.objects.filter(pk=taker.pk).exists()
    assert len(statements) <= 25
    assert available(taker) == 300_00


def test_a_number_nobody_has_answers_nothing() -> None:
    assert queries.receiving_unit(number=987654) is None
