from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, sql_file

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sales", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("sequence", models.IntegerField(verbose_name="number in the unit")),
                ("quote_id", models.UUIDField(blank=True, null=True, verbose_name="quote")),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                (
                    "client_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="reference of the client"),
                ),
                (
                    "order_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="purchase order of the client"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English"), ("de", "German")],
                        max_length=2,
                        verbose_name="language of the documents",
                    ),
                ),
                ("deal", models.CharField(blank=True, max_length=40, verbose_name="kind of deal")),
                ("period_start", models.DateField(blank=True, null=True, verbose_name="first day of the work")),
                ("period_end", models.DateField(blank=True, null=True, verbose_name="last day of the work")),
                (
                    "term_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="agreed days to pay"),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("created_by", models.UUIDField(verbose_name="created by")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("net", models.BigIntegerField(verbose_name="amount without VAT")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("done", "Invoiced in full"),
                            ("ended", "Ended"),
                            ("replaced", "Replaced"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("automatic", models.BooleanField(default=False, verbose_name="invoiced by itself")),
                ("remaining", models.BigIntegerField(verbose_name="still to be invoiced")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="next invoice")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("ended_reason", models.CharField(blank=True, max_length=200, verbose_name="why it ended")),
                ("parked_rule", models.CharField(blank=True, max_length=80, verbose_name="rule that stopped it")),
                ("parked_message", models.TextField(blank=True, verbose_name="why it waits")),
                ("parked_params", models.JSONField(default=dict, verbose_name="details")),
                ("parked_on", models.DateField(blank=True, null=True, verbose_name="waiting since")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
                (
                    "first_order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="orders.order",
                        verbose_name="first order",
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
                "verbose_name": "order",
                "verbose_name_plural": "orders",
            },
        ),
        migrations.CreateModel(
            name="OrderFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("kind", models.CharField(max_length=40, verbose_name="what it is")),
                ("file", models.FileField(upload_to="orders/%Y/%m", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("content_type", models.CharField(max_length=60, verbose_name="type of file")),
                ("size", models.IntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint of the file")),
                ("added_by", models.UUIDField(verbose_name="added by")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an order",
                "verbose_name_plural": "files of orders",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an order",
                "verbose_name_plural": "lines of orders",
                "ordering": ["order_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("position", models.SmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deposit", "Deposit"),
                            ("instalment", "Instalment"),
                            ("progress", "Progress"),
                            ("final", "Final invoice"),
                            ("period", "Every period"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "share",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=7, null=True, verbose_name="share of the order"
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="amount without VAT")),
                ("on", models.DateField(blank=True, null=True, verbose_name="agreed day")),
                ("every_months", models.SmallIntegerField(default=0, verbose_name="every so many months")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("in_advance", models.BooleanField(default=False, verbose_name="invoiced in advance")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice of a schedule",
                "verbose_name_plural": "invoices of schedules",
                "ordering": ["order_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="OrderInvoice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("turn", models.SmallIntegerField(verbose_name="which time")),
                ("period", models.IntegerField(blank=True, null=True, verbose_name="number of the period")),
                ("invoice_id", models.UUIDField(unique=True, verbose_name="invoice")),
                ("net", models.BigIntegerField(verbose_name="amount without VAT")),
                ("amounts", models.JSONField(verbose_name="amounts per line")),
                ("done", models.JSONField(default=list, verbose_name="shares done per line")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderstep",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice of an order",
                "verbose_name_plural": "invoices of orders",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["unit", "next_on", "id"], name="order_of_unit_by_day"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("state", "running")), fields=["next_on", "id"], name="order_next"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("automatic", True), ("state", "running")),
                fields=["next_on", "id"],
                name="order_automatic",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("state", "running")), fields=["unit"], name="order_running"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("parked_on__isnull", False)), fields=["parked_on", "id"], name="order_parked"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["state", "-id"], name="order_by_state"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=("unit", "sequence"), name="an_order_number_is_given_once_in_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("quote_id__isnull", False), ("state__in", ("running", "done"))),
                fields=("quote_id",),
                name="of_a_quote_one_order_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("first_order__isnull", False), ("state__in", ("running", "done"))),
                fields=("first_order",),
                name="of_orders_that_replace_each_other_one_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("net__gt", 0), ("remaining__gte", 0)), name="an_order_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", False), ("remaining", 0), ("state__in", ["ended", "replaced"])),
                    models.Q(
                        ("ended_on__isnull", True), ("next_on__isnull", True), ("remaining", 0), ("state", "done")
                    ),
                    models.Q(("ended_on__isnull", True), ("state", "running")),
                    _connector="OR",
                ),
                name="an_order_has_what_its_state_needs",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_end__isnull", True), ("period_start__isnull", True)),
                    ("period_end__gte", models.F("period_start")),
                    _connector="OR",
                ),
                name="the_period_of_an_order_has_two_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderfile",
            constraint=models.UniqueConstraint(
                fields=("order", "kind", "sha256"), name="a_file_of_an_order_is_kept_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "position"), name="one_line_of_an_order_per_position"),
        ),
        migrations.AddConstraint(
            model_name="orderstep",
            constraint=models.UniqueConstraint(fields=("order", "position"), name="one_step_of_an_order_per_position"),
        ),
        migrations.AddIndex(
            model_name="orderinvoice",
            index=models.Index(fields=["order", "id"], name="invoice_made_from_order"),
        ),
        migrations.AddConstraint(
            model_name="orderinvoice",
            constraint=models.UniqueConstraint(fields=("step", "turn"), name="one_invoice_per_turn_of_a_step"),
        ),
        sql_file(SQL / "orders.sql"),
        append_only("orders_orderline"),
        append_only("orders_orderstep"),
        append_only("orders_orderinvoice"),
        append_only("orders_orderfile"),
        fenced_by_unit("orders_order"),
        fenced_by_unit("orders_orderline"),
        fenced_by_unit("orders_orderstep"),
        fenced_by_unit("orders_orderinvoice"),
        fenced_by_unit("orders_orderfile"),
        audited("orders_order", "remaining", "next_on", "parked_message", "parked_params"),
        audited("orders_orderinvoice", "amounts", "done"),
        audited("orders_orderfile"),
    ]
