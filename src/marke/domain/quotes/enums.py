"""The life of a quote, how its work is invoiced, and the ways in which a client signs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuoteState(models.TextChoices):
    """The life of one version of a quote. The last five are final, but a signed one can be replaced by a newer one."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("With the adviser")
    SENT = "sent", _("Sent")
    VIEWED = "viewed", _("Seen by the client")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced")


UNSENT = (QuoteState.DRAFT, QuoteState.REVIEW)
"""Nobody outside has seen a version in these states."""

OPEN = (QuoteState.SENT, QuoteState.VIEWED)
"""The client can still answer a version in these states."""

NEXT_STATES: dict[str, frozenset[str]] = {
    QuoteState.DRAFT: frozenset({QuoteState.REVIEW, QuoteState.SENT}),
    QuoteState.REVIEW: frozenset({QuoteState.DRAFT, QuoteState.SENT}),
    QuoteState.SENT: frozenset(
        {
            QuoteState.VIEWED,
            QuoteState.ACCEPTED,
            QuoteState.REJECTED,
            QuoteState.EXPIRED,
            QuoteState.WITHDRAWN,
            QuoteState.REPLACED,
        }
    ),
    QuoteState.VIEWED: frozenset(
        {
            QuoteState.ACCEPTED,
            QuoteState.REJECTED,
            QuoteState.EXPIRED,
            QuoteState.WITHDRAWN,
            QuoteState.REPLACED,
        }
    ),
    QuoteState.ACCEPTED: frozenset({QuoteState.REPLACED}),
    QuoteState.REJECTED: frozenset(),
    QuoteState.EXPIRED: frozenset(),
    QuoteState.WITHDRAWN: frozenset(),
    QuoteState.REPLACED: frozenset(),
}
"""From each state, where a version may go."""


class Plan(models.TextChoices):
    """How the work will be invoiced once the quote is signed."""

    AT_END = "at_end", _("One invoice at the end")
    DEPOSIT = "deposit", _("A deposit at signature, the rest at the end")
    INSTALMENTS = "instalments", _("Equal parts, one a month")


class SignedBy(models.TextChoices):
    """How a client signs, from light to firm."""

    LINK = "link", _("Personal link")
    CODE = "code", _("Personal link and a code by e-mail")
    PAPER = "paper", _("Signed paper")


FIRMNESS = {SignedBy.LINK: 0, SignedBy.CODE: 1, SignedBy.PAPER: 2}
"""A firmer way to sign is always good enough."""
