"""The life of a quote, told at random: whatever people do in whatever order, the books of it stay right."""

from __future__ import annotations

import datetime as dt
import random
import uuid

import pytest
from django.db import connection, transaction
from tests.support.quoting import NOW, READER, offering, signer

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.orders.models import Order
from marke.domain.quotes.enums import NEXT_STATES, OPEN, UNSENT, QuoteState
from marke.domain.quotes.models import Answer, QuoteVersion
from marke.domain.quotes.operations import answering, ending, writing
from marke.domain.quotes.proofs import PROOFS
from marke.kernel.refusal import Refusal
from marke.usecases.answer_quote import accept_quote, reject_quote
from marke.usecases.follow_quotes import expire_quotes
from marke.usecases.send_quote import send_quote

FINAL = {state for state, following in NEXT_STATES.items() if not following}


class Life:
    """One deal and everything that can be done to it; the clock goes on by days."""

    def __init__(self, festival: uuid.UUID, chance: random.Random) -> None:
        self.chance = chance
        self.now = NOW
        version = offering(1001, festival)(str(chance.randint(1, 2_000)))
        self.quote_id = version.quote_id

    def versions(self) -> list[QuoteVersion]:
        return list(QuoteVersion.objects.filter(quote_id=self.quote_id).order_by("number"))

    def some(self) -> QuoteVersion:
        return self.chance.choice(self.versions())

    def send(self) -> None:
        send_quote(version_id=self.some().pk, now=self.now, actor=SYSTEM)

    def change(self) -> None:
        writing.begin_version(quote_id=self.quote_id, actor=SYSTEM)

    def discard(self) -> None:
        if len(self.versions()) > 1:
            writing.discard_draft(version_id=self.some().pk)

    def view(self) -> None:
        answering.mark_viewed(quote_id=self.quote_id, version=self.some().number, now=self.now)

    def accept(self) -> None:
        number = self.some().number
        accept_quote(quote_id=self.quote_id, version=number, signer=signer(), now=self.now, actor=SYSTEM)

    def reject(self) -> None:
        number = self.some().number
        reject_quote(quote_id=self.quote_id, version=number, comment="", signer=signer(), now=self.now, actor=SYSTEM)

    def withdraw(self) -> None:
        ending.withdraw(quote_id=self.quote_id, now=self.now)

    def wait(self) -> None:
        self.now += dt.timedelta(days=self.chance.randint(1, 40))
        expire_quotes(now=self.now)


DEEDS = ("send", "send", "change", "change", "discard", "view", "accept", "reject", "withdraw", "wait")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_people_do_a_quote_stays_right(festival: uuid.UUID, seed: int) -> None:
    """At most one version can be answered, one is signed, one order counts, and nothing final ever moves but that."""
    chance = random.Random(seed)
    life = Life(festival, chance)
    for _ in range(25):
        before = {version.pk: QuoteState(version.state) for version in life.versions()}
        try:
            with transaction.atomic():
                getattr(life, chance.choice(DEEDS))()
        except Refusal:
            assert {version.pk: version.state for version in life.versions()} == before
        versions = life.versions()
        for version in versions:
            was = before.get(version.pk)
            assert was is None or was == version.state or _leads(was, QuoteState(version.state))
        states = [version.state for version in versions]
        assert sum(state in OPEN for state in states) <= 1
        assert sum(state in UNSENT for state in states) <= 1
        assert [version.latest for version in versions].count(True) == 1
        signed = [version for version in versions if version.state == QuoteState.ACCEPTED]
        counting = Order.objects.filter(quote_id=life.quote_id, state="running")
        assert [version.order_id for version in signed] == [order.pk for order in counting]
        assert Answer.objects.filter(version__quote_id=life.quote_id).count() == sum(
            version.state in {QuoteState.ACCEPTED, QuoteState.REJECTED} or version.order_id is not None
            for version in versions
        )
    assert_proved()


def _leads(was: QuoteState, now: QuoteState) -> bool:
    """Whether one deed can bring a version from one state to the other (a deed may pass through several)."""
    return now in NEXT_STATES[was] or any(now in NEXT_STATES[between] for between in NEXT_STATES[was])


def assert_proved() -> None:
    """Every proof of quotes holds on what is stored now."""
    with connection.cursor() as cursor:
        for proof in PROOFS:
            cursor.execute(proof.sql)
            assert cursor.fetchall() == [], proof.sentence


def test_final_is_final() -> None:
    """Declined, expired, withdrawn and replaced lead nowhere; a signature leads to a newer one alone."""
    assert {QuoteState.REJECTED, QuoteState.EXPIRED, QuoteState.WITHDRAWN, QuoteState.REPLACED} == FINAL
    assert NEXT_STATES[QuoteState.ACCEPTED] == {QuoteState.REPLACED}


def test_the_proofs_find_what_is_wrong(festival: uuid.UUID) -> None:
    """An answer that vanished is found: a proof that cannot fail proves nothing."""
    version = send_quote(version_id=offering(1001, festival)().pk, now=NOW, actor=SYSTEM)
    answer = accept_quote(quote_id=version.quote_id, version=1, signer=signer(email=READER), now=NOW, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(
            PROOFS[1].sql.replace("v.fingerprint", "'something else'"),
        )
        assert [row[0] for row in cursor.fetchall()] == [answer.pk]
