from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, sql_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Trust",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("user_id", models.UUIDField(verbose_name="account")),
                (
                    "kind",
                    models.CharField(
                        choices=[("quote", "Quote"), ("order", "Order")],
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("earned", "Earned by clean checks"),
                            ("granted", "Granted by the desk"),
                            ("lost", "Lost by a returned document"),
                            ("revoked", "Withdrawn by the desk"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by", models.UUIDField(verbose_name="by")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "right to go without checks",
                "verbose_name_plural": "rights to go without checks",
                "indexes": [models.Index(fields=["user_id", "kind", "-at", "-id"], name="trust_of_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event__in", ["granted", "revoked"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="the_desk_says_why_it_trusts_or_not",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("quote", "Quote"), ("order", "Order")],
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                ("subject_id", models.UUIDField(verbose_name="document")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="amount without VAT")),
                ("reasons", models.JSONField(default=list, verbose_name="why it is looked at")),
                ("asked_by", models.UUIDField(verbose_name="asked by")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answer_by", models.DateTimeField(verbose_name="answer promised by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("returned", "Returned"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_by", models.UUIDField(blank=True, null=True, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
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
                "verbose_name": "check of a document",
                "verbose_name_plural": "checks of documents",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["answer_by", "id"], name="check_waiting"
                    ),
                    models.Index(fields=["kind", "subject_id", "-id"], name="check_of_document"),
                    models.Index(fields=["asked_by", "kind", "-decided_at"], name="check_of_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "subject_id"),
                        name="a_document_waits_for_one_check",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("state", "withdrawn"),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_document_is_checked_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_check_has_what_its_state_needs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_returned_document_says_why",
                    ),
                ],
            },
        ),
        sql_file(SQL / "checks.sql"),
        append_only("checks_trust"),
        fenced_by_unit("checks_check"),
        audited("checks_check", "subject_id"),
        audited("checks_trust"),
    ]
