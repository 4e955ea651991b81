"""Messages on their way out, what happened to each, and who is at work.

A message is written in the transaction that decides it, so it exists exactly when its reason does. Its content never
changes; its state moves by `operations.py` alone, and once it was sent it is at rest for ever (`sql/outbox.sql`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marke.domain.foundation.models import BusinessModel
from marke.domain.outbox.enums import UNFINISHED, Outcome, State


class Message(BusinessModel):
    """Something that has to leave the house once: a mail, a structured invoice.

    ``key`` names it to the outside at every attempt. ``next_at`` is when somebody looks at it again: the next attempt
    of a waiting message, the end of the claim of one under way. ``queue`` names messages that leave one after the
    other. ``unit_id`` is empty for messages of the enterprise itself.
    """

    channel = models.CharField(_("channel"), max_length=20)
    key = models.CharField(_("key"), max_length=200, unique=True)
    subject_kind = models.CharField(_("about"), max_length=40)
    subject_id = models.UUIDField(_("about which one"))
    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    queue = models.CharField(_("queue"), max_length=100, blank=True)
    payload = models.JSONField(_("content"), default=dict)
    put_by = models.UUIDField(_("put by"))
    put_at = models.DateTimeField(_("put"), auto_now_add=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.SmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claim = models.UUIDField(_("claim"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    claimed_by = models.CharField(_("claimed by"), max_length=80, blank=True)
    provider_id = models.CharField(_("name at the receiver"), max_length=200, blank=True)
    answer = models.TextField(_("last answer"), blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.WAITING, next_at__isnull=False, claim__isnull=True, ended_at__isnull=True)
                | Q(
                    state=State.UNDER_WAY,
                    next_at__isnull=False,
                    claim__isnull=False,
                    claimed_at__isnull=False,
                    ended_at__isnull=True,
                )
                | Q(state=State.DOUBTFUL, next_at__isnull=True, claim__isnull=True, ended_at__isnull=True)
                | Q(
                    state__in=[State.SENT, State.REFUSED, State.GIVEN_UP],
                    next_at__isnull=True,
                    claim__isnull=True,
                    ended_at__isnull=False,
                ),
                name="a_message_has_what_its_state_needs",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(state__in=UNFINISHED), name="message_due"),
            models.Index(fields=["subject_kind", "subject_id"], name="message_of_subject"),
            models.Index(fields=["queue", "put_at", "id"], condition=~Q(queue=""), name="message_in_queue"),
            models.Index(fields=["state", "channel", "-put_at", "-id"], name="message_by_state"),
            models.Index(fields=["-put_at", "-id"], name="message_newest"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def subject(self) -> tuple[str, object]:
        return self.subject_kind, self.subject_id


class Step(BusinessModel):
    """What happened to a message: one attempt of a worker, or one decision of a person (append-only)."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="steps", verbose_name=_("message"))
    unit_id = models.IntegerField(_("unit"), null=True, blank=True)
    began_at = models.DateTimeField(_("began"))
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    answer = models.TextField(_("answer"), blank=True)
    by = models.UUIDField(_("by"))
    worker = models.CharField(_("worker"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("step of a message")
        verbose_name_plural = _("steps of messages")
        ordering = ["message_id", "at", "id"]


class Beat(models.Model):
    """A worker says that it is alive. Not audited: it changes every few seconds and says nothing of the business."""

    worker = models.CharField(_("worker"), max_length=80, primary_key=True)
    started_at = models.DateTimeField(_("started"))
    at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("sign of life of a worker")
        verbose_name_plural = _("signs of life of workers")


class Turn(models.Model):
    """When work that comes back is due, and how it went last time: one row per task, whoever takes the turn."""

    task = models.CharField(_("task"), max_length=60, primary_key=True)
    next_at = models.DateTimeField(_("next time"))
    began_at = models.DateTimeField(_("last began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("last ended"), null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("turn of a task")
        verbose_name_plural = _("turns of tasks")
