"""Who asks: a key opens what its maker gave it and may do, and nothing else exists for it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from tests.support.asking import Program, administrator_of, secret_of
from tests.support.selling import NOW

from marke.domain.apikeys.models import ApiKey
from marke.domain.apikeys.operations import revoke_key
from marke.domain.foundation.models import AuditEvent
from marke.domain.foundation.transactions import acting, acting_as_system
from marke.domain.people.models import User
from marke.domain.sales.models import Client as Buyer
from marke.domain.units.models import UnitRole

pytestmark = pytest.mark.django_db

COMPANY = {
    "kind": "company",
    "name": "Kade",
    "number": "0403.019.261",
    "street": "Dok 5",
    "postcode": "9000",
    "municipality": "Gent",
}


def status_of(secret: str, path: str = "/api/units") -> int:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_it_works(program: Program) -> None:
    """A key says what it opens."""
    found = Client().get("/api/units", headers={"Authorization": f"Bearer {program.secret}"}).json()
    assert found["units"] == [{"number": 1001, "name": "Atelier 1001"}]
    assert "create_invoice" in found["scopes"]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer marke_wrong", "Basic bm9yYTp4", "Bearer \xe9"]
)
def test_without_a_key_that_opens_nothing_is_answered(program: Program, header: str | None) -> None:
    """No key, a wrong one, or another kind of proof: status 401 in one sentence, and nothing says which it was."""
    answer = Client().get("/api/units/1001/clients", headers={"Authorization": header} if header is not None else {})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["rule"] == "api.key"


def test_being_signed_in_is_no_key(nora: User) -> None:
    """The API does not look at the browser's session, so no page of another site can use it."""
    browser = Client()
    browser.force_login(nora, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/api/units/1001/clients").status_code == 401


def test_a_revoked_key_opens_nothing(nora: User, program: Program) -> None:
    """From the moment it is revoked."""
    with acting(actor=nora.pk):
        revoke_key(key_id=ApiKey.objects.get().pk, now=NOW, actor=nora.pk)
    assert status_of(program.secret) == 401


def test_a_key_opens_until_its_last_day(program: Program) -> None:
    """On its thirtieth day it opens, on the day after it does not."""
    with time_machine.travel(NOW + dt.timedelta(days=30), tick=False):
        assert status_of(program.secret) == 200
    with time_machine.travel(NOW + dt.timedelta(days=31), tick=False):
        assert status_of(program.secret) == 401


def test_the_key_of_somebody_who_may_not_sign_in_opens_nothing(nora: User, program: Program) -> None:
    """A closed log-in closes its keys."""
    with acting_as_system():
        User.objects.filter(pk=nora.pk).update(is_active=False)
    assert status_of(program.secret) == 401


def test_a_key_ends_with_the_part_of_its_maker_in_the_unit(nora: User) -> None:
    """Whoever has left a unit has no key to it either."""
    left = Program(secret_of(administrator_of(1001, "create_invoice"), 1001, scopes=("create_invoice",)), 1001)
    assert left.get("/clients").status_code == 200
    with acting_as_system():
        UnitRole.objects.filter(unit_id=1001, kind="administrator").update(valid_to=dt.date(2026, 9, 10))
    assert left.get("/clients").status_code == 404


def test_a_key_with_fewer_rights_may_only_look(nora: User) -> None:
    """A key for looking reads the clients and adds none."""
    looking = Program(secret_of(nora, 1001, scopes=()), 1001)
    assert looking.get("/clients").status_code == 200
    answer = looking.post("/clients", COMPANY)
    assert (answer.status_code, answer.json()["rule"]) == (403, "api.scope")
    assert "«Make invoices»" in answer.json()["detail"]


def test_a_key_may_not_do_what_its_maker_may_no_longer_do(nora: User) -> None:
    """An administrator from whom a right was taken has keys that lost it too."""
    key = Program(secret_of(administrator_of(1001, "create_invoice"), 1001, scopes=("create_invoice",)), 1001)
    assert key.post("/clients", COMPANY).status_code == 201
    with acting_as_system():
        UnitRole.objects.filter(unit_id=1001, kind="administrator").update(scopes=["create_quote"])
    assert key.get("/clients").status_code == 200
    assert key.post("/clients", COMPANY).status_code == 403


@pytest.mark.parametrize("unit", [1002, 1003, 0, 2**31, 10**30])
def test_a_unit_that_the_key_does_not_open_does_not_exist(program: Program, stranger: Program, unit: int) -> None:
    """Whether it is somebody else's or nobody's is not said."""
    answer = Program(program.secret, unit).get("/clients")
    assert (answer.status_code, answer.json()["rule"]) == (404, "api.missing")


def test_what_a_key_does_is_done_in_its_makers_name(nora: User, program: Program) -> None:
    """The trail names the member, the key by its beginning, and the request."""
    made = program.ask("POST", "/clients", COMPANY, **{"X-Request-Id": "call-1"})
    with acting_as_system():
        event = AuditEvent.objects.get(table_name=Buyer._meta.db_table, object_id=made.json()["client"]["id"])
    assert (event.actor_id, event.request_id) == (nora.pk, "call-1")
    assert event.reason == f"API {program.secret[:12]}…"


def test_the_last_use_of_a_key_is_noted(nora: User, program: Program) -> None:
    """Its maker sees when it was last used."""
    program.get("/clients")
    with acting(actor=nora.pk):
        assert ApiKey.objects.get().used_at == NOW


def test_a_program_may_not_ask_without_end(nora: User, program: Program, stranger: Program) -> None:
    """After 300 calls in a minute the answer is «wait», with the seconds; another key is not concerned."""
    with acting(actor=nora.pk):
        counted = f"throttle_key_{ApiKey.objects.get().pk}"
    caches["addresses"].set(counted, [NOW.timestamp()] * 299)
    assert program.get("/clients").status_code == 200
    answer = program.get("/clients")
    assert (answer.status_code, answer.json()["rule"]) == (429, "api.throttled")
    assert int(answer["Retry-After"]) >= 1
    assert stranger.get("/clients").status_code == 200


def test_a_problem_is_told_in_the_language_asked(program: Program) -> None:
    """The sentence follows Accept-Language; the rule's name stays the same."""
    said = {language: Program(program.secret, 1001, language).post("/clients", {}).json() for language in ("en", "nl")}
    assert {problem["rule"] for problem in said.values()} == {"api.invalid"}
