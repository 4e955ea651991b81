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
        ("people", "0001_initial"),
        ("units", "0001_initial"),
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collected", "Collected"),
                            ("computed", "Computed"),
                            ("approved", "Approved"),
                            ("posted", "Posted"),
                            ("ordered", "Sent to the bank"),
                            ("done", "Paid"),
                        ],
                        default="collected",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("started_by", models.UUIDField(verbose_name="started by")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("approved_by", models.UUIDField(blank=True, null=True, verbose_name="approved by")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved")),
                ("payslips", models.IntegerField(default=0, verbose_name="payslips")),
                ("parked", models.IntegerField(default=0, verbose_name="parked")),
                ("gross", models.BigIntegerField(default=0, verbose_name="gross")),
                ("net", models.BigIntegerField(default=0, verbose_name="net")),
                ("employment_budget", models.BigIntegerField(default=0, verbose_name="taken from units")),
            ],
            options={
                "verbose_name": "wage run",
                "verbose_name_plural": "wage runs",
                "indexes": [models.Index(fields=["-on", "-id"], name="run_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("state__in", ["collected", "computed", "approved", "posted"])),
                        name="one_wage_run_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["collected", "computed"]), ("approved_by__isnull", False), _connector="OR"
                        ),
                        name="a_run_is_approved_before_it_is_posted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=64, unique=True, verbose_name="fingerprint")),
                ("lines", models.JSONField(verbose_name="lines")),
            ],
            options={"verbose_name": "frame of payslips", "verbose_name_plural": "frames of payslips"},
        ),
        migrations.CreateModel(
            name="Payslip",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project whose budget pays")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collected", "To be computed"),
                            ("computed", "Computed"),
                            ("parked", "Parked"),
                            ("posted", "Booked"),
                            ("ordered", "At the bank"),
                            ("paid", "Paid"),
                        ],
                        default="collected",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("version", models.SmallIntegerField(default=1, verbose_name="version")),
                ("last_day", models.DateField(verbose_name="last day of work")),
                ("due_on", models.DateField(verbose_name="paid at the latest on")),
                ("gross", models.BigIntegerField(default=0, verbose_name="gross")),
                ("net", models.BigIntegerField(default=0, verbose_name="net")),
                ("cost", models.BigIntegerField(default=0, verbose_name="cost")),
                ("employment_budget", models.BigIntegerField(default=0, verbose_name="taken from the unit")),
                ("from_received", models.BigIntegerField(default=0, verbose_name="from received money")),
                ("from_expected", models.BigIntegerField(default=0, verbose_name="advanced by the guarantee")),
                ("from_guarantee", models.BigIntegerField(default=0, verbose_name="borne by the guarantee")),
                ("amounts", models.JSONField(default=dict, verbose_name="amounts")),
                (
                    "frame",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wages.frame",
                        verbose_name="frame",
                    ),
                ),
                ("line_values", models.JSONField(default=list, verbose_name="values of the lines")),
                ("notices", models.JSONField(default=list, verbose_name="notices")),
                ("so_far", models.JSONField(default=dict, verbose_name="the month so far")),
                ("law", models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the law used")),
                ("flags", models.JSONField(default=list, verbose_name="what a person should look at")),
                ("parked_rule", models.CharField(blank=True, max_length=60, verbose_name="rule")),
                ("parked_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("parked_params", models.JSONField(blank=True, default=dict, verbose_name="details")),
                ("entry_id", models.BigIntegerField(blank=True, null=True, verbose_name="ledger entry")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="booked on")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="times that the bank sent it back")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payslips",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payslips",
                        to="work.contractmonth",
                        verbose_name="month",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payslips",
                        to="people.person",
                        verbose_name="worker",
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
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="wages.run",
                        verbose_name="wage run",
                    ),
                ),
            ],
            options={
                "verbose_name": "payslip",
                "verbose_name_plural": "payslips",
                "indexes": [
                    models.Index(fields=["run", "state"], name="payslip_of_run"),
                    models.Index(fields=["person", "-last_day"], name="payslip_of_person"),
                    models.Index(fields=["unit", "-last_day"], name="payslip_of_unit"),
                    models.Index(
                        condition=models.Q(("state", "paid"), _negated=True),
                        fields=["due_on", "id"],
                        name="payslip_by_due_day",
                    ),
                    models.Index(condition=models.Q(("state", "paid")), fields=["paid_on"], name="payslip_by_day_paid"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "parked"), _negated=True),
                        fields=("month", "version"),
                        name="a_month_has_one_payslip_per_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry_id__isnull", True), ("state__in", ["collected", "computed", "parked"])),
                            models.Q(
                                ("entry_id__isnull", False),
                                ("posted_on__isnull", False),
                                ("state__in", ["posted", "ordered", "paid"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_booked_payslip_has_its_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entry_id__isnull", True),
                            models.Q(
                                (
                                    "employment_budget",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("from_received"), "+", models.F("from_expected")
                                        ),
                                        "+",
                                        models.F("from_guarantee"),
                                    ),
                                ),
                                ("net__gte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="received_and_advanced_make_the_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_on__isnull", False), ("state", "paid")),
                            models.Q(models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_paid_payslip_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "parked"), models.Q(("parked_rule", ""), _negated=True)),
                            models.Q(models.Q(("state", "parked"), _negated=True), ("parked_rule", "")),
                            _connector="OR",
                        ),
                        name="a_parked_payslip_says_why",
                    ),
                ],
            },
        ),
        sql_file(SQL / "wages.sql"),
        fenced_by_unit("wages_payslip"),
        audited("wages_run"),
        append_only("wages_frame"),
        audited("wages_payslip", "amounts", "line_values", "notices", "so_far"),
    ]
