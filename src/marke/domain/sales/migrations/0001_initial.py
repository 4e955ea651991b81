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
            name="Client",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("association", "Association"),
                            ("public", "Public body"),
                            ("private", "Private person"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("folded_name", models.CharField(editable=False, max_length=200)),
                ("country", models.CharField(default="BE", max_length=2, verbose_name="country")),
                ("enterprise_number", models.CharField(blank=True, max_length=20, verbose_name="enterprise number")),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT number")),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street and number")),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("municipality", models.CharField(blank=True, max_length=100, verbose_name="municipality")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address for invoices")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English"), ("de", "German")],
                        default="nl",
                        max_length=2,
                        verbose_name="language",
                    ),
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
                        default="identified",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="sales.client",
                        verbose_name="merged into",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "client",
                "verbose_name_plural": "clients",
                "indexes": [
                    models.Index(fields=["folded_name", "id"], name="client_by_name"),
                    models.Index(fields=["folded_name"], name="client_by_folded_name", opclasses=["text_pattern_ops"]),
                    models.Index(fields=["state", "folded_name", "id"], name="client_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise_number", ""), _negated=True),
                        fields=("country", "enterprise_number"),
                        name="one_client_per_enterprise_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("vat_number", ""), _negated=True),
                        fields=("vat_number",),
                        name="one_client_per_vat_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "private"),
                            models.Q(("country", "BE"), _negated=True),
                            models.Q(("enterprise_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_belgian_organisation_has_its_enterprise_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_merged_client_names_the_one_it_is_now",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", models.SmallIntegerField(verbose_name="legal entity")),
                (
                    "series",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("credit_note", "Credit note"), ("funding", "Funding claim")],
                        max_length=12,
                        verbose_name="series",
                    ),
                ),
                ("year", models.SmallIntegerField(verbose_name="year")),
                ("last", models.IntegerField(default=0, verbose_name="last number")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="day of the last number")),
            ],
            options={
                "verbose_name": "series of invoice numbers",
                "verbose_name_plural": "series of invoice numbers",
                "constraints": [
                    models.UniqueConstraint(fields=("entity", "series", "year"), name="one_counter_per_series")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("credit_note", "Credit note"), ("funding", "Funding claim")],
                        default="invoice",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
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
                (
                    "order_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="purchase order of the client"),
                ),
                ("order_id", models.UUIDField(blank=True, null=True, verbose_name="order")),
                ("period_start", models.DateField(blank=True, null=True, verbose_name="first day of the period")),
                ("period_end", models.DateField(blank=True, null=True, verbose_name="last day of the period")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                ("export_proof", models.CharField(blank=True, max_length=80, verbose_name="proof of export")),
                (
                    "term_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="agreed days to pay"),
                ),
                ("created_by", models.UUIDField(verbose_name="created by")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("net", models.BigIntegerField(default=0, verbose_name="amount without VAT")),
                ("vat", models.BigIntegerField(default=0, verbose_name="VAT")),
                ("gross", models.BigIntegerField(default=0, verbose_name="to pay")),
                ("year", models.SmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("sequence", models.IntegerField(blank=True, null=True, verbose_name="number in the series")),
                ("number", models.CharField(blank=True, max_length=20, null=True, verbose_name="number")),
                (
                    "communication",
                    models.CharField(blank=True, max_length=12, null=True, verbose_name="structured communication"),
                ),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="date")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "contribution_rate",
                    models.DecimalField(decimal_places=5, max_digits=6, null=True, verbose_name="contribution rate"),
                ),
                ("contribution", models.BigIntegerField(default=0, verbose_name="contribution")),
                ("budget", models.BigIntegerField(default=0, verbose_name="budget of the unit")),
                ("parties", models.JSONField(default=dict, verbose_name="seller and client as printed")),
                ("entry_id", models.BigIntegerField(blank=True, null=True, verbose_name="ledger entry")),
                ("paid", models.BigIntegerField(default=0, verbose_name="paid")),
                ("credited", models.BigIntegerField(default=0, verbose_name="credited")),
                ("available", models.BigIntegerField(default=0, verbose_name="budget made available")),
                (
                    "outstanding",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(
                                    ("issued_on__isnull", False), models.Q(("kind", "credit_note"), _negated=True)
                                ),
                                then=django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("gross"), "-", models.F("paid")
                                    ),
                                    "-",
                                    models.F("credited"),
                                ),
                            ),
                            default=0,
                            output_field=models.BigIntegerField(),
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
                (
                    "credits",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_note",
                        to="sales.invoice",
                        verbose_name="credits",
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
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
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
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="sales.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice line",
                "verbose_name_plural": "invoice lines",
                "ordering": ["invoice_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="InvoiceVat",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("category", models.CharField(max_length=2, verbose_name="kind of VAT")),
                ("rate", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="VAT rate")),
                ("grounds", models.JSONField(default=list, verbose_name="reasons for the VAT rate")),
                ("reason", models.TextField(blank=True, verbose_name="legal text")),
                ("reason_code", models.CharField(blank=True, max_length=30, verbose_name="code of the reason")),
                ("grid", models.CharField(blank=True, max_length=2, verbose_name="grid of the VAT return")),
                ("base", models.BigIntegerField(verbose_name="base")),
                ("vat", models.BigIntegerField(verbose_name="VAT")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vat_totals",
                        to="sales.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={"verbose_name": "VAT of an invoice", "verbose_name_plural": "VAT of invoices"},
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("allocated", models.BigIntegerField(default=0, verbose_name="allocated")),
                (
                    "waiting",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("amount"), "-", models.F("allocated")
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="payer")),
                ("communication", models.CharField(blank=True, max_length=140, verbose_name="communication")),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="reference of the bank line"),
                ),
                ("recorded_by", models.UUIDField(verbose_name="recorded by")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("entry_id", models.BigIntegerField(verbose_name="ledger entry")),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment of a client",
                "verbose_name_plural": "payments of clients",
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("budget", models.BigIntegerField(verbose_name="budget made available")),
                ("made_on", models.DateField(verbose_name="date")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="sales.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="sales.payment",
                        verbose_name="payment of a client",
                    ),
                ),
            ],
            options={
                "verbose_name": "allocation of a payment",
                "verbose_name_plural": "allocations of payments",
            },
        ),
        migrations.CreateModel(
            name="ClientLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("notes", models.TextField(blank=True, max_length=2000, verbose_name="notes of the unit")),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="put away on")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
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
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "client of a unit",
                "verbose_name_plural": "clients of a unit",
                "constraints": [
                    models.UniqueConstraint(fields=("client", "unit"), name="one_link_per_unit_and_client")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("role", models.CharField(blank=True, max_length=80, verbose_name="role")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English"), ("de", "German")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("gets_quotes", models.BooleanField(default=True, verbose_name="gets quotes")),
                ("gets_invoices", models.BooleanField(default=False, verbose_name="gets invoices")),
                ("is_default", models.BooleanField(default=False, verbose_name="first contact")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="sales.clientlink",
                        verbose_name="client of a unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact at a client",
                "verbose_name_plural": "contacts at clients",
                "indexes": [models.Index(fields=["unit_id", "link"], name="contacts_of_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("link",),
                        name="one_first_contact_per_unit_and_client",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("gets_invoices", False), ("gets_quotes", False)),
                            _connector="OR",
                        ),
                        name="documents_go_to_a_contact_with_an_address",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["unit", "-issued_on", "-id"], name="invoice_of_unit"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["client", "-issued_on"], name="invoice_of_client"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("order_id__isnull", False)), fields=["order_id"], name="invoice_of_order"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["-issued_on", "-id"], name="invoice_by_date"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["-gross", "-id"], name="invoice_by_amount"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["due_on", "id"], name="invoice_by_due_date"),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("outstanding__gt", 0)), fields=["due_on", "id"], name="invoice_open_by_due_date"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("outstanding__gt", 0)), fields=["unit", "due_on"], name="invoice_of_unit_open"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("outstanding__gt", 0), ("paid__gt", 0)),
                fields=["due_on", "id"],
                name="invoice_partly_paid",
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("credited__gt", 0)), fields=["-issued_on", "-id"], name="invoice_credited"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=models.Q(("issued_on__isnull", True)), fields=["unit", "-id"], name="invoice_draft"
            ),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["number"], name="invoice_by_number", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["sequence"], name="invoice_by_sequence"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                fields=("kind", "year", "sequence"), name="an_invoice_number_is_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(fields=("communication",), name="a_communication_names_one_invoice"),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("entry_id__isnull", True),
                        ("issued_on__isnull", True),
                        ("number__isnull", True),
                        ("sequence__isnull", True),
                        ("year__isnull", True),
                    ),
                    models.Q(
                        ("contribution_rate__isnull", False),
                        ("due_on__isnull", False),
                        ("entry_id__isnull", False),
                        ("issued_on__isnull", False),
                        ("number__isnull", False),
                        ("sequence__isnull", False),
                        ("year__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_issued_invoice_has_its_number_and_its_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross", django.db.models.expressions.CombinedExpression(models.F("net"), "+", models.F("vat")))
                ),
                name="net_and_vat_make_the_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issued_on__isnull", True),
                    models.Q(
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
                name="contribution_and_budget_make_the_net",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("credited__gte", 0),
                    (
                        "gross__gte",
                        django.db.models.expressions.CombinedExpression(models.F("paid"), "+", models.F("credited")),
                    ),
                    ("paid__gte", 0),
                ),
                name="an_invoice_is_settled_at_most_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("available__gte", 0), ("budget__gte", models.F("available"))),
                name="available_is_part_of_the_budget",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("credits__isnull", False), ("kind", "credit_note")),
                    models.Q(models.Q(("kind", "credit_note"), _negated=True), ("credits__isnull", True)),
                    _connector="OR",
                ),
                name="a_credit_note_names_its_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_end__isnull", True), ("period_start__isnull", True)),
                    ("period_end__gte", models.F("period_start")),
                    _connector="OR",
                ),
                name="the_period_of_an_invoice_has_two_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.UniqueConstraint(fields=("invoice", "position"), name="one_line_per_position"),
        ),
        migrations.AddConstraint(
            model_name="invoiceline",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("vat_rate__lt", 0), _negated=True), ("vat_rate__lt", 1)),
                name="a_vat_rate_is_between_zero_and_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicevat",
            constraint=models.UniqueConstraint(
                fields=("invoice", "category", "rate"), name="one_vat_total_per_category_and_rate"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["-received_on", "-id"], name="payment_by_date"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("waiting__gt", 0)), fields=["-received_on", "-id"], name="payment_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("waiting__gt", 0)), fields=["client"], name="payment_credit_of_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="a_payment_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("allocated__gte", 0), ("amount__gte", models.F("allocated"))),
                name="a_payment_is_allocated_at_most_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bank_reference", ""), _negated=True),
                fields=("bank_reference",),
                name="a_bank_line_is_recorded_once",
            ),
        ),
        migrations.AddIndex(
            model_name="allocation",
            index=models.Index(fields=["unit_id", "made_on"], name="allocation_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="an_allocation_is_more_than_nothing"
            ),
        ),
        sql_file(SQL / "documents.sql"),
        sql_file(SQL / "access.sql"),
        append_only("sales_allocation"),
        fenced_by_unit("sales_clientlink"),
        fenced_by_unit("sales_contact"),
        fenced_by_unit("sales_invoice"),
        fenced_by_unit("sales_invoiceline"),
        fenced_by_unit("sales_invoicevat"),
        fenced_by_unit("sales_allocation"),
        audited("sales_client", "folded_name"),
        audited("sales_clientlink"),
        audited("sales_contact"),
        audited("sales_invoice", "parties"),
        audited("sales_payment"),
        audited("sales_allocation"),
    ]
