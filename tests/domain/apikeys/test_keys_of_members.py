"""Keys for programs: made with less than their maker has, shown once, revoked once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.support.asking import administrator_of, holder_of
from tests.support.selling import NOW, open_house

from marke.domain.apikeys.models import ApiKey
from marke.domain.apikeys.operations import MOST_KEYS, ONE_USE, KeyInput, make_key, note_use, revoke_key
from marke.domain.apikeys.queries import key_of_secret, keys_of, maker_of
from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import acting, acting_as_system
from marke.domain.people.models import User
from marke.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db

TILL = KeyInput("Till", (1001,), ("create_invoice",), 30)


@pytest.fixture
def nora(db: None) -> User:
    """A member who holds unit 1001."""
    with acting_as_system():
        open_house()
    return holder_of(1001)


def test_it_works(nora: User) -> None:
    """The secret leads to the key and its maker; the key opens until its thirtieth day."""
    with acting(actor=nora.pk, units=[1001]):
        key, secret = make_key(key=TILL, now=NOW, actor=nora.pk)
        assert maker_of(secret=secret) == nora.pk
        assert key_of_secret(secret=secret, as_of=key.last_day) == key
        assert key_of_secret(secret=secret, as_of=key.last_day + dt.timedelta(days=1)) is None
    assert (key.last_day, key.units, key.scopes) == (dt.date(2026, 10, 11), [1001], ["create_invoice"])


def test_the_secret_is_kept_nowhere(nora: User) -> None:
    """Neither in the row nor in the trail is anything that opens."""
    with acting(actor=nora.pk, units=[1001]):
        key, secret = make_key(key=TILL, now=NOW, actor=nora.pk)
    with acting_as_system():
        [row] = ApiKey.objects.filter(pk=key.pk).values_list()
        trail = list(AuditEvent.objects.filter(object_id=str(key.pk)).values_list("after", flat=True))
    assert secret not in f"{row}{trail}"
    assert secret.startswith(key.beginning)
    assert "digest" not in trail[0]


@pytest.mark.parametrize(
    ("key", "rule", "field"),
    [
        (KeyInput(" \x00 ", (1001,), (), 30), "api-key.name", "name"),
        (KeyInput("Till", (), (), 30), "api-key.units", "units"),
        (KeyInput("Till", (1002,), (), 30), "api-key.unit", "units"),
        (KeyInput("Till", (1001, 1002), (), 30), "api-key.unit", "units"),
        (KeyInput("Till", (1001,), ("manage",), 30), "api-key.for-people", "scopes"),
        (KeyInput("Till", (1001,), ("transfer",), 30), "api-key.for-people", "scopes"),
        (KeyInput("Till", (1001,), (), 0), "api-key.days", "days"),
        (KeyInput("Till", (1001,), (), 367), "api-key.days", "days"),
    ],
    ids=str,
)
def test_a_key_that_cannot_be_is_refused_beside_its_field(nora: User, key: KeyInput, rule: str, field: str) -> None:
    """A name, units of one's own, rights that can be given, and at most a year."""
    holder_of(1002)
    with acting(actor=nora.pk, units=[1001]), pytest.raises(Refusal) as refused:
        make_key(key=key, now=NOW, actor=nora.pk)
    assert (refused.value.rule, refused.value.field) == (rule, field)


def test_an_administrator_gives_a_program_no_more_than_they_have(nora: User) -> None:
    """Who may make quotes gives away the making of quotes, and not of invoices."""
    helper = administrator_of(1001, "create_quote")
    with acting(actor=helper.pk, units=[1001]):
        make_key(key=KeyInput("Plan", (1001,), ("create_quote",), 30), now=NOW, actor=helper.pk)
        with pytest.raises(Refusal) as refused:
            make_key(key=TILL, now=NOW, actor=helper.pk)
    assert refused.value.rule == "api-key.scope"


def test_twenty_keys_are_enough(nora: User) -> None:
    """A revoked one makes room for the next."""
    with acting(actor=nora.pk, units=[1001]):
        made = [make_key(key=TILL, now=NOW, actor=nora.pk)[0] for _ in range(MOST_KEYS)]
        with pytest.raises(Refusal) as refused:
            make_key(key=TILL, now=NOW, actor=nora.pk)
        assert refused.value.rule == "api-key.many"
        revoke_key(key_id=made[0].pk, now=NOW, actor=nora.pk)
        make_key(key=TILL, now=NOW, actor=nora.pk)
        assert len(keys_of(user_id=nora.pk)) == MOST_KEYS + 1


def test_a_key_is_revoked_once_and_by_its_maker(nora: User) -> None:
    """Somebody else has no such key."""
    karim = holder_of(1002)
    with acting(actor=nora.pk, units=[1001]):
        key, secret = make_key(key=TILL, now=NOW, actor=nora.pk)
    with acting(actor=karim.pk), pytest.raises(Refusal):
        revoke_key(key_id=key.pk, now=NOW, actor=karim.pk)
    with acting(actor=nora.pk):
        revoke_key(key_id=key.pk, now=NOW, actor=nora.pk)
        assert key_of_secret(secret=secret, as_of=NOW.date()) is None
        with pytest.raises(Refusal):
            revoke_key(key_id=key.pk, now=NOW, actor=nora.pk)


@pytest.mark.parametrize(
    "change",
    [{"scopes": ["transfer"]}, {"units": [1002]}, {"last_day": dt.date(2099, 1, 1)}, {"digest": b"x"}],
    ids=str,
)
def test_the_database_lets_no_key_grow(nora: User, change: dict[str, object]) -> None:
    """What a key may do is fixed when it is made, whoever writes."""
    with acting(actor=nora.pk, units=[1001]):
        key, _ = make_key(key=TILL, now=NOW, actor=nora.pk)
        with pytest.raises(IntegrityError, match="made once"), transaction.atomic():
            ApiKey.objects.filter(pk=key.pk).update(**change)


def test_a_use_is_noted_every_five_minutes_at_most(nora: User) -> None:
    """A busy program does not write with each question."""
    with acting(actor=nora.pk, units=[1001]):
        key, _ = make_key(key=TILL, now=NOW, actor=nora.pk)
        note_use(key=key, now=NOW)
        note_use(key=key, now=NOW + ONE_USE / 2)
        assert ApiKey.objects.get().used_at == NOW
        note_use(key=key, now=NOW + ONE_USE)
        assert ApiKey.objects.get().used_at == NOW + ONE_USE
