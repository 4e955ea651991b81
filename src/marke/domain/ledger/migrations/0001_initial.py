"""The schema `ledger`: tables, guards, posting, holds, closing, sealing, access."""

from pathlib import Path

from django.db import migrations

from marke.domain.foundation.schema import sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("foundation", "0001_initial")]
    operations = [sql_file(path) for path in sorted(SQL.glob("0*.sql"))]
