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
            name="Cost",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "To approve"),
                            ("approved", "To pay"),
                            ("ordered", "On its way"),
                            ("paid", "Paid"),
                            ("rejected", "Rejected"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("supplier", models.CharField(max_length=200, verbose_name="supplier")),
                ("spent_on", models.DateField(verbose_name="date of the receipt")),
                ("category", models.CharField(max_length=40, verbose_name="kind of cost")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice in the name of the enterprise"),
                            ("receipt", "Till receipt or ticket"),
                        ],
                        max_length=10,
                        verbose_name="what proves it",
                    ),
                ),
                (
                    "paid_by",
                    models.CharField(
                        choices=[("supplier", "The enterprise pays the supplier"), ("member", "I paid it myself")],
                        max_length=10,
                        verbose_name="payment",
                    ),
                ),
                ("pay_to_iban", models.CharField(blank=True, max_length=34, verbose_name="account of the supplier")),
                (
                    "pay_to_reference",
                    models.CharField(blank=True, max_length=140, verbose_name="reference for the supplier"),
                ),
                ("gross", models.BigIntegerField(verbose_name="amount paid")),
                ("vat_rate", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="VAT rate")),
                ("vat", models.BigIntegerField(verbose_name="VAT")),
                (
                    "deductible_share",
                    models.DecimalField(decimal_places=4, max_digits=5, verbose_name="part of the VAT that comes back"),
                ),
                ("deductible", models.BigIntegerField(verbose_name="VAT that comes back")),
                ("charge", models.BigIntegerField(verbose_name="taken from the budget")),
                ("hold_id", models.UUIDField(verbose_name="reserved budget")),
                ("entered_by", models.UUIDField(verbose_name="entered by")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                ("decided_by", models.UUIDField(blank=True, null=True, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("entry_id", models.BigIntegerField(blank=True, null=True, verbose_name="ledger entry")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
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
                "verbose_name": "cost",
                "verbose_name_plural": "costs",
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
                ("file", models.FileField(upload_to="receipts/%Y/%m", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=60, verbose_name="type of file")),
                ("size", models.IntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint of the file")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "cost",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="purchases.cost",
                        verbose_name="cost",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
            },
        ),
        migrations.AddIndex(
            model_name="cost",
            index=models.Index(fields=["unit", "-spent_on", "-id"], name="cost_of_unit"),
        ),
        migrations.AddIndex(
            model_name="cost",
            index=models.Index(condition=models.Q(("state", "submitted")), fields=["id"], name="cost_to_approve"),
        ),
        migrations.AddIndex(
            model_name="cost",
            index=models.Index(condition=models.Q(("state", "approved")), fields=["id"], name="cost_to_pay"),
        ),
        migrations.AddIndex(
            model_name="cost",
            index=models.Index(fields=["-spent_on", "-id"], name="cost_by_date"),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "charge",
                        django.db.models.expressions.CombinedExpression(models.F("gross"), "-", models.F("deductible")),
                    ),
                    ("deductible__gte", 0),
                    ("vat__gte", models.F("deductible")),
                ),
                name="a_cost_is_what_was_paid_less_vat_that_comes_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(condition=models.Q(("gross__gt", 0)), name="a_cost_is_more_than_nothing"),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_cost_is_decided_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("entry_id__isnull", True), ("state", "submitted")),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("entry_id__isnull", True),
                        ("state", "rejected"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("entry_id__isnull", False),
                        ("paid_on__isnull", True),
                        ("state__in", ["approved", "ordered"]),
                    ),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("entry_id__isnull", False),
                        ("paid_on__isnull", False),
                        ("state", "paid"),
                    ),
                    _connector="OR",
                ),
                name="a_cost_has_what_its_state_needs",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["unit_id", "sha256"], name="receipt_by_content"),
        ),
        sql_file(SQL / "costs.sql"),
        append_only("purchases_receipt"),
        fenced_by_unit("purchases_cost"),
        fenced_by_unit("purchases_receipt"),
        audited("purchases_cost"),
        audited("purchases_receipt"),
    ]
