from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_initial"),
        ("sales", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
                (
                    "kind",
                    models.CharField(
                        choices=[("subsidy", "Subsidy"), ("patronage", "Patronage")], max_length=10, verbose_name="kind"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what for")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="reference of the funder")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("conditions", models.TextField(blank=True, max_length=2000, verbose_name="conditions")),
                ("entered_by", models.UUIDField(verbose_name="entered by")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("closed_reason", models.CharField(blank=True, max_length=200, verbose_name="why it was closed")),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.client",
                        verbose_name="funder",
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
                "verbose_name": "funding agreement",
                "verbose_name_plural": "funding agreements",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("title", models.CharField(max_length=120, verbose_name="report")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="funding.agreement",
                        verbose_name="funding agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "report to a funder",
                "verbose_name_plural": "reports to funders",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AgreementFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("file", models.FileField(upload_to="funding/%Y/%m", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=60, verbose_name="type of file")),
                ("size", models.IntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint of the file")),
                ("added_at", models.DateTimeField(verbose_name="added")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="funding.agreement",
                        verbose_name="funding agreement",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="funding.report",
                        verbose_name="report to a funder",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an agreement",
                "verbose_name_plural": "files of agreements",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Tranche",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("label", models.CharField(max_length=120, verbose_name="part")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("planned_on", models.DateField(verbose_name="planned on")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tranches",
                        to="funding.agreement",
                        verbose_name="funding agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of an agreement",
                "verbose_name_plural": "parts of agreements",
                "ordering": ["planned_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="funding.agreement",
                        verbose_name="funding agreement",
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="funding.tranche",
                        verbose_name="part of an agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim on an agreement",
                "verbose_name_plural": "claims on agreements",
            },
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["unit", "-starts_on", "-id"], name="agreement_of_unit"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["-starts_on", "-id"], name="agreement_by_start"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="an_agreement_gives_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="an_agreement_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("closed_reason", "")),
                    models.Q(("closed_on__isnull", False), models.Q(("closed_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_closed_agreement_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("delivered_on__isnull", True)), fields=["due_on"], name="reports_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="a_part_of_an_agreement_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_claim_asks_something"),
        ),
        sql_file(SQL / "funding.sql"),
        append_only("funding_claim"),
        append_only("funding_agreementfile"),
        fenced_by_unit("funding_agreement"),
        fenced_by_unit("funding_tranche"),
        fenced_by_unit("funding_claim"),
        fenced_by_unit("funding_report"),
        fenced_by_unit("funding_agreementfile"),
        audited("funding_agreement"),
        audited("funding_tranche"),
        audited("funding_claim"),
        audited("funding_report"),
        audited("funding_agreementfile"),
    ]
