"""The self-check notices an outbox that does not add up."""

from __future__ import annotations

import pytest
from tests.conftest import OwnDatabase

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.outbox.operations import MessageInput, put
from marke.domain.outbox.proofs import PROOFS
from marke.kernel.ids import uuid7
from marke.ops.database import AUDITOR, SUPERUSER

SENT = "update outbox_message set state = 'sent', next_at = null, ended_at = now()"
STEP = (
    "insert into outbox_step (id, message_id, began_at, at, outcome, answer, by, worker) "
    "select uuidv7(), id, now(), now(), '{}', '', put_by, '' from outbox_message"
)
ORPHAN = (
    "update outbox_message set state = 'under_way', claim = id, claimed_at = now(), next_at = now() - interval '2 h'"
)
BEAT = "insert into outbox_beat (worker, started_at, at) values ('w', now() - interval '1 day', now())"
FORGED = {
    "outbox.answered": [SENT],
    "outbox.one-per-key": [
        "alter table outbox_message drop constraint outbox_message_key_key",
        "insert into outbox_message select (jsonb_populate_record(m, jsonb_build_object('id', uuidv7()))).* "
        "from outbox_message m",
    ],
    "outbox.sent-once": [STEP.format("arrived"), STEP.format("arrived")],
    "outbox.no-orphan": [ORPHAN, BEAT],
    "outbox.state-follows-steps": [SENT],
}


def exceptions(database: OwnDatabase) -> set[str]:
    with database.connect(AUDITOR) as connection:
        return {proof.name for proof in PROOFS if connection.execute(proof.sql).fetchall()}


@pytest.fixture
def waiting(own_database: OwnDatabase) -> OwnDatabase:
    """One message waits; everything is as it should be."""
    with acting_as_system():
        put(messages=[MessageInput("test", "a", ("thing", uuid7()), None)], actor=SYSTEM)
    assert exceptions(own_database) == set()
    return own_database


@pytest.mark.parametrize("name", [proof.name for proof in PROOFS])
def test_a_forged_outbox_is_noticed(waiting: OwnDatabase, name: str):
    """Whoever changes rows behind the back of the product is seen by the proof that says so."""
    with waiting.connect(SUPERUSER) as connection, connection.transaction():
        connection.execute("set session_replication_role = replica")
        connection.execute("alter table outbox_message disable trigger all")
        connection.execute("alter table outbox_step disable trigger all")
        for statement in FORGED[name]:
            connection.execute(statement)
    assert name in exceptions(waiting)
