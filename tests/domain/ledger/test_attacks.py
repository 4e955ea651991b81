"""The books refuse every attack we know; with any one guard removed, the attacks notice."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from tests.conftest import OwnDatabase
from tests.domain.ledger import scene
from tests.domain.ledger.attacks import FROM_OUTSIDE, Attack, refusal_of
from tests.domain.ledger.attacks_inside import FROM_INSIDE
from tests.domain.ledger.honest import HONEST

from marke.kernel.ids import uuid7

ATTACKS = FROM_OUTSIDE + FROM_INSIDE


@pytest.fixture(scope="module")
def besieged(server, template_database) -> Iterator[psycopg.Connection]:
    """A superuser in one settled database that every attack tries; each attack is rolled back."""
    database = OwnDatabase(server, f"besieged_{uuid7().hex[-12:]}")
    server.create_database(database.name, template=template_database)
    with database.connect() as connection:
        scene.settle(connection)
    with database.connect("postgres") as connection:
        yield connection
    server.drop_database(database.name)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.sentence)
def test_the_attack_is_refused(besieged, attack: Attack):
    """The database refuses it, for the right reason."""
    assert refusal_of(besieged, attack) == attack.refusal


@pytest.mark.parametrize("act", HONEST, ids=lambda act: act.sentence)
def test_the_honest_act_passes(besieged, act: Attack):
    """What is right goes through, and leaves the books as it should."""
    assert refusal_of(besieged, act) == act.refusal


MUTATIONS = """
select format('drop trigger %%I on ledger.%%I', t.tgname, c.relname)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'ledger' and not t.tgisinternal
   -- a table that others refer to is emptied only together with them, and their guards refuse that
   and not (t.tgname = 'never_emptied' and exists (select 1 from pg_constraint f where f.confrelid = c.oid))
union all
select format('alter table ledger.%%I enable trigger %%I', c.relname, t.tgname)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'ledger' and t.tgname = any(%(replicated)s) and c.relname in ('line', 'entry')
union all
select format('alter table %%s drop constraint %%I cascade', k.conrelid::regclass, k.conname)
  from pg_constraint k join pg_namespace n on n.oid = k.connamespace
 where n.nspname = 'ledger' and k.conname = any(%(constraints)s)
union all
select format('grant insert, update, delete, truncate on ledger.%%I to marke_app, marke_staff', c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'ledger' and c.relkind = 'r' and c.relname = any(%(tables)s)
union all
select format('grant execute on function %%s to marke_app', p.oid::regprocedure)
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where n.nspname = 'ledger' and p.proname = any(%(functions)s)
"""
NAMED = {
    "replicated": ["line_added", "entry_added", "written_once"],
    "constraints": [
        *("never_below_floor", "entry_has_its_lines", "entry_has_two_sides", "amount_is_money", "entry_journal_check"),
        *("two_people_close_a_month", "two_people_move_a_floor", "reopening_has_a_reason", "hold_amount_check"),
    ],
    "tables": ["entry", "line", "balance", "seal"],
    "functions": ["close_period", "set_floor", "adopt_cluster"],
}


def mutations(connection: psycopg.Connection) -> list[str]:
    """Every way to take one guard away: each trigger, each named constraint, each missing grant."""
    found = [statement for (statement,) in connection.execute(MUTATIONS, NAMED).fetchall()]
    return [*found, "drop index ledger.entry_reversed_once", "drop index ledger.entry_spends_hold_once"]


def test_any_missing_guard_is_noticed(besieged):
    """With one trigger, CHECK, index or right changed, an attack passes or an honest act fails."""
    unnoticed = []
    for mutation in mutations(besieged):
        with besieged.transaction(force_rollback=True):
            besieged.execute(mutation)
            if all(refusal_of(besieged, attack) == attack.refusal for attack in (*ATTACKS, *HONEST)):
                unnoticed.append(mutation)
    assert not unnoticed, "\n".join(unnoticed)
