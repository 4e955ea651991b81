from pathlib import Path

import django.db.models.deletion
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
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                (
                    "way",
                    models.CharField(
                        choices=[("peppol", "Peppol"), ("mail", "E-mail"), ("hand", "By hand")],
                        max_length=8,
                        verbose_name="way",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("held", "Held back"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("failed", "Not delivered"),
                            ("mailed", "Sent by e-mail"),
                            ("by_hand", "To be given by hand"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="problem")),
                ("problem_params", models.JSONField(default=dict, verbose_name="values of the problem")),
                ("receiver", models.CharField(blank=True, max_length=60, verbose_name="address on the network")),
                ("provider", models.CharField(blank=True, max_length=40, verbose_name="access point")),
                (
                    "provider_id",
                    models.CharField(blank=True, max_length=100, verbose_name="number at the access point"),
                ),
                ("queued_at", models.DateTimeField(verbose_name="ready to be sent")),
                ("falls_back_at", models.DateTimeField(blank=True, null=True, verbose_name="goes by e-mail from")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered")),
                (
                    "message_level",
                    models.CharField(
                        blank=True,
                        choices=[("AB", "Received"), ("AP", "Understood"), ("RE", "Not understood")],
                        max_length=2,
                        verbose_name="answer of the receiver's side",
                    ),
                ),
                ("message_level_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "business",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AB", "Received by the client"),
                            ("IP", "In process at the client"),
                            ("UQ", "The client has a question"),
                            ("CA", "Accepted under conditions"),
                            ("RE", "Refused by the client"),
                            ("AP", "Accepted by the client"),
                            ("PD", "Paid, says the client"),
                        ],
                        max_length=2,
                        verbose_name="answer of the client",
                    ),
                ),
                ("business_at", models.DateTimeField(blank=True, null=True, verbose_name="answered by the client")),
                ("business_reason", models.CharField(blank=True, max_length=500, verbose_name="reason of the client")),
                ("next_check_at", models.DateTimeField(blank=True, null=True, verbose_name="asked again")),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery",
                        to="sales.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery of a document",
                "verbose_name_plural": "deliveries of documents",
            },
        ),
        migrations.CreateModel(
            name="DeliveryEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("at", models.DateTimeField(verbose_name="moment")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("queued", "Ready to be sent"),
                            ("looked_up", "Looked up in the directory"),
                            ("judged", "Checked by the rules"),
                            ("handed_over", "Handed over to the access point"),
                            ("transport", "Answer of the network"),
                            ("message_level", "Answer of the receiver's side"),
                            ("business", "Answer of the client"),
                            ("mailed", "Sent by e-mail"),
                            ("by_hand", "To be given by hand"),
                            ("released", "Tried again by the desk"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="code")),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("raw", models.TextField(blank=True, verbose_name="answer as it came")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="einvoicing.delivery",
                        verbose_name="delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a delivery",
                "verbose_name_plural": "events of deliveries",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="IncomingFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("provider", models.CharField(max_length=40, verbose_name="access point")),
                ("provider_id", models.CharField(max_length=100, verbose_name="number at the access point")),
                ("content", models.BinaryField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint of the file")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("fetched_at", models.DateTimeField(verbose_name="fetched")),
            ],
            options={
                "verbose_name": "received file",
                "verbose_name_plural": "received files",
                "indexes": [models.Index(fields=["sha256"], name="received_file_by_content")],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "provider_id"), name="a_received_file_is_fetched_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_assign", "To assign"),
                            ("open", "To book"),
                            ("booked", "Booked as cost"),
                            ("set_aside", "Set aside"),
                            ("duplicate", "Received twice"),
                            ("unreadable", "Cannot be read"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="problem")),
                ("problem_params", models.JSONField(default=dict, verbose_name="values of the problem")),
                ("is_credit_note", models.BooleanField(default=False, verbose_name="credit note")),
                ("supplier", models.CharField(blank=True, max_length=200, verbose_name="supplier")),
                ("supplier_number", models.CharField(blank=True, max_length=60, verbose_name="number of the supplier")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("reference", models.CharField(blank=True, max_length=200, verbose_name="reference")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="date")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("net", models.BigIntegerField(default=0, verbose_name="amount without VAT")),
                ("vat", models.BigIntegerField(default=0, verbose_name="VAT")),
                ("gross", models.BigIntegerField(default=0, verbose_name="to pay")),
                ("account", models.CharField(blank=True, max_length=34, verbose_name="account to pay to")),
                ("valid", models.BooleanField(default=False, verbose_name="passes the rules")),
                ("pack", models.CharField(blank=True, max_length=60, verbose_name="rule pack")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("cost_ids", models.JSONField(default=list, verbose_name="costs")),
                ("decided_by", models.UUIDField(blank=True, null=True, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="einvoicing.incoming",
                        verbose_name="received before as",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="production unit",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="einvoicing.incomingfile",
                        verbose_name="received file",
                    ),
                ),
            ],
            options={
                "verbose_name": "received document",
                "verbose_name_plural": "received documents",
            },
        ),
        migrations.CreateModel(
            name="Reachability",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("address", models.CharField(blank=True, max_length=60, verbose_name="address on the network")),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("reachable", "Receives by Peppol"),
                            ("absent", "Not on Peppol"),
                            ("unknown", "Not found out yet"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="reach",
                    ),
                ),
                ("document_types", models.JSONField(default=list, verbose_name="kinds of document")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="problem")),
                ("looked_up_at", models.DateTimeField(blank=True, null=True, verbose_name="looked up")),
                ("tried_at", models.DateTimeField(verbose_name="last attempt")),
                ("changed_at", models.DateTimeField(verbose_name="since")),
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reachability",
                        to="sales.client",
                        verbose_name="client",
                    ),
                ),
            ],
            options={
                "verbose_name": "reach of a client",
                "verbose_name_plural": "reach of clients",
            },
        ),
        migrations.CreateModel(
            name="SentDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("content", models.BinaryField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint of the file")),
                ("valid", models.BooleanField(verbose_name="passes the rules")),
                ("pack", models.CharField(blank=True, max_length=60, verbose_name="rule pack")),
                ("layers", models.JSONField(default=list, verbose_name="rules")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="xml",
                        to="sales.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "structured document",
                "verbose_name_plural": "structured documents",
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "-id"], name="delivery_by_state"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("held", "failed", "by_hand")),
                    ("business", "RE"),
                    ("message_level", "RE"),
                    _connector="OR",
                ),
                fields=["-id"],
                name="delivery_with_problem",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("business", "RE"), ("message_level", "RE"), _connector="OR"),
                fields=["-id"],
                name="delivery_refused",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("next_check_at__isnull", False)), fields=["next_check_at"], name="delivery_to_ask"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("sent", "delivered")), _negated=True),
                    models.Q(("provider_id", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_was_sent_has_its_number_at_the_access_point",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["held", "failed"]), _negated=True),
                    models.Q(("problem", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_does_not_arrive_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="deliveryevent",
            index=models.Index(fields=["delivery", "at"], name="event_of_delivery"),
        ),
        migrations.AddIndex(
            model_name="incoming",
            index=models.Index(fields=["unit", "state", "-id"], name="incoming_of_unit"),
        ),
        migrations.AddIndex(
            model_name="incoming",
            index=models.Index(fields=["state", "-id"], name="incoming_by_state"),
        ),
        migrations.AddConstraint(
            model_name="incoming",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["duplicate", "unreadable", "set_aside"]), _negated=True),
                fields=("supplier_number", "number", "is_credit_note"),
                name="a_supplier_gives_a_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="incoming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "booked"), _negated=True),
                    models.Q(("decided_by__isnull", False), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_booked_belongs_to_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="incoming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), _negated=True), ("unit__isnull", False), _connector="OR"
                ),
                name="what_is_to_book_belongs_to_a_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="reachability",
            index=models.Index(fields=["tried_at"], name="reach_by_age"),
        ),
        migrations.AddConstraint(
            model_name="reachability",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach", "unknown"), ("looked_up_at__isnull", False), _connector="OR"),
                name="an_answer_of_the_directory_has_its_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="sentdocument",
            index=models.Index(fields=["invoice", "-id"], name="xml_of_invoice"),
        ),
        sql_file(SQL / "access.sql"),
        append_only("einvoicing_deliveryevent"),
        append_only("einvoicing_sentdocument"),
        append_only("einvoicing_incomingfile"),
        fenced_by_unit("einvoicing_delivery"),
        fenced_by_unit("einvoicing_deliveryevent"),
        fenced_by_unit("einvoicing_sentdocument"),
        fenced_by_unit("einvoicing_incoming"),
        audited("einvoicing_reachability", "looked_up_at", "tried_at", "document_types"),
        audited("einvoicing_delivery", "next_check_at"),
        audited("einvoicing_incoming", "findings"),
    ]
