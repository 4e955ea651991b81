"""Mirrors of the ledger's tables, for reading only: the database owns them (see ``sql/``) and refuses every write.

Only `marke.domain.ledger` and `marke.reporting` may import this module.
"""

from __future__ import annotations

from django.db import models


def _table(name: str) -> str:
    """The table in the schema ``ledger``: Django quotes the whole, and the inner quotes close and open it again."""
    return f'ledger"."{name}'


class Account(models.Model):
    """An account: a role, in common or of a unit, of a project of the unit or not."""

    id = models.IntegerField(primary_key=True)
    role_id = models.SmallIntegerField()
    unit_id = models.IntegerField(null=True)
    project_id = models.UUIDField(null=True)
    mode = models.CharField(max_length=1)

    class Meta:
        managed = False
        db_table = _table("account")


class Balance(models.Model):
    """What a unit's account holds, in cents on its natural side; ``held`` is reserved, ``floor`` how low it may go."""

    account = models.OneToOneField(Account, models.DO_NOTHING, primary_key=True)
    posted = models.BigIntegerField()
    held = models.BigIntegerField()
    floor = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = _table("balance")


class Entry(models.Model):
    """What one event did to the books."""

    id = models.BigIntegerField(primary_key=True)
    idem_key = models.UUIDField()
    entity = models.SmallIntegerField()
    journal = models.SmallIntegerField()
    kind = models.TextField()
    source_kind = models.TextField()
    source_id = models.TextField()
    step = models.TextField()
    effective_on = models.DateField()
    reverses = models.OneToOneField("self", models.DO_NOTHING, null=True)
    hold_id = models.UUIDField(null=True)
    actor = models.UUIDField()
    posted_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = _table("entry")


class Line(models.Model):
    """An amount of an entry on an account, in cents: positive is debit, negative credit."""

    pk = models.CompositePrimaryKey("entry_id", "line_no")
    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="lines")
    line_no = models.SmallIntegerField()
    account = models.ForeignKey(Account, models.DO_NOTHING)
    unit_id = models.IntegerField(null=True)
    amount = models.BigIntegerField()
    effective_on = models.DateField()

    class Meta:
        managed = False
        db_table = _table("line")


class JournalNumber(models.Model):
    """The legal number of a sealed entry: without gaps per entity, journal and year."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="numbered")
    entity = models.SmallIntegerField()
    journal = models.SmallIntegerField()
    year = models.SmallIntegerField()
    number = models.IntegerField()
    seal_seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = _table("journal_number")


class Period(models.Model):
    """A month of the books; closed when ``closed_at`` says so."""

    month = models.DateField(primary_key=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = _table("period")
