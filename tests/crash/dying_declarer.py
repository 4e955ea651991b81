"""A worker that kills itself while it declares work: run as a process of its own by `test_declarations`.

    python -m tests.crash.dying_declarer SOCKET_FOLDER DATABASE OFFICE TOKENS KEY_FILE MINUTES_LATER MOMENT

The office is the simulator of the test, which counts what was declared.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.crash.dying_sender import dying

MOMENTS = (
    "claimed",
    "national number read",
    "logged in",
    "declared, no answer yet",
    "answered, not written",
    "number written, not committed",
    "number written",
    "ruled, no answer yet",
    "ruling written, not committed",
    "ruling written",
    "settled, not committed",
)
"""Between any two steps of the way of a declaration."""


def main(folder: str, database: str, office: str, tokens: str, key: str, minutes_later: str, moment: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from marke.domain.declarations import operations
    from marke.kernel.ports import PORTS
    from marke.ops.database import APP
    from marke.ops.declarations.dimona import Dimona
    from marke.usecases import carry_messages, declare_work

    connections["default"].settings_dict.update(NAME=database, USER=APP, HOST=folder, PORT="")
    later = dt.timedelta(minutes=int(minutes_later))

    def clock() -> dt.datetime:
        return dt.datetime.now(tz=dt.UTC) + later

    def patience(seconds: float) -> None:
        """The pause after the office took the declaration: nobody has written its number yet."""
        if moment == "declared, no answer yet":
            os.kill(os.getpid(), signal.SIGKILL)

    dimona = Dimona(client="marke", key=Path(key).read_text(), base_url=office, log_in_url=tokens, patience=patience)
    PORTS.start_office = dimona
    PORTS.carriers["dimona"] = declare_work.DeclarationCarrier(clock=clock)
    carry_messages.claim = committed_first(moment, carry_messages.claim)
    carrier: Any = declare_work.DeclarationCarrier
    carrier._declaration = dying(moment, "national number read", carrier._declaration)
    Dimona._log_in = dying(moment, "logged in", Dimona._log_in)
    Dimona.ruling = dying(moment, "ruled, no answer yet", Dimona.ruling)
    carrier._arrived = dying(moment, "answered, not written", carrier._arrived, before=True)
    operations.handed_over = dying(moment, "number written, not committed", operations.handed_over)
    declare_work._ask = dying(moment, "number written", declare_work._ask, before=True)
    operations.ruled = dying(moment, "ruling written, not committed", operations.ruled)
    declare_work._ask = dying(moment, "ruling written", declare_work._ask)
    carry_messages.settle = dying(moment, "settled, not committed", carry_messages.settle)
    for _done in carry_messages.carry_due(clock=clock, worker="child"):
        pass
    declare_work.follow_declarations(clock=clock)


def committed_first(moment: str, claim: Any) -> Any:
    """The claim, after which the process dies when the first message was taken and its transaction is over."""

    def wrapped(**named: Any) -> Any:
        from django.db import transaction

        taken = claim(**named)
        if taken and moment == "claimed":
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
        return taken

    return wrapped


if __name__ == "__main__":
    main(*sys.argv[1:])
