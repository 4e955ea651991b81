"""Open the cooperative and record its choices."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from marke.domain.parameters.defaults import DEFINITIONS
from marke.domain.parameters.models import Choice, Cooperative
from marke.kernel.refusal import Refusal, gettext_noop


def open_cooperative(
    *, actor: uuid.UUID, valid_from: dt.date, choices: dict[str, Decimal], **identity: Any
) -> Cooperative:
    """Open the one cooperative of this installation, with its choices dated from ``valid_from``.

    ``choices`` overrides the defaults by name. Raises `Refusal` when a cooperative exists.
    """
    if Cooperative.objects.exists():
        raise Refusal("cooperative.exists", gettext_noop("This installation already has its cooperative."))
    cooperative = Cooperative.objects.create(**identity)
    for definition in DEFINITIONS.values():
        decide(
            name=definition.name,
            value=choices.get(definition.name, definition.default),
            valid_from=valid_from,
            source=definition.source,
            actor=actor,
        )
    return cooperative


def decide(*, name: str, value: Decimal, valid_from: dt.date, source: str, actor: uuid.UUID) -> Choice:
    """Record a choice from a day on. A choice for a day that already has one is refused: facts are appended."""
    DEFINITIONS[name]
    if Choice.objects.filter(name=name, valid_from__gte=valid_from).exists():
        raise Refusal(
            "choice.already-dated",
            gettext_noop("«%(name)s» already has a value from that day or later."),
            params={"name": name},
            field="valid_from",
        )
    return Choice.objects.create(name=name, value=str(value), valid_from=valid_from, source=source, decided_by=actor)
