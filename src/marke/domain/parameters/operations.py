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


def change(*, name: str, value: Decimal, valid_from: dt.date, source: str, today: dt.date, actor: uuid.UUID) -> Choice:
    """The cooperative chooses anew, from today or a later day on; what was computed under the old value stays.

    ``source`` says which decision it rests on. Raises `Refusal` for a day that has passed, for a value outside what
    its kind can be, and for a day that already has a value.
    """
    if valid_from < today:
        raise Refusal(
            "choice.not-backwards",
            gettext_noop("A choice counts from %(day)s at the earliest: what is past keeps its value."),
            params={"day": today},
            field="valid_from",
        )
    if value < 0 or (DEFINITIONS[name].kind == "rate" and value > 1):
        raise Refusal("choice.possible", gettext_noop("This value is not possible. Check the decimals."), field="value")
    return decide(name=name, value=value, valid_from=valid_from, source=source, actor=actor)


def identify(*, actor: uuid.UUID, **identity: str) -> Cooperative:
    """Change the name, address or account by which the cooperative shows itself. Documents already issued keep theirs.

    The enterprise numbers are not among them: another number is another enterprise.
    """
    cooperative = Cooperative.objects.get()
    for name in ("name", "street", "postcode", "municipality", "iban"):
        setattr(cooperative, name, identity[name])
    cooperative.save()
    return cooperative
