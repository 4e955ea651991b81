import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, kept_for_staff


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sales", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("begun_by", models.UUIDField(verbose_name="begun by")),
                ("begun_at", models.DateTimeField(auto_now_add=True, verbose_name="begun")),
                ("file_name", models.CharField(blank=True, max_length=120, verbose_name="file")),
                ("header", models.JSONField(default=list, verbose_name="first row")),
                ("columns", models.JSONField(default=list, verbose_name="what the columns mean")),
                ("encoding", models.CharField(max_length=20, verbose_name="encoding")),
                ("separator", models.CharField(max_length=1, verbose_name="separator")),
                (
                    "state",
                    models.CharField(
                        choices=[("read", "To be looked at"), ("under_way", "Under way"), ("done", "Done")],
                        default="read",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of clients read in",
                "verbose_name_plural": "lists of clients read in",
            },
        ),
        migrations.CreateModel(
            name="RegisterExtract",
            fields=[
                ("country", models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="country")),
                ("as_of", models.DateField(verbose_name="as of")),
                ("companies", models.IntegerField(verbose_name="organisations")),
                ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="loaded")),
            ],
            options={
                "verbose_name": "extract of a register",
                "verbose_name_plural": "extracts of registers",
            },
        ),
        migrations.CreateModel(
            name="PaymentHistory",
            fields=[
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="history",
                        serialize=False,
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
                ("highest_in_time", models.BigIntegerField(default=0, verbose_name="highest invoice paid in time")),
                ("invoiced", models.BigIntegerField(default=0, verbose_name="invoiced in twelve months")),
                ("due", models.IntegerField(default=0, verbose_name="invoices that fell due")),
                ("late", models.IntegerField(default=0, verbose_name="of them late")),
                ("paid", models.IntegerField(default=0, verbose_name="of them paid")),
                ("days", models.IntegerField(default=0, verbose_name="days until paid")),
                ("as_of", models.DateField(null=True, verbose_name="as of")),
            ],
            options={
                "verbose_name": "how a client pays",
                "verbose_name_plural": "how clients pay",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            (
                                "due__lte",
                                django.db.models.expressions.CombinedExpression(models.F("late"), "*", models.Value(2)),
                            ),
                            ("late__gte", 2),
                        ),
                        fields=["client"],
                        name="clients_who_pay_late",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisteredCompany",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("number", models.CharField(max_length=20, verbose_name="enterprise number")),
                ("name", models.CharField(max_length=320, verbose_name="name")),
                ("street", models.CharField(blank=True, max_length=250, verbose_name="street and number")),
                ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                ("municipality", models.CharField(blank=True, max_length=200, verbose_name="municipality")),
                ("language", models.CharField(blank=True, max_length=2, verbose_name="language")),
            ],
            options={
                "verbose_name": "organisation in a register",
                "verbose_name_plural": "organisations in a register",
                "constraints": [
                    models.UniqueConstraint(fields=("country", "number"), name="one_organisation_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("identified", "Known"),
                            ("verified", "Verified"),
                            ("watch", "Watched"),
                            ("blocked", "Blocked"),
                            ("merged", "Merged"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("decided_by", models.UUIDField(verbose_name="decided by")),
                ("decided_at", models.DateTimeField(auto_now_add=True, verbose_name="decided at")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a client's state",
                "verbose_name_plural": "changes of clients' states",
                "ordering": ["-decided_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="VatNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="VAT number")),
                (
                    "validity",
                    models.CharField(
                        choices=[("unknown", "Not answered yet"), ("valid", "Valid"), ("invalid", "Not valid")],
                        default="unknown",
                        max_length=8,
                        verbose_name="validity",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "consultation",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the consultation"),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="last asked")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="why there was no answer")),
                ("silent_since", models.DateTimeField(blank=True, null=True, verbose_name="no answer since")),
                ("ask_at", models.DateTimeField(verbose_name="ask again")),
            ],
            options={
                "verbose_name": "VAT number of another country",
                "verbose_name_plural": "VAT numbers of other countries",
                "indexes": [models.Index(fields=["ask_at"], name="vat_numbers_to_ask")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("validity", "unknown"), ("answered_at__isnull", False), _connector="OR"),
                        name="an_answer_about_a_vat_number_has_its_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VatAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "validity",
                    models.CharField(
                        choices=[("unknown", "Not answered yet"), ("valid", "Valid"), ("invalid", "Not valid")],
                        max_length=8,
                        verbose_name="validity",
                    ),
                ),
                (
                    "consultation",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the consultation"),
                ),
                ("name", models.CharField(blank=True, max_length=500, verbose_name="name")),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="address")),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                (
                    "vat_number",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="directory.vatnumber",
                        verbose_name="VAT number",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about a VAT number",
                "verbose_name_plural": "answers about VAT numbers",
                "ordering": ["-answered_at"],
            },
        ),
        migrations.CreateModel(
            name="CreditGrant",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("until", models.DateField(verbose_name="until")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("ended", "Ended early"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_by", models.UUIDField(verbose_name="asked by")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                ("decided_by", models.UUIDField(blank=True, null=True, verbose_name="decided by")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_grants",
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit limit decided by the desk",
                "verbose_name_plural": "credit limits decided by the desk",
                "indexes": [models.Index(fields=["client", "-asked_at"], name="credit_grants_of_client")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="a_credit_limit_is_not_below_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_decided_credit_limit_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_credit_limit_names_who_decided",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("client",),
                        name="one_credit_limit_waits_per_client",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "granted")),
                        fields=("client",),
                        name="one_credit_limit_counts_per_client",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("position", models.IntegerField(verbose_name="row")),
                ("cells", models.JSONField(default=list, verbose_name="cells")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "New client"),
                            ("known", "Known to the enterprise"),
                            ("own", "Already your client"),
                            ("twice", "Twice in the file"),
                            ("wrong", "Wrong"),
                            ("missing", "Incomplete"),
                            ("added", "Added"),
                            ("linked", "Linked"),
                            ("failed", "Not added"),
                        ],
                        max_length=8,
                        verbose_name="verdict",
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("params", models.JSONField(default=dict, verbose_name="values in the sentence")),
                ("client_id", models.UUIDField(blank=True, null=True, verbose_name="client")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="directory.clientimport",
                        verbose_name="list",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a list",
                "verbose_name_plural": "rows of a list",
                "ordering": ["position"],
                "indexes": [models.Index(fields=["batch", "verdict", "position"], name="rows_by_verdict")],
                "constraints": [models.UniqueConstraint(fields=("batch", "position"), name="one_row_per_position")],
            },
        ),
        kept_for_staff("directory_statechange"),
        kept_for_staff("directory_creditgrant"),
        kept_for_staff("directory_paymenthistory"),
        append_only("directory_statechange"),
        append_only("directory_vatanswer"),
        fenced_by_unit("directory_clientimport"),
        fenced_by_unit("directory_importrow"),
        audited("directory_statechange"),
        audited("directory_creditgrant"),
        audited("directory_vatnumber"),
        audited("directory_vatanswer"),
        audited("directory_clientimport", "header"),
    ]
