"""Each proof of the self-check finds the damage it is there for: done to a living cooperative, with the guards off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import psycopg
import pytest
from tests.conftest import pointing_to

from marke.demo import world
from marke.domain.foundation.proofs import Proof, all_proofs, prove
from marke.ops.database import AUDITOR, SUPERUSER, Server
from marke.reporting.proofs import PROOFS

NAME = "proofs"
YEAR = dt.date(2025, 1, 1), dt.date(2025, 12, 31)

DAMAGE = {
    "shares-to-repay-equal-debt": """
        insert into members_exit (id, member_id, kind, state, reason, asked_on, observations, decision_reason, count,
                                  amount, repay_before, payable_reason, repaid_to)
        select gen_random_uuid(), id, 'resignation', 'accepted', '', '2025-06-01', '', '', 1, 3000, '2028-06-01', '', ''
          from members_member limit 1""",
    "member-numbers-gapless": "update members_member set number = number + 1000000 where number = 1",
    "open-invoices-equal-receivables": "update sales_invoice set paid = paid - 1 where number = '{paid}'",
    "waiting-money-equals-suspense": "update sales_payment set allocated = allocated - 1 where id = '{payment}'",
    "invoices-equal-revenue": "update sales_invoice set net = net + 1, gross = gross + 1 where number = '{paid}'",
    "lines-make-the-invoice": "update sales_invoiceline set net = net + 1 where id = '{line}'",
    "allocations-equal-payments": "update sales_allocation set amount = amount + 1 where payment_id = '{payment}'",
    "invoice-numbers-gapless": "update sales_invoice set sequence = sequence + 1000000 where number = '{paid}'",
    "unpaid-costs-equal-debts": "update purchases_cost set state = 'approved' where id = '{cost}'",
    "submitted-costs-are-reserved": "update purchases_cost set state = 'submitted' where id = '{cost}'",
    "documents-have-their-entry": "update sales_invoice set entry_id = 999999999 where number = '{paid}'",
    "units-in-the-books-exist": "update ledger.account set unit_id = 9999 where unit_id = 1001",
    "projects-exist": "update sales_invoice set project_id = gen_random_uuid() where number = '{paid}'",
    "people-who-act-exist": "update ledger.entry set actor = gen_random_uuid() where id = 1",
}
"""For each proof a change that nobody could make with the guards on."""

EXAMPLES = {
    "paid": "select number from sales_invoice where paid > 0 and credited = 0 limit 1",
    "payment": "select payment_id from sales_allocation limit 1",
    "line": "select id from sales_invoiceline limit 1",
    "cost": "select id from purchases_cost where state = 'paid' limit 1",
}


@pytest.fixture(scope="module")
def address(server: Server, template_database: str, django_db_blocker: pytest.Function) -> Iterator[str]:
    """Where a small cooperative with a year of life stands, as the superuser sees it."""
    server.drop_database(NAME)
    server.create_database(NAME, template=template_database)
    with django_db_blocker.unblock(), pointing_to(server, NAME):  # type: ignore[attr-defined]
        world.build(units=6, seed=3, start=YEAR[0], end=YEAR[1], tell=lambda *_: None)
    yield server.dsn(NAME, SUPERUSER)
    server.drop_database(NAME)


def test_a_living_cooperative_is_proved(address: str) -> None:
    """After a year of life every proof holds, as the read-only auditor sees it."""
    found = list(prove(address.replace(f"{SUPERUSER}@", f"{AUDITOR}@")))
    assert len(found) >= len(PROOFS)
    assert [finding for finding in found if not finding.holds] == []


def test_every_proof_has_its_damage() -> None:
    """A proof that never failed proves nothing."""
    assert {proof.name for proof in PROOFS} == set(DAMAGE)
    assert set(PROOFS) < set(all_proofs())


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_the_proof_finds_its_damage(proof: Proof, address: str) -> None:
    """What the proof says no longer holds, and it names the exception."""
    with psycopg.connect(address) as connection:
        chosen = {name: connection.execute(sql).fetchone()[0] for name, sql in EXAMPLES.items()}  # type: ignore[index]
        assert connection.execute(proof.sql).fetchall() == []
        connection.execute("set local session_replication_role = replica")
        connection.execute(WITHOUT_GUARDS)
        assert connection.execute(DAMAGE[proof.name].format(**chosen)).rowcount > 0
        assert connection.execute(proof.sql).fetchall() != []
        connection.rollback()


WITHOUT_GUARDS = """
do $$
declare c record;
begin
  for c in select conrelid::regclass as place, conname from pg_constraint
            where contype = 'c' and connamespace in ('public'::regnamespace, 'ledger'::regnamespace) loop
    execute format('alter table %s drop constraint %I', c.place, c.conname);
  end loop;
  for c in select tgrelid::regclass as place, tgname from pg_trigger where tgenabled = 'A' loop
    execute format('alter table %s disable trigger %I', c.place, c.tgname);
  end loop;
end $$
"""
