"""The self-check of members finds nothing in a healthy register, and each planted fault."""

import datetime as dt

import pytest
from django.db import connection
from tests.support.cooperative import TODAY, Facts, apply_exit, known_person, member, subscribe

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.members.models import Member, ShareMovement, Subscription
from marke.domain.members.proofs import PROOFS
from marke.usecases.subscribe_share import expire_shares


def exceptions(name: str) -> list[tuple]:
    (proof,) = (proof for proof in PROOFS if proof.name == name)
    with connection.cursor() as cursor:
        cursor.execute(proof.sql)
        return cursor.fetchall()


def live_a_little() -> None:
    """Shares subscribed, paid, expired and left."""
    member(Facts(serial=1), shares=3)
    apply_exit(member(Facts(serial=2)))
    subscribe(known_person(Facts(serial=3)))
    expire_shares(today=TODAY + dt.timedelta(days=11), actor=SYSTEM)
    subscribe(known_person(Facts(serial=4)))


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_a_healthy_register_has_no_exceptions(proof) -> None:
    live_a_little()
    assert exceptions(proof.name) == []


def test_a_movement_that_was_never_booked_is_found() -> None:
    """A line of the register without its entry breaks three promises, and each one says so."""
    live_a_little()
    file = Member.objects.get(movements__count=3)
    ShareMovement.objects.create(
        number=99, member=file, kind="given", count=-5, price=3000, effective_on=TODAY, other_member=file
    )
    for name in ("members.register-is-capital", "members.nobody-below-zero", "members.lines-without-gaps"):
        assert len(exceptions(name)) == 1, name


def test_a_subscription_paid_by_hand_is_found() -> None:
    """A paid subscription without shares, and the money it still owes in the books."""
    live_a_little()
    Subscription.objects.filter(state="subscribed").update(state="paid", paid_on=TODAY, payer_iban="BE68539007547034")
    for name in ("members.paid-is-issued", "members.owed-is-waiting"):
        assert len(exceptions(name)) == 1, name


def test_an_exit_that_left_its_shares_is_found() -> None:
    live_a_little()
    Member.objects.get(state=Member.State.LEAVING).exits.update(count=7)
    assert len(exceptions("members.exits-were-written-off")) == 1
