from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import audited, sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("owner_id", models.UUIDField(verbose_name="begun by")),
                ("page", models.CharField(max_length=60, verbose_name="list")),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("deed", models.CharField(max_length=40, verbose_name="what is done")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "Being looked at"),
                            ("looked", "To confirm"),
                            ("doing", "Being done"),
                            ("done", "Done"),
                        ],
                        default="looking",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("begun_at", models.DateTimeField(auto_now_add=True, verbose_name="begun")),
            ],
            options={
                "verbose_name": "deed for many rows",
                "verbose_name_plural": "deeds for many rows",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("owner_id", models.UUIDField(verbose_name="kept by")),
                ("page", models.CharField(max_length=60, verbose_name="list")),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("name", models.CharField(max_length=40, verbose_name="name of the view")),
                ("query", models.CharField(blank=True, max_length=500, verbose_name="filter")),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared")),
                ("is_default", models.BooleanField(default=False, verbose_name="opens the list")),
                ("position", models.SmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_shared", True)),
                        fields=["page", "unit_id"],
                        name="shared_views_of_a_list",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner_id", "page", "unit_id", "name"),
                        name="one_view_of_a_name_per_list",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("owner_id", "page", "unit_id"),
                        name="one_view_opens_a_list",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_saved_view_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("owner_id", models.UUIDField(verbose_name="begun by")),
                ("position", models.SmallIntegerField(verbose_name="position")),
                ("object_id", models.UUIDField(verbose_name="row")),
                ("label", models.CharField(max_length=200, verbose_name="called")),
                ("amount", models.BigIntegerField(null=True, verbose_name="amount")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("ready", "Ready"),
                            ("refused", "Not possible"),
                            ("done", "Done"),
                            ("failed", "Not done"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=500, verbose_name="in words")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="lists.bulkrun",
                        verbose_name="deed for many rows",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a deed",
                "verbose_name_plural": "rows of a deed",
                "ordering": ["run_id", "position"],
                "indexes": [models.Index(fields=["run", "outcome", "position"], name="rows_of_a_deed")],
                "constraints": [models.UniqueConstraint(fields=("run", "object_id"), name="a_deed_takes_a_row_once")],
            },
        ),
        sql_file(SQL / "access.sql"),
        audited("lists_savedview"),
        audited("lists_bulkrun"),
    ]
