"""The read-only mirrors of the ledger's tables; they change nothing in the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("role_id", models.SmallIntegerField()),
                ("unit_id", models.IntegerField(null=True)),
                ("project_id", models.UUIDField(null=True)),
                ("mode", models.CharField(max_length=1)),
            ],
            options={
                "db_table": 'ledger"."account',
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("idem_key", models.UUIDField()),
                ("entity", models.SmallIntegerField()),
                ("journal", models.SmallIntegerField()),
                ("kind", models.TextField()),
                ("source_kind", models.TextField()),
                ("source_id", models.TextField()),
                ("step", models.TextField()),
                ("effective_on", models.DateField()),
                ("hold_id", models.UUIDField(null=True)),
                ("actor", models.UUIDField()),
                ("posted_at", models.DateTimeField()),
            ],
            options={
                "db_table": 'ledger"."entry',
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id", "line_no", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("line_no", models.SmallIntegerField()),
                ("unit_id", models.IntegerField(null=True)),
                ("amount", models.BigIntegerField()),
                ("effective_on", models.DateField()),
            ],
            options={
                "db_table": 'ledger"."line',
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": 'ledger"."period',
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="ledger.account",
                    ),
                ),
                ("posted", models.BigIntegerField()),
                ("held", models.BigIntegerField()),
                ("floor", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": 'ledger"."balance',
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="JournalNumber",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="numbered",
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("entity", models.SmallIntegerField()),
                ("journal", models.SmallIntegerField()),
                ("year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("seal_seq", models.BigIntegerField()),
            ],
            options={
                "db_table": 'ledger"."journal_number',
                "managed": False,
            },
        ),
    ]
