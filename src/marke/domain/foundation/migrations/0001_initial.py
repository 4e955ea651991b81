"""The schemas `security` and `audit`: attribution, row-level security and the audit trail."""

from pathlib import Path

from django.db import migrations, models

from marke.domain.foundation.schema import sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        sql_file(SQL / "security.sql"),
        sql_file(SQL / "audit.sql"),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField()),
                ("request_id", models.TextField()),
                ("reason", models.TextField()),
                ("table_name", models.TextField()),
                ("object_id", models.TextField()),
                (
                    "action",
                    models.CharField(choices=[("I", "Inserted"), ("U", "Updated"), ("D", "Deleted")], max_length=1),
                ),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("unit_id", models.IntegerField(null=True)),
            ],
            options={
                "db_table": 'audit"."event',
                "ordering": ["-id"],
                "managed": False,
            },
        ),
    ]
