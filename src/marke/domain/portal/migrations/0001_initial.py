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
            name="PortalLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="sent to")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English"), ("de", "German")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("subject_kind", models.CharField(max_length=12, verbose_name="sent for")),
                ("subject_id", models.UUIDField(verbose_name="document")),
                ("digest", models.BinaryField(max_length=32, unique=True, verbose_name="hash of the secret")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.UUIDField(verbose_name="made by")),
                ("expires_on", models.DateField(verbose_name="last day")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("ended_by", models.UUIDField(blank=True, null=True, verbose_name="ended by")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("revoked", "Revoked"),
                            ("renewed", "Replaced by a new link"),
                            ("not_for_me", "Reached the wrong person"),
                        ],
                        max_length=12,
                        verbose_name="why it ended",
                    ),
                ),
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
                "verbose_name": "personal link of a client",
                "verbose_name_plural": "personal links of clients",
            },
        ),
        migrations.CreateModel(
            name="PortalUse",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "page",
                    models.CharField(
                        choices=[
                            ("link", "Link followed"),
                            ("overview", "Overview seen"),
                            ("quote", "Quote seen"),
                            ("invoice", "Invoice seen"),
                            ("statement", "Statement seen"),
                            ("question", "Question asked"),
                        ],
                        max_length=10,
                        verbose_name="page",
                    ),
                ),
                ("object_id", models.UUIDField(blank=True, null=True, verbose_name="document")),
                ("network", models.CharField(blank=True, max_length=50, verbose_name="network")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="portal.portallink",
                        verbose_name="personal link",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a personal link",
                "verbose_name_plural": "uses of personal links",
            },
        ),
        migrations.AddIndex(
            model_name="portallink",
            index=models.Index(fields=["unit", "client", "-id"], name="link_of_client_of_unit"),
        ),
        migrations.AddIndex(
            model_name="portallink",
            index=models.Index(fields=["client", "-id"], name="link_of_client"),
        ),
        migrations.AddIndex(
            model_name="portallink",
            index=models.Index(fields=["subject_id"], name="link_sent_for"),
        ),
        migrations.AddConstraint(
            model_name="portallink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ending", "")),
                    models.Q(
                        models.Q(("ending", ""), _negated=True),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_ended_link_says_why_when_and_by_whom",
            ),
        ),
        migrations.AddIndex(
            model_name="portaluse",
            index=models.Index(fields=["link", "-at"], name="uses_of_link"),
        ),
        migrations.AddIndex(
            model_name="portaluse",
            index=models.Index(
                condition=models.Q(("object_id__isnull", False)), fields=["object_id"], name="uses_about"
            ),
        ),
        sql_file(SQL / "links.sql"),
        append_only("portal_portaluse"),
        fenced_by_unit("portal_portallink"),
        fenced_by_unit("portal_portaluse"),
        audited("portal_portallink", "digest"),
    ]
