"""A worker that kills itself at a named moment: run as a process of its own by `test_outbox`.

    python -m tests.crash.dying_worker SOCKET_FOLDER DATABASE LEDGER MINUTES_LATER MOMENT

The other side is a file to which each delivery appends a line: it counts, and forgives nothing sent twice.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOMENTS = (
    "claimed, not committed",
    "claim committed",
    "calling, nothing left",
    "left, no answer yet",
    "answered, not recorded",
    "recorded, not committed",
    "record committed",
)
"""Between any two steps of the way of a message."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class CountingSide:
    """Receives messages; can be asked what arrived, unless it is a mail server."""

    ledger: Path
    moment: str

    def carry(self, parcel: Any) -> Any:
        from marke.kernel.carrying import Carried

        if self.moment == "calling, nothing left":
            die()
        with self.ledger.open("a") as file:
            file.write(f"{parcel.key}\n")
            file.flush()
            os.fsync(file.fileno())
        if self.moment == "left, no answer yet":
            die()
        return Carried(answer="taken")

    def find(self, parcel: Any) -> Any:
        from marke.kernel.carrying import Carried, NobodyKnows

        if self.moment == "asking":
            die()
        if self.ledger.name == "mail server":
            raise NobodyKnows("cannot be asked")
        return Carried(answer="here") if parcel.key in self.ledger.read_text().splitlines() else None


def dying_at(
    moment: str, *, before: str | None = None, after: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Wrap a step so that the process dies before or after it, when that is the moment."""

    def wrap(step: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            if moment == before:
                die()
            answer = step(*arguments, **named)
            if moment == after:
                die()
            return answer

        return wrapped

    return wrap


def main(folder: str, database: str, ledger: str, minutes_later: str, moment: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from marke.kernel.ports import PORTS
    from marke.ops.database import APP
    from marke.usecases import carry_messages

    connections["default"].settings_dict.update(NAME=database, USER=APP, HOST=folder, PORT="")
    PORTS.carriers["test"] = CountingSide(Path(ledger), moment)
    carry_messages.claim = dying_at(moment, after="claimed, not committed")(carry_messages.claim)
    carry_messages._attempt = dying_at(moment, before="claim committed", after="answered, not recorded")(
        carry_messages._attempt
    )
    carry_messages.settle = dying_at(moment, after="recorded, not committed")(carry_messages.settle)
    later = dt.timedelta(minutes=int(minutes_later))
    for _done in carry_messages.carry_due(clock=lambda: dt.datetime.now(tz=dt.UTC) + later, worker="child"):
        if moment == "record committed":
            die()


if __name__ == "__main__":
    main(*sys.argv[1:])
