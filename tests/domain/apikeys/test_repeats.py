"""An act that a program names is done once, whatever happens to its answers."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from tests.conftest import OwnDatabase
from tests.support.asking import holder_of
from tests.support.selling import NOW, open_house

from marke.domain.apikeys.models import ApiKey, KeptAnswer
from marke.domain.apikeys.operations import KeyInput, make_key
from marke.domain.apikeys.repeats import KEPT, Act, Answer, once
from marke.domain.foundation.transactions import acting, acting_as_system
from marke.kernel.refusal import Refusal


def key_of_nora() -> ApiKey:
    """A key to act with."""
    with acting_as_system():
        open_house()
    nora = holder_of(1001)
    with acting(actor=nora.pk, units=[1001]):
        return make_key(key=KeyInput("Till", (1001,), (), 30), now=NOW, actor=nora.pk)[0]


class Counted:
    """An act that says how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Answer:
        self.times += 1
        return Answer(200, f'{{"times": {self.times}}}')


@pytest.mark.django_db
def test_it_works() -> None:
    """The second time the first answer comes back."""
    key, deed = key_of_nora(), Counted()
    with acting(actor=key.user_id):
        answers = [once(act=Act(key.pk, "act", b"asked"), now=NOW, do=deed) for _ in range(2)]
    assert deed.times == 1
    assert [(answer.body, answer.is_repeat) for answer in answers] == [('{"times": 1}', False), ('{"times": 1}', True)]


@pytest.mark.django_db
def test_something_else_under_the_same_name_is_refused() -> None:
    """A name that means two things means nothing."""
    key, deed = key_of_nora(), Counted()
    with acting(actor=key.user_id):
        once(act=Act(key.pk, "act", b"asked"), now=NOW, do=deed)
        with pytest.raises(Refusal) as refused:
            once(act=Act(key.pk, "act", b"asked otherwise"), now=NOW, do=deed)
    assert (refused.value.rule, deed.times) == ("api.other-act", 1)


@pytest.mark.django_db
def test_an_answer_is_kept_for_thirty_days() -> None:
    """Later the same name is a new act, and old answers are gone."""
    key, deed = key_of_nora(), Counted()
    with acting(actor=key.user_id):
        once(act=Act(key.pk, "act", b"asked"), now=NOW, do=deed)
        assert once(act=Act(key.pk, "act", b"asked"), now=NOW + KEPT, do=deed).is_repeat
        once(act=Act(key.pk, "other", b"asked"), now=NOW + KEPT * 2, do=deed)
        assert [kept.name for kept in KeptAnswer.objects.all()] == ["other"]


@pytest.mark.django_db
def test_a_refused_act_claims_no_name() -> None:
    """What was undone is undone with its name."""
    key, deed = key_of_nora(), Counted()

    def refuse() -> Answer:
        raise Refusal("test.no", "No.")

    with pytest.raises(Refusal), acting(actor=key.user_id):
        once(act=Act(key.pk, "act", b"asked"), now=NOW, do=refuse)
    with acting(actor=key.user_id):
        assert not once(act=Act(key.pk, "act", b"asked"), now=NOW, do=deed).is_repeat


def test_of_two_at_the_same_moment_one_does_it(own_database: OwnDatabase) -> None:
    """The second waits for the first and gets its answer."""
    key, deed = key_of_nora(), Counted()
    claimed, go_on = threading.Event(), threading.Event()
    answers: list[Answer] = []

    def slow() -> Answer:
        claimed.set()
        go_on.wait(10)
        return deed()

    def first() -> None:
        with acting(actor=key.user_id):
            answers.append(once(act=Act(key.pk, "act", b"asked"), now=NOW, do=slow))
        connection.close()

    def second() -> None:
        claimed.wait(10)
        threading.Timer(0.3, go_on.set).start()
        with acting(actor=key.user_id):
            answers.append(once(act=Act(key.pk, "act", b"asked"), now=NOW, do=deed))
        connection.close()

    threads = [threading.Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert deed.times == 1
    assert sorted(answer.is_repeat for answer in answers) == [False, True]
