"""For migrations: bring the account roles of the rules into the database. A new role needs a new migration."""

from __future__ import annotations

from typing import Any

from marke.rules.posting.roles import ROLES


def insert_missing_roles(apps: object, schema_editor: Any) -> None:
    """Each role once, and for each common role its account under the same number. What is there stays as it is."""
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger.role (id, code, book, side, entity, per_unit, default_floor)"
            " values (%s, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
            [(r.number, r.code, r.book.value, r.side, r.entity, r.per_unit, r.default_floor) for r in ROLES],
        )
        cursor.execute(
            "insert into ledger.account (id, role_id, mode) select id, id, 'S' from ledger.role r"
            " where not per_unit and not exists (select 1 from ledger.account a where a.id = r.id)"
        )
