"""The schemas `security` and `audit`: attribution, row-level security and the audit trail."""

from pathlib import Path

from django.db import migrations

from marke.domain.foundation.schema import sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [sql_file(SQL / "security.sql"), sql_file(SQL / "audit.sql")]
