"""Do once what a program asks twice: an act has a name, and under that name it is done one time.

A program that gets no answer cannot know whether the invoice was sent. It asks again under the same name and receives
the first answer. The name is claimed in the transaction of the act, so an act that was refused claims nothing, and of
two askers at the same moment the second waits for the first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from marke.domain.apikeys.models import KeptAnswer
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal, gettext_noop

KEPT = dt.timedelta(days=30)
"""So long the answer to an act is kept; asked later under its name, it would be a new act."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program is told: a status of HTTP and the text of the answer."""

    status: int
    body: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a program asks for: with which key, under which name, what exactly."""

    key_id: uuid.UUID
    name: str
    asked: bytes

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.asked).digest()


def once(*, act: Act, now: dt.datetime, do: Callable[[], Answer]) -> Answer:
    """Do an act, or answer what was answered when it was done under this name before.

    Raises `Refusal` when something else was asked under the name, and whatever doing it raises.
    """
    KeptAnswer.objects.filter(key_id=act.key_id, kept_at__lt=now - KEPT).delete()
    claim = KeptAnswer(id=uuid7(), key_id=act.key_id, name=act.name, asked=act.digest, kept_at=now)
    KeptAnswer.objects.bulk_create([claim], ignore_conflicts=True)
    kept = KeptAnswer.objects.get(key_id=act.key_id, name=act.name)
    if kept.pk != claim.pk:
        return _repeated(kept, act)
    answer = do()
    kept.status, kept.body = answer.status, answer.body
    kept.save(update_fields=["status", "body"])
    return answer


def _repeated(kept: KeptAnswer, act: Act) -> Answer:
    if bytes(kept.asked) != act.digest:
        raise Refusal(
            "api.other-act",
            gettext_noop("Something else was asked under this Idempotency-Key. A new act needs a new name."),
            field="Idempotency-Key",
        )
    return Answer(kept.status, kept.body, is_repeat=True)
