from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import marke.kernel.ids
from marke.domain.foundation.schema import append_only, audited, fenced_by_unit, sql_file

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Beat",
            fields=[
                ("worker", models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name="worker")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("at", models.DateTimeField(verbose_name="last sign of life")),
            ],
            options={
                "verbose_name": "sign of life of a worker",
                "verbose_name_plural": "signs of life of workers",
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("task", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="task")),
                ("next_at", models.DateTimeField(verbose_name="next time")),
                ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="last began")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="last ended")),
                ("problem", models.TextField(blank=True, verbose_name="problem")),
            ],
            options={
                "verbose_name": "turn of a task",
                "verbose_name_plural": "turns of tasks",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("channel", models.CharField(max_length=20, verbose_name="channel")),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="key")),
                ("subject_kind", models.CharField(max_length=40, verbose_name="about")),
                ("subject_id", models.UUIDField(verbose_name="about which one")),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("queue", models.CharField(blank=True, max_length=100, verbose_name="queue")),
                ("payload", models.JSONField(default=dict, verbose_name="content")),
                ("put_by", models.UUIDField(verbose_name="put by")),
                ("put_at", models.DateTimeField(auto_now_add=True, verbose_name="put")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("under_way", "Under way"),
                            ("sent", "Sent"),
                            ("refused", "Refused"),
                            ("doubtful", "Doubtful"),
                            ("given_up", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="attempts")),
                ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="next attempt")),
                ("claim", models.UUIDField(blank=True, null=True, verbose_name="claim")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="claimed")),
                ("claimed_by", models.CharField(blank=True, max_length=80, verbose_name="claimed by")),
                ("provider_id", models.CharField(blank=True, max_length=200, verbose_name="name at the receiver")),
                ("answer", models.TextField(blank=True, verbose_name="last answer")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "under_way"))),
                        fields=["next_at", "id"],
                        name="message_due",
                    ),
                    models.Index(fields=["subject_kind", "subject_id"], name="message_of_subject"),
                    models.Index(
                        condition=models.Q(("queue", ""), _negated=True),
                        fields=["queue", "put_at", "id"],
                        name="message_in_queue",
                    ),
                    models.Index(fields=["state", "channel", "-put_at", "-id"], name="message_by_state"),
                    models.Index(fields=["-put_at", "-id"], name="message_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("claim__isnull", True),
                                ("ended_at__isnull", True),
                                ("next_at__isnull", False),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("claim__isnull", False),
                                ("claimed_at__isnull", False),
                                ("ended_at__isnull", True),
                                ("next_at__isnull", False),
                                ("state", "under_way"),
                            ),
                            models.Q(
                                ("claim__isnull", True),
                                ("ended_at__isnull", True),
                                ("next_at__isnull", True),
                                ("state", "doubtful"),
                            ),
                            models.Q(
                                ("claim__isnull", True),
                                ("ended_at__isnull", False),
                                ("next_at__isnull", True),
                                ("state__in", ["sent", "refused", "given_up"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_message_has_what_its_state_needs",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(blank=True, null=True, verbose_name="unit")),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("arrived", "Sent"),
                            ("found", "An earlier attempt had arrived"),
                            ("later", "Not possible now"),
                            ("unanswered", "No answer"),
                            ("refused", "Refused"),
                            ("doubtful", "Nobody knows whether it arrived"),
                            ("said_sent", "Marked as sent"),
                            ("again", "To be sent again"),
                            ("given_up", "Given up"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("by", models.UUIDField(verbose_name="by")),
                ("worker", models.CharField(blank=True, max_length=80, verbose_name="worker")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="outbox.message",
                        verbose_name="message",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a message",
                "verbose_name_plural": "steps of messages",
                "ordering": ["message_id", "at", "id"],
            },
        ),
        sql_file(SQL / "outbox.sql"),
        append_only("outbox_step"),
        fenced_by_unit("outbox_message"),
        fenced_by_unit("outbox_step"),
        audited(
            "outbox_message",
            *("payload", "attempts", "next_at", "claim", "claimed_at", "claimed_by", "provider_id", "answer"),
        ),
    ]
