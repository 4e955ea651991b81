"""A worker that kills itself while it carries a wage run: run as a process of its own by `test_wages`.

    python -m tests.crash.dying_payer SOCKET_FOLDER DATABASE STATEMENTS

It dies before the statement of that number; with 0 it lives.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

PIECE = 2
"""Payslips in a transaction: few, so that there are many places to die."""


def main(folder: str, database: str, statements: str) -> None:
    import django

    django.setup()
    from django.db import connection, connections
    from tests.support.selling import CLERK
    from tests.support.wages import NOW, PAYDAY

    from marke.domain.foundation.transactions import SYSTEM, acting_as_system
    from marke.domain.wages.enums import RunState
    from marke.domain.wages.operations import runs
    from marke.domain.wages.queries import run_under_way
    from marke.ops.database import APP
    from marke.usecases.carry_wages import carry_run, open_todays_run

    connections["default"].settings_dict.update(NAME=database, USER=APP, HOST=folder, PORT="")
    left = int(statements)

    def count(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        with acting_as_system():
            run = run_under_way()
        run = run or open_todays_run(on=PAYDAY, now=NOW)
        if run is None:
            return
        run = carry_run(run_id=run.pk, actor=SYSTEM, clock=lambda: NOW, piece=PIECE)
        if run.state == RunState.COMPUTED:
            with acting_as_system():
                runs.approve(run_id=run.pk, actor=CLERK, now=NOW)
            carry_run(run_id=run.pk, actor=SYSTEM, clock=lambda: NOW, piece=PIECE)
    sys.stdout.write(f"{-left}")


if __name__ == "__main__":
    main(*sys.argv[1:])
