from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("in", "Start of work"),
                            ("out", "End of work"),
                            ("update", "Change"),
                            ("cancel", "Cancellation"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "On its way"),
                            ("sent", "Waits for the office"),
                            ("accepted", "Accepted"),
                            ("warned", "Accepted with a warning"),
                            ("refused", "Refused"),
                            ("late", "Too late"),
                            ("given_up", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("worker_type", models.CharField(max_length=8, verbose_name="kind of worker")),
                ("committee", models.CharField(blank=True, max_length=12, verbose_name="joint committee")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="planned hours"
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="work begins")),
                ("period_id", models.CharField(blank=True, max_length=40, verbose_name="number of the period")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="number of the declaration")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="what the office said")),
                ("put_by", models.UUIDField(verbose_name="asked by")),
                ("put_at", models.DateTimeField(verbose_name="asked")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="handed over")),
                ("ruled_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("entered_by", models.UUIDField(blank=True, null=True, verbose_name="entered by hand by")),
                ("confirmed_by", models.UUIDField(blank=True, null=True, verbose_name="entry confirmed by")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "declaration of work",
                "verbose_name_plural": "declarations of work",
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("at", models.DateTimeField(verbose_name="received")),
                ("what", models.CharField(max_length=20, verbose_name="what it is")),
                ("raw", models.TextField(verbose_name="as it came")),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="declarations.declaration",
                        verbose_name="declaration of work",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt of a declaration",
                "verbose_name_plural": "receipts of declarations",
            },
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(fields=["contract", "id"], name="declaration_of_contract"),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(fields=["state", "begins_at"], name="declaration_by_state"),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("state__in", ("accepted", "warned")), _negated=True),
                fields=["begins_at", "id"],
                name="declaration_by_time_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "sent"))),
                fields=("contract",),
                name="one_declaration_of_a_contract_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number",),
                name="a_number_names_one_declaration",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "warned")), _negated=True),
                    models.Q(models.Q(("number", ""), _negated=True), ("ruled_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_accepted_declaration_has_its_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="an_entry_by_hand_is_confirmed_by_another_person",
            ),
        ),
        sql_file(SQL / "declarations.sql"),
        append_only("declarations_receipt"),
        fenced_by_unit("declarations_declaration"),
        fenced_by_unit("declarations_receipt"),
        audited("declarations_declaration"),
        audited("declarations_receipt"),
    ]
