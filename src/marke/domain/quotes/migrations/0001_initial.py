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
        ("sales", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
                ("year", models.SmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("sequence", models.IntegerField(blank=True, null=True, verbose_name="number in the series")),
                ("number", models.CharField(blank=True, max_length=20, null=True, verbose_name="number")),
                ("created_by", models.UUIDField(verbose_name="created by")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="sales.client",
                        verbose_name="client",
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
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
            },
        ),
        migrations.CreateModel(
            name="QuoteTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                ("created_by", models.UUIDField(verbose_name="created by")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
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
                "verbose_name": "template of a quote",
                "verbose_name_plural": "templates of quotes",
            },
        ),
        migrations.CreateModel(
            name="QuoteVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("number", models.SmallIntegerField(verbose_name="version")),
                ("latest", models.BooleanField(default=True, verbose_name="latest version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "With the adviser"),
                            ("sent", "Sent"),
                            ("viewed", "Seen by the client"),
                            ("accepted", "Accepted"),
                            ("rejected", "Declined"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English"), ("de", "German")],
                        default="nl",
                        max_length=2,
                        verbose_name="language of the document",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                (
                    "client_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="reference of the client"),
                ),
                ("period_start", models.DateField(blank=True, null=True, verbose_name="first day of the work")),
                ("period_end", models.DateField(blank=True, null=True, verbose_name="last day of the work")),
                (
                    "term_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="agreed days to pay"),
                ),
                ("terms", models.TextField(blank=True, max_length=4000, verbose_name="conditions")),
                (
                    "plan",
                    models.CharField(
                        choices=[
                            ("at_end", "One invoice at the end"),
                            ("deposit", "A deposit at signature, the rest at the end"),
                            ("instalments", "Equal parts, one a month"),
                        ],
                        default="at_end",
                        max_length=12,
                        verbose_name="how it is invoiced",
                    ),
                ),
                ("deposit_percent", models.PositiveSmallIntegerField(default=0, verbose_name="deposit in percent")),
                ("instalments", models.PositiveSmallIntegerField(default=0, verbose_name="number of parts")),
                ("to_name", models.CharField(blank=True, max_length=120, verbose_name="to whom")),
                ("to_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail of the reader")),
                ("net", models.BigIntegerField(default=0, verbose_name="amount without VAT")),
                ("vat", models.BigIntegerField(default=0, verbose_name="VAT")),
                ("gross", models.BigIntegerField(default=0, verbose_name="amount with VAT")),
                (
                    "contribution_rate",
                    models.DecimalField(decimal_places=5, max_digits=6, null=True, verbose_name="contribution rate"),
                ),
                ("contribution", models.BigIntegerField(default=0, verbose_name="contribution")),
                ("budget", models.BigIntegerField(default=0, verbose_name="budget of the unit")),
                ("vat_totals", models.JSONField(default=list, verbose_name="VAT as printed")),
                ("parties", models.JSONField(default=dict, verbose_name="seller and client as printed")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the content")),
                ("written_by", models.UUIDField(verbose_name="written by")),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="begun")),
                ("reviewed_by", models.UUIDField(blank=True, null=True, verbose_name="looked at by")),
                ("review_note", models.CharField(blank=True, max_length=500, verbose_name="note of the adviser")),
                ("sent_by", models.UUIDField(blank=True, null=True, verbose_name="sent by")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("viewed_at", models.DateTimeField(blank=True, null=True, verbose_name="seen")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("order_id", models.UUIDField(blank=True, null=True, verbose_name="order")),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="quotes.quote",
                        verbose_name="quote",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a quote",
                "verbose_name_plural": "versions of quotes",
                "ordering": ["quote_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("position", models.SmallIntegerField(verbose_name="position")),
                ("description", models.CharField(max_length=300, verbose_name="description")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("piece", "piece"),
                            ("hour", "hour"),
                            ("day", "day"),
                            ("week", "week"),
                            ("month", "month"),
                            ("year", "year"),
                            ("kilometre", "kilometre"),
                            ("metre", "metre"),
                            ("square_metre", "square metre"),
                            ("litre", "litre"),
                            ("kilogram", "kilogram"),
                        ],
                        default="piece",
                        max_length=12,
                        verbose_name="counted in",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="unit price")),
                ("net", models.BigIntegerField(verbose_name="amount without VAT")),
                ("vat_rate", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="VAT rate")),
                ("vat_ground", models.CharField(blank=True, max_length=40, verbose_name="reason for the VAT rate")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="quotes.quoteversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a quote",
                "verbose_name_plural": "lines of quotes",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("accepted", models.BooleanField(verbose_name="accepted")),
                ("signer_name", models.CharField(max_length=120, verbose_name="name")),
                ("signer_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("link", "Personal link"),
                            ("code", "Personal link and a code by e-mail"),
                            ("paper", "Signed paper"),
                        ],
                        max_length=8,
                        verbose_name="signed by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("comment", models.CharField(blank=True, max_length=1000, verbose_name="comment")),
                (
                    "order_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="purchase order of the client"),
                ),
                ("evidence", models.JSONField(default=dict, verbose_name="evidence")),
                ("file", models.FileField(blank=True, upload_to="quotes/%Y/%m", verbose_name="signed paper")),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(blank=True, max_length=60, verbose_name="type of file")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the file")),
                ("recorded_by", models.UUIDField(verbose_name="recorded by")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="quotes.quoteversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a quote",
                "verbose_name_plural": "answers to quotes",
            },
        ),
        migrations.CreateModel(
            name="SigningCode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("digest", models.BinaryField(verbose_name="hash of the code")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="attempts")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="typed right")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="quotes.quoteversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "code to sign a quote",
                "verbose_name_plural": "codes to sign quotes",
            },
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["unit", "client", "-id"], name="quote_of_client_of_unit"),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["client", "-id"], name="quote_of_client"),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["number"], name="quote_by_number", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["sequence"], name="quote_by_sequence"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(fields=("year", "sequence"), name="a_quote_number_is_given_once"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", True), ("sequence__isnull", True), ("year__isnull", True)),
                    models.Q(("number__isnull", False), ("sequence__isnull", False), ("year__isnull", False)),
                    _connector="OR",
                ),
                name="a_quote_has_its_whole_number_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotetemplate",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="a_template_has_its_own_name"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(condition=models.Q(("latest", True)), fields=["unit_id", "-id"], name="quote_of_unit"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(
                condition=models.Q(("latest", True)), fields=["unit_id", "state", "-id"], name="quote_of_unit_by_state"
            ),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(condition=models.Q(("latest", True)), fields=["state", "-id"], name="quote_by_state"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(condition=models.Q(("latest", True)), fields=["-id"], name="quote_newest"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(condition=models.Q(("latest", True)), fields=["-gross", "-id"], name="quote_by_amount"),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "viewed"))),
                fields=["valid_until", "id"],
                name="quote_open_by_validity",
            ),
        ),
        migrations.AddIndex(
            model_name="quoteversion",
            index=models.Index(condition=models.Q(("state", "review")), fields=["id"], name="quote_to_review"),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.UniqueConstraint(fields=("quote", "number"), name="versions_of_a_quote_are_numbered"),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("latest", True)), fields=("quote",), name="a_quote_has_one_latest_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "review"))), fields=("quote",), name="a_quote_has_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("sent", "viewed"))),
                fields=("quote",),
                name="one_version_of_a_quote_can_be_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "accepted")), fields=("quote",), name="a_quote_is_signed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross", django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("vat")))
                ),
                name="net_and_vat_make_the_quote",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("sent_at__isnull", True),
                        ("sent_by__isnull", True),
                        ("state__in", ("draft", "review")),
                    ),
                    models.Q(
                        models.Q(("fingerprint", ""), _negated=True),
                        ("ended_at__isnull", True),
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                        ("state__in", ("sent", "viewed")),
                        ("valid_until__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("fingerprint", ""), _negated=True),
                            models.Q(("state__in", ["draft", "review", "sent", "viewed"]), _negated=True),
                        ),
                        ("ended_at__isnull", False),
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                        ("valid_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_version_has_what_its_state_needs",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "review")),
                    models.Q(
                        ("contribution_rate__isnull", False),
                        ("gross__gt", 0),
                        (
                            "net",
                            django.db.models.expressions.CombinedExpression(
                                models.F("contribution"), "+", models.F("budget")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="contribution_and_budget_make_the_quoted_net",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("order_id__isnull", True), ("state__in", ["accepted", "replaced"]), _connector="OR"
                ),
                name="only_a_signed_quote_binds",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_end__isnull", True), ("period_start__isnull", True)),
                    ("period_end__gte", models.F("period_start")),
                    _connector="OR",
                ),
                name="the_work_of_a_quote_has_two_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deposit_percent", 0), ("instalments", 0), ("plan", "at_end")),
                    models.Q(
                        ("deposit_percent__gte", 1),
                        ("deposit_percent__lte", 99),
                        ("instalments", 0),
                        ("plan", "deposit"),
                    ),
                    models.Q(
                        ("deposit_percent", 0),
                        ("instalments__gte", 2),
                        ("instalments__lte", 36),
                        ("plan", "instalments"),
                    ),
                    _connector="OR",
                ),
                name="a_plan_says_how_much_and_how_often",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="one_quote_line_per_position"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted", True), ("how", "paper"), ("sha256", ""), _negated=True),
                name="a_signature_on_paper_has_its_paper",
            ),
        ),
        migrations.AddIndex(
            model_name="signingcode",
            index=models.Index(fields=["version", "-made_at"], name="codes_of_version"),
        ),
        sql_file(SQL / "quotes.sql"),
        append_only("quotes_answer"),
        fenced_by_unit("quotes_quote"),
        fenced_by_unit("quotes_quoteversion"),
        fenced_by_unit("quotes_quoteline"),
        fenced_by_unit("quotes_answer"),
        fenced_by_unit("quotes_signingcode"),
        fenced_by_unit("quotes_quotetemplate"),
        audited("quotes_quote"),
        audited("quotes_quoteversion"),
        audited("quotes_quoteline"),
        audited("quotes_answer"),
        audited("quotes_signingcode", "digest"),
        audited("quotes_quotetemplate"),
    ]
