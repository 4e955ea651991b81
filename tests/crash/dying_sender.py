"""A worker that kills itself on the way of a structured invoice: run as a process of its own by `test_einvoices`.

    python -m tests.crash.dying_sender SOCKET_FOLDER DATABASE ACCESS_POINT RULES_FOLDER MINUTES_LATER MOMENT

The access point is the simulator of the test, which counts what left.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOMENTS = (
    "client looked up",
    "document made and judged",
    "draft made",
    "sent, no answer yet",
    "answered, not written",
    "written, not committed",
    "written",
    "settled, not committed",
)
"""Between any two steps of the way of a document."""


def dying(moment: str, here: str, step: Callable[..., Any], *, before: bool = False) -> Callable[..., Any]:
    """The step, at the end (or the beginning) of which the process dies when that is the moment."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        if before and moment == here:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = step(*arguments, **named)
        if not before and moment == here:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return wrapped


def dying_call(moment: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """A call of the access point, after which the process dies: it has done its work, and nobody heard the answer."""
    endings = {"draft made": "/documents/ubl", "sent, no answer yet": "/send"}

    def wrapped(self: Any, method: str, path: str, **more: Any) -> Any:
        answer = call(self, method, path, **more)
        if moment in endings and method == "POST" and path.endswith(endings[moment]):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return wrapped


def main(folder: str, database: str, address: str, rules: str, minutes_later: str, moment: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from marke.countries.registry import country
    from marke.kernel.ports import PORTS
    from marke.ops.database import APP
    from marke.ops.einvoice.gate import Gate
    from marke.ops.einvoice.providers.e_invoice_be import EInvoiceBe
    from marke.ops.einvoice.simulator.server import KEY
    from marke.usecases import carry_einvoice, carry_messages

    connections["default"].settings_dict.update(NAME=database, USER=APP, HOST=folder, PORT="")
    later = dt.timedelta(minutes=int(minutes_later))

    def clock() -> dt.datetime:
        return dt.datetime.now(tz=dt.UTC) + later

    PORTS.einvoice_provider = EInvoiceBe(key=KEY, base_url=address)
    PORTS.einvoice_gate = Gate(home=Path(rules), law=country("be").vat_law, needs_peppol=False)
    PORTS.carriers["peppol"] = carry_einvoice.EinvoiceCarrier(clock=clock)
    EInvoiceBe._call = dying_call(moment, EInvoiceBe._call)
    carry_einvoice.look_up = dying(moment, "client looked up", carry_einvoice.look_up)
    carry_einvoice._prepared = dying(moment, "document made and judged", carry_einvoice._prepared)
    carry_einvoice._written = dying(moment, "answered, not written", carry_einvoice._written, before=True)
    carry_einvoice._written = dying(moment, "written", carry_einvoice._written)
    carry_einvoice.tell_by_mail = dying(moment, "written, not committed", carry_einvoice.tell_by_mail)
    carry_messages.settle = dying(moment, "settled, not committed", carry_messages.settle)
    for _done in carry_messages.carry_due(clock=clock, worker="child"):
        pass


if __name__ == "__main__":
    main(*sys.argv[1:])
