from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.IntegerField(unique=True, verbose_name="number")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("wages", "Wages"), ("costs", "Costs"), ("other", "Other payments")],
                        max_length=8,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "To approve"),
                            ("approved_once", "Approved once"),
                            ("approved", "Approved"),
                            ("exported", "At the bank"),
                            ("confirmed", "Paid"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                ("debtor_name", models.CharField(max_length=140, verbose_name="paid by")),
                ("debtor_iban", models.CharField(max_length=34, verbose_name="from account")),
                ("execute_on", models.DateField(verbose_name="to be executed on")),
                ("count", models.IntegerField(verbose_name="payments")),
                ("total", models.BigIntegerField(verbose_name="total")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                ("approvals_needed", models.SmallIntegerField(default=2, verbose_name="approvals needed")),
                ("proposed_by", models.UUIDField(verbose_name="proposed by")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("exported_by", models.UUIDField(blank=True, null=True, verbose_name="exported by")),
                ("exported_at", models.DateTimeField(blank=True, null=True, verbose_name="exported")),
                ("file_hash", models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the file")),
                ("entry_id", models.BigIntegerField(blank=True, null=True, verbose_name="ledger entry")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "verbose_name": "payment batch",
                "verbose_name_plural": "payment batches",
                "indexes": [models.Index(fields=["-proposed_at", "-id"], name="batch_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0), ("total__gt", 0)), name="a_batch_pays_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approvals_needed__gte", 2), ("approvals_needed__lte", 3)),
                        name="two_or_three_people_approve_a_batch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry_id__isnull", False),
                                ("exported_at__isnull", False),
                                ("state__in", ["exported", "confirmed"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["exported", "confirmed"]), _negated=True),
                                ("entry_id__isnull", True),
                                ("exported_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="an_exported_batch_is_in_the_books",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_withdrawn_batch_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeAcceptance",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("iban", models.CharField(max_length=34, verbose_name="account")),
                ("name", models.CharField(max_length=140, verbose_name="name")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("accepted_by", models.UUIDField(verbose_name="accepted by")),
                ("accepted_at", models.DateTimeField(verbose_name="accepted")),
            ],
            options={
                "verbose_name": "acceptance of a payee",
                "verbose_name_plural": "acceptances of payees",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("iban", "name", "accepted_by"), name="each_person_accepts_a_payee_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="an_acceptance_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeVerification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("iban", models.CharField(max_length=34, verbose_name="account")),
                ("name", models.CharField(max_length=140, verbose_name="name")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("match", "The name fits"),
                            ("close", "The name nearly fits"),
                            ("no_match", "The name does not fit"),
                            ("impossible", "Could not be verified"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("known_as", models.CharField(blank=True, max_length=140, verbose_name="name at the bank")),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                ("recorded_by", models.UUIDField(verbose_name="recorded by")),
            ],
            options={
                "verbose_name": "verification of a payee",
                "verbose_name_plural": "verifications of payees",
                "indexes": [models.Index(fields=["iban", "name", "-answered_at"], name="verification_of_payee")],
            },
        ),
        migrations.CreateModel(
            name="AccountCase",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("shared", "One account for two people"), ("burst", "Many new accounts in one day")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="account")),
                ("registered_by", models.UUIDField(blank=True, null=True, verbose_name="account registered by")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To look at"), ("accepted", "In order"), ("refused", "Not in order")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decided_by", models.UUIDField(blank=True, null=True, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_cases",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "case of an account",
                "verbose_name_plural": "cases of accounts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["opened_at", "id"], name="account_case_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("iban", ""), ("kind", "burst"), ("person__isnull", True)),
                            models.Q(
                                models.Q(("iban", ""), _negated=True), ("kind", "shared"), ("person__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_case_says_whose_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by__isnull", True), ("reason", ""), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_case_says_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("registered_by__isnull", True),
                            models.Q(("decided_by", models.F("registered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_on_an_account_they_registered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "shared")),
                        fields=("iban", "person"),
                        name="one_case_per_shared_account_and_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "burst")), fields=("day",), name="one_case_of_a_burst_per_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                ("approved_by", models.UUIDField(verbose_name="approved by")),
                ("approved_at", models.DateTimeField(verbose_name="approved")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="payouts.batch",
                        verbose_name="payment batch",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of a batch",
                "verbose_name_plural": "approvals of batches",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "approved_by"), name="each_person_approves_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="key")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("wages", "Wages"), ("costs", "Costs"), ("other", "Other payments")],
                        max_length=8,
                        verbose_name="purpose",
                    ),
                ),
                ("owed", models.CharField(max_length=40, verbose_name="debt that it settles")),
                ("source_kind", models.CharField(max_length=40, verbose_name="what it pays")),
                ("source_id", models.UUIDField(verbose_name="document")),
                ("name", models.CharField(max_length=140, verbose_name="payee")),
                ("iban", models.CharField(max_length=34, verbose_name="account")),
                ("account_by", models.UUIDField(blank=True, null=True, verbose_name="account registered by")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("text", models.CharField(blank=True, max_length=140, verbose_name="text")),
                ("end_to_end", models.CharField(max_length=35, unique=True, verbose_name="identification at the bank")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("not_before", models.DateTimeField(blank=True, null=True, verbose_name="not before")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be paid"),
                            ("batched", "In a batch"),
                            ("sent", "At the bank"),
                            ("executed", "Paid"),
                            ("returned", "Returned by the bank"),
                            ("parked", "Parked"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("position", models.IntegerField(blank=True, null=True, verbose_name="position in the batch")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "bank_entry_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="ledger entry of the bank"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="payouts.batch",
                        verbose_name="payment batch",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_orders",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment order",
                "verbose_name_plural": "payment orders",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_on", "id"], name="payment_order_waiting"
                    ),
                    models.Index(fields=["source_kind", "source_id"], name="payment_order_of_source"),
                    models.Index(
                        condition=models.Q(("state", "sent")), fields=["id"], name="payment_order_at_the_bank"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_payment_order_is_more_than_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("batch__isnull", True), ("state__in", ["waiting", "parked"])),
                            models.Q(
                                ("batch__isnull", False), ("state__in", ["batched", "sent", "executed", "returned"])
                            ),
                            _connector="OR",
                        ),
                        name="a_payment_on_its_way_has_its_batch",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("executed_on__isnull", False), ("state", "executed")),
                            models.Q(models.Q(("state", "executed"), _negated=True), ("executed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_executed_payment_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "parked"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_parked_payment_says_why",
                    ),
                    models.UniqueConstraint(fields=("batch", "position"), name="one_payment_per_place_in_a_batch"),
                ],
            },
        ),
        sql_file(SQL / "payouts.sql"),
        append_only("payouts_approval"),
        append_only("payouts_payeeverification"),
        append_only("payouts_payeeacceptance"),
        audited("payouts_batch"),
        audited("payouts_paymentorder"),
        audited("payouts_approval"),
        audited("payouts_payeeverification"),
        audited("payouts_payeeacceptance"),
        audited("payouts_accountcase"),
    ]
