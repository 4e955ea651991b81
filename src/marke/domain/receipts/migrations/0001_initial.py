from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
                ("taken_on", models.DateField(verbose_name="day of the takings")),
                ("description", models.CharField(max_length=200, verbose_name="what for")),
                (
                    "taken_as",
                    models.CharField(
                        choices=[("cash", "Cash"), ("card", "Card"), ("transfer", "Transfer to the member")],
                        max_length=10,
                        verbose_name="how it was paid",
                    ),
                ),
                ("gross", models.BigIntegerField(verbose_name="takings with VAT")),
                ("vat_rate", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="VAT rate")),
                ("vat_ground", models.CharField(blank=True, max_length=40, verbose_name="reason for the VAT rate")),
                ("net", models.BigIntegerField(verbose_name="amount without VAT")),
                ("vat", models.BigIntegerField(verbose_name="VAT")),
                (
                    "contribution_rate",
                    models.DecimalField(decimal_places=5, max_digits=6, verbose_name="contribution rate"),
                ),
                ("contribution", models.BigIntegerField(verbose_name="contribution")),
                ("budget", models.BigIntegerField(verbose_name="budget of the unit")),
                ("year", models.SmallIntegerField(verbose_name="year")),
                ("sequence", models.IntegerField(verbose_name="number in the series")),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                (
                    "communication",
                    models.CharField(max_length=12, unique=True, verbose_name="structured communication"),
                ),
                ("declared_on", models.DateField(verbose_name="declared on")),
                ("due_on", models.DateField(verbose_name="to pay in by")),
                ("declared_by", models.UUIDField(verbose_name="declared by")),
                ("entry_id", models.BigIntegerField(verbose_name="ledger entry")),
                ("hold_id", models.UUIDField(blank=True, null=True, verbose_name="reserved budget")),
                ("paid", models.BigIntegerField(default=0, verbose_name="paid in")),
                ("available", models.BigIntegerField(default=0, verbose_name="budget made available")),
                ("taken_back_on", models.DateField(blank=True, null=True, verbose_name="taken back on")),
                (
                    "taken_back_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why it was taken back"),
                ),
                (
                    "outstanding",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                taken_back_on__isnull=True,
                                then=django.db.models.expressions.CombinedExpression(
                                    models.F("gross"), "-", models.F("paid")
                                ),
                            ),
                            default=0,
                            output_field=models.BigIntegerField(),
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="production unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt without invoice",
                "verbose_name_plural": "receipts without invoice",
            },
        ),
        migrations.CreateModel(
            name="PaidIn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("budget", models.BigIntegerField(verbose_name="budget made available")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="payer")),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="reference of the bank line"),
                ),
                ("recorded_by", models.UUIDField(verbose_name="recorded by")),
                ("entry_id", models.BigIntegerField(verbose_name="ledger entry")),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="receipts.receipt",
                        verbose_name="receipt without invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "takings paid in",
                "verbose_name_plural": "takings paid in",
            },
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["unit", "-taken_on", "-id"], name="receipt_of_unit"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["-taken_on", "-id"], name="receipt_by_day"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("outstanding__gt", 0)), fields=["due_on", "id"], name="receipt_open_by_due_date"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("year", "sequence"), name="a_receipt_number_is_given_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross", django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("vat"))),
                    ("gross__gt", 0),
                    (
                        "net",
                        django.db.models.expressions.CombinedExpression(
                            models.F("contribution"), "+", models.F("budget")
                        ),
                    ),
                ),
                name="a_receipt_is_its_parts",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("gross__gte", models.F("paid")), ("paid__gte", 0)), name="a_receipt_is_paid_in_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_on__isnull", True), ("taken_back_reason", "")),
                    models.Q(
                        ("paid", 0),
                        ("taken_back_on__isnull", False),
                        models.Q(("taken_back_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_receipt_taken_back_says_why_and_was_not_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="paidin",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("budget__gte", 0)), name="takings_paid_in_are_more_than_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="paidin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bank_reference", ""), _negated=True),
                fields=("bank_reference",),
                name="a_bank_line_pays_takings_in_once",
            ),
        ),
        sql_file(SQL / "receipts.sql"),
        append_only("receipts_paidin"),
        fenced_by_unit("receipts_receipt"),
        fenced_by_unit("receipts_paidin"),
        audited("receipts_receipt"),
        audited("receipts_paidin"),
    ]
