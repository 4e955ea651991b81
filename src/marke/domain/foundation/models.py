"""Base models and the audit trail as Django sees it."""

from __future__ import annotations

from django.db import models

from marke.kernel.ids import uuid7


class BusinessModel(models.Model):
    """A business object: a time-ordered key, and an id that says nothing to outsiders."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class AuditEvent(models.Model):
    """Who changed what, when, from what to what. Written by the database; read here."""

    class Action(models.TextChoices):
        INSERTED = "I"
        UPDATED = "U"
        DELETED = "D"

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    request_id = models.TextField()
    reason = models.TextField()
    table_name = models.TextField()
    object_id = models.TextField()
    action = models.CharField(max_length=1, choices=Action)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    unit_id = models.IntegerField(null=True)

    class Meta:
        managed = False
        db_table = 'audit"."event'
        ordering = ["-id"]
