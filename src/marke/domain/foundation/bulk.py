"""Write many rows at once, and let the planner know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, models


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write the named fields of rows of one table, each row its own values, in one statement.

    Django's ``bulk_update`` builds a CASE per field and row, whose cost grows with the square of the batch and took
    half the time of a run; here the values travel as one array per column and are joined by key. Raises
    ``LookupError`` when a row is not there or not visible in this transaction.
    """
    if not rows:
        return
    meta = rows[0]._meta
    columns = [meta.pk, *(meta.get_field(name) for name in fields)]
    names = [connection.ops.quote_name(column.column) for column in columns]
    sources = ", ".join(_source(column) for column in columns)
    given = ", ".join(f"v{number}" for number in range(len(columns)))
    assignments = ", ".join(f"{name} = given.v{number}" for number, name in enumerate(names) if number)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {connection.ops.quote_name(meta.db_table)} as target set {assignments} "
            f"from rows from ({sources}) as given({given}) where target.{names[0]} = given.v0",
            [_values(column, rows) for column in columns],
        )
        if cursor.rowcount != len(rows):
            raise LookupError(f"{len(rows) - cursor.rowcount} rows of {meta.db_table} are not there to be changed.")


def _source(column: models.Field) -> str:
    """Where the values of a column come from: an array; for documents one document of all, which is quoted once."""
    if isinstance(column, models.JSONField):
        return "jsonb_array_elements(%s::jsonb)"
    return f"unnest(%s::{_element_type(column)}[])"


def _values(column: models.Field, rows: Sequence[models.Model]) -> Any:
    if isinstance(column, models.JSONField):
        if column.null:
            raise TypeError(f"{column.name} may be empty: a document cannot tell nothing from null.")
        return json.dumps([getattr(row, column.attname) for row in rows])
    return [column.get_db_prep_save(getattr(row, column.attname), connection) for row in rows]


def refresh_statistics() -> None:
    """Count again what every table holds, after a load that changed its size by an order of magnitude.

    Plans made for an almost empty table read all of it for each row of the next batch. The server counts by itself
    every minute, which is late for whoever loads thousands of rows a second. An act of the database's owner; it sees
    what was committed.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")


def _element_type(column: models.Field) -> str:
    """The type of a column without its length: ``varchar(10)`` would cut silently in a cast, ``varchar`` refuses."""
    declared = column.rel_db_type(connection) if column.is_relation else column.db_type(connection)
    return str(declared).partition("(")[0]
