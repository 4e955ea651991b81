"""Write many rows at once, and let the planner know."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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


PLAIN = (models.IntegerField, models.UUIDField, models.DateField)
"""Fields whose values read the same as text: an array of them is written ten times faster than adapted one by one."""


def _values(column: models.Field, rows: Sequence[models.Model]) -> Any:
    values = [getattr(row, column.attname) for row in rows]
    if isinstance(column, models.JSONField):
        if column.null:
            raise TypeError(f"{column.name} may be empty: a document cannot tell nothing from null.")
        return json.dumps(values)
    kind = column.target_field if isinstance(column, models.ForeignKey) else column
    if isinstance(kind, PLAIN) and not isinstance(kind, models.DateTimeField):
        return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
    return [column.get_db_prep_save(value, connection) for value in values]


def insert_from(source: models.QuerySet[Any], template: models.Model, copied: Mapping[str, Any]) -> int:
    """Write a row for each row of a query, without bringing either here; answers how many.

    ``copied`` names the fields that follow the query (each an expression on it); the others are those of the template,
    except the key, which the database gives (a UUID of version 7).
    """
    meta = template._meta
    fixed = [field for field in meta.concrete_fields if field.name not in copied and not field.primary_key]
    columns = [meta.pk, *(meta.get_field(name) for name in copied), *fixed]
    names = ", ".join(connection.ops.quote_name(field.column) for field in columns)
    selected, parameters = source.order_by().values_list(*copied.values()).query.sql_with_params()
    given = [field.get_db_prep_save(getattr(template, field.attname), connection) for field in fixed]
    # The values of the template are bound once, whatever the number of rows.
    each = ", ".join(f"source.c{number}" for number in range(len(copied)))
    values = "".join(f", %s::{field.db_type(connection)}" for field in fixed)
    columns_of_source = ", ".join(f"c{number}" for number in range(len(copied)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {connection.ops.quote_name(meta.db_table)} ({names}) "
            f"select uuidv7(), {each}{values} from ({selected}) as source({columns_of_source})",
            [*given, *parameters],
        )
        return int(cursor.rowcount)


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
