import datetime
from pathlib import Path

import django.db.models.deletion
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
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("project_id", models.UUIDField(blank=True, null=True, verbose_name="project")),
                ("order_id", models.UUIDField(blank=True, null=True, verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("days", "For named days"),
                            ("fixed_term", "Fixed term"),
                            ("open_ended", "Open-ended"),
                            ("student", "Student"),
                            ("artistic_task", "Artistic task"),
                        ],
                        default="days",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("function", models.CharField(max_length=40, verbose_name="function")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="what the work is")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place of work")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "basis",
                    models.CharField(
                        choices=[("day", "a day"), ("whole", "the whole"), ("month", "a month")],
                        default="day",
                        max_length=8,
                        verbose_name="pay for",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="gross pay")),
                ("worker", models.CharField(max_length=16, verbose_name="kind of worker")),
                ("scheme", models.CharField(max_length=16, verbose_name="scheme")),
                ("committee", models.CharField(blank=True, max_length=12, verbose_name="joint committee")),
                ("coefficient", models.DecimalField(decimal_places=4, max_digits=6, verbose_name="coefficient")),
                ("employment_budget", models.BigIntegerField(verbose_name="taken from the unit")),
                (
                    "language",
                    models.CharField(
                        choices=[("nl", "Dutch"), ("fr", "French"), ("en", "English")],
                        default="nl",
                        max_length=2,
                        verbose_name="language of the contract",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "To sign"),
                            ("signed", "Signed, to be declared"),
                            ("declared", "Declared"),
                            ("cancelled", "Cancelled"),
                            ("refused", "Refused"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("warnings", models.JSONField(blank=True, default=list, verbose_name="what was warned of")),
                ("offered_by", models.UUIDField(verbose_name="offered by")),
                ("offered_at", models.DateTimeField(verbose_name="offered")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="declared")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
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
            ],
            options={
                "verbose_name": "contract",
                "verbose_name_plural": "contracts",
            },
        ),
        migrations.CreateModel(
            name="ContractMonth",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("month", models.DateField(verbose_name="month")),
                ("last_day", models.DateField(verbose_name="last day of work")),
                ("due_on", models.DateField(verbose_name="paid at the latest on")),
                ("employment_budget", models.BigIntegerField(verbose_name="taken from the unit")),
                (
                    "on_guarantee",
                    models.BigIntegerField(default=0, verbose_name="promised on money that clients still owe"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("confirmed", "Worked"),
                            ("in_run", "Being paid"),
                            ("paid", "Paid"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("confirmed_by", models.UUIDField(blank=True, null=True, verbose_name="confirmed by")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="months",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "month of a contract",
                "verbose_name_plural": "months of contracts",
            },
        ),
        migrations.CreateModel(
            name="PayFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                ("permit_until", models.DateField(blank=True, null=True, verbose_name="permit to work until")),
                (
                    "student_hours_elsewhere",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=6, verbose_name="student hours used elsewhere this year"
                    ),
                ),
                ("recorded_by", models.UUIDField(verbose_name="recorded by")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_files",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "pay file",
                "verbose_name_plural": "pay files",
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("hold_id", models.UUIDField(unique=True, verbose_name="reserved budget")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("released", models.BooleanField(default=False, verbose_name="released")),
                (
                    "month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="work.contractmonth",
                        verbose_name="month",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget reserved for pay",
                "verbose_name_plural": "budgets reserved for pay",
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                (
                    "party",
                    models.CharField(
                        choices=[("worker", "Worker"), ("enterprise", "The enterprise")],
                        max_length=10,
                        verbose_name="signed as",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("evidence", models.JSONField(default=dict, verbose_name="evidence")),
                ("document_hash", models.CharField(max_length=64, verbose_name="fingerprint of the document")),
                ("signed_by", models.UUIDField(verbose_name="signed by")),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
            },
        ),
        migrations.CreateModel(
            name="WorkDay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("day", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(default=datetime.time(9, 0), verbose_name="starts at")),
                ("hours", models.DecimalField(decimal_places=2, max_digits=4, verbose_name="planned hours")),
                (
                    "hours_worked",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="hours worked"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("worked", "Worked"),
                            ("sick", "Sick"),
                            ("cancelled", "Cancelled"),
                            ("accident", "Work accident"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of work",
                "verbose_name_plural": "days of work",
                "ordering": ["contract_id", "day"],
            },
        ),
        migrations.CreateModel(
            name="AccidentReport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("happened_at", models.DateTimeField(verbose_name="happened")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("what", models.TextField(max_length=4000, verbose_name="what happened")),
                ("injury", models.CharField(max_length=300, verbose_name="injury")),
                ("witnesses", models.CharField(blank=True, max_length=300, verbose_name="witnesses")),
                ("reported_by", models.UUIDField(verbose_name="reported by")),
                ("reported_at", models.DateTimeField(verbose_name="reported")),
                (
                    "day",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accident",
                        to="work.workday",
                        verbose_name="day of work",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a work accident",
                "verbose_name_plural": "reports of work accidents",
            },
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["unit", "-starts_on", "-id"], name="contract_of_unit"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["person", "-starts_on"], name="contract_of_person"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("state", "signed")), fields=["starts_on", "id"], name="contract_to_declare"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("state", "offered")), fields=["starts_on", "id"], name="contract_to_sign"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["-starts_on", "-id"], name="contract_by_start"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="a_contract_does_not_end_before_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("kind", "open_ended")),
                    models.Q(models.Q(("kind", "open_ended"), _negated=True), ("ends_on__isnull", False)),
                    _connector="OR",
                ),
                name="only_an_open_ended_contract_has_no_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("employment_budget__gt", 0)),
                name="a_contract_pays_more_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("state", "offered")),
                    models.Q(("declared_at__isnull", True), ("signed_at__isnull", False), ("state", "signed")),
                    models.Q(("declared_at__isnull", False), ("signed_at__isnull", False), ("state", "declared")),
                    models.Q(("state__in", ["cancelled", "refused"]), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_contract_has_what_its_state_needs",
            ),
        ),
        migrations.AddIndex(
            model_name="contractmonth",
            index=models.Index(
                condition=models.Q(("state", "paid"), _negated=True), fields=["last_day", "id"], name="month_to_pay"
            ),
        ),
        migrations.AddIndex(
            model_name="contractmonth",
            index=models.Index(fields=["unit_id", "-month"], name="month_of_unit"),
        ),
        migrations.AddIndex(
            model_name="contractmonth",
            index=models.Index(
                condition=models.Q(("on_guarantee__gt", 0)), fields=["unit_id", "due_on"], name="month_on_guarantee"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractmonth",
            constraint=models.UniqueConstraint(fields=("contract", "month"), name="a_month_of_a_contract_is_paid_once"),
        ),
        migrations.AddConstraint(
            model_name="contractmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_guarantee__gte", 0), ("on_guarantee__lte", models.F("employment_budget"))),
                name="the_guarantee_covers_at_most_the_pay",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="a_month_is_named_by_its_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_on__isnull", False), ("state", "paid")),
                    models.Q(models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", True)),
                    _connector="OR",
                ),
                name="a_paid_month_has_its_day",
            ),
        ),
        migrations.AddIndex(
            model_name="payfile",
            index=models.Index(fields=["person", "-valid_from", "-recorded_at"], name="pay_file_of_person"),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="a_reservation_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("contract", "party"), name="each_party_signs_once"),
        ),
        migrations.AddIndex(
            model_name="workday",
            index=models.Index(fields=["day", "contract"], name="day_by_date"),
        ),
        migrations.AddConstraint(
            model_name="workday",
            constraint=models.UniqueConstraint(fields=("contract", "day"), name="a_day_stands_once_in_a_contract"),
        ),
        migrations.AddConstraint(
            model_name="workday",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0), ("hours__lte", 24)), name="a_day_has_up_to_24_hours"
            ),
        ),
        migrations.AddConstraint(
            model_name="workday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours_worked__isnull", True),
                    models.Q(("hours_worked__gte", 0), ("hours_worked__lte", 24)),
                    _connector="OR",
                ),
                name="worked_hours_fit_in_a_day",
            ),
        ),
        migrations.CreateModel(
            name="ContractDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("content", models.JSONField(verbose_name="words")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a contract",
                "verbose_name_plural": "words of contracts",
            },
        ),
        migrations.CreateModel(
            name="ContractInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=marke.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("unit_id", models.IntegerField(verbose_name="unit")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("sent_by", models.UUIDField(verbose_name="sent by")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="work.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to sign a contract",
                "verbose_name_plural": "invitations to sign a contract",
            },
        ),
        sql_file(SQL / "work.sql"),
        append_only("work_payfile"),
        append_only("work_signature"),
        append_only("work_accidentreport"),
        append_only("work_contractdocument"),
        append_only("work_contractinvitation"),
        fenced_by_unit("work_contract"),
        fenced_by_unit("work_contractmonth"),
        fenced_by_unit("work_reservation"),
        fenced_by_unit("work_workday"),
        fenced_by_unit("work_signature"),
        fenced_by_unit("work_accidentreport"),
        fenced_by_unit("work_contractdocument"),
        fenced_by_unit("work_contractinvitation"),
        audited("work_payfile", "facts"),
        audited("work_contract"),
        audited("work_contractmonth"),
        audited("work_reservation"),
        audited("work_workday"),
        audited("work_signature"),
        audited("work_contractdocument", "content"),
        audited("work_contractinvitation"),
        audited("work_accidentreport", "what", "injury"),
    ]
