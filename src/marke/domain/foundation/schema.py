"""Small helpers for migrations: SQL files, audit and row-level security, each one line where it is used."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations


def sql_file(path: Path) -> migrations.RunSQL:
    """Run a file of SQL once. There is no way back: a new migration corrects an old one."""
    return migrations.RunSQL(path.read_text(), migrations.RunSQL.noop)


def audited(table: str, *secret_columns: str) -> migrations.RunSQL:
    """Record every change of a table in the audit trail, except the named columns."""
    columns = "".join(f", '{column}'" for column in secret_columns)
    return migrations.RunSQL(f"call audit.watch('{table}'{columns})", migrations.RunSQL.noop)


def append_only(table: str) -> migrations.RunSQL:
    """Rows of this table are facts: they are added, never changed or removed."""
    return migrations.RunSQL(f"call audit.make_append_only('{table}')", migrations.RunSQL.noop)


def fenced_by_unit(table: str, unit_column: str = "unit_id") -> migrations.RunSQL:
    """Row-level security: the application sees only the rows of the units it was let into."""
    return migrations.RunSQL(f"call security.fence_by_unit('{table}', '{unit_column}')", migrations.RunSQL.noop)


def kept_for_staff(table: str) -> migrations.RunSQL:
    """Row-level security: only those who see all units see this table."""
    return migrations.RunSQL(f"call security.keep_for_staff('{table}')", migrations.RunSQL.noop)
