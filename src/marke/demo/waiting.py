"""Work that waits on the last day of the plan: contracts to sign, to declare, turned away, called off, and to come."""

from __future__ import annotations

import datetime as dt

from marke.demo import calibration as cal
from marke.demo.joining import at_noon
from marke.demo.life import Life
from marke.demo.working import Working
from marke.domain.declarations import operations as declarations
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.work.models import Contract
from marke.usecases.declare_work import declare
from marke.usecases.hire import withdraw

UNITS = 24
"""So many units at most have something that waits."""
REFUSED = ("00095-550", "De periode overlapt met een andere aangifte van dezelfde werkgever.")


def leave_work_open(life: Life, working: Working) -> None:
    """Engage some people from next Monday on; one in four of them has not signed yet."""
    end = life.plan.end
    monday, now = end + dt.timedelta(days=7 - end.weekday()), at_noon(end)
    with acting_as_system(reason="demo"):
        offered = working.offer(range(len(life.units))[:UNITS], monday, now=now, at_least=cal.LEAST_PAY)
        to_declare, to_come, called_off = (offered[turn::4] for turn in range(3))
        working.declare(working.sign(to_come), now=now)
        _declare(working.sign(to_declare), now)
        working.sign(called_off[:1])
        for contract in called_off:
            withdraw(contract_id=contract.pk, reason="De opdracht is uitgesteld", refused=False, now=now)


def _declare(signed: list[Contract], now: dt.datetime) -> None:
    """Most declarations are on their way; the office has turned one away."""
    for row in declare(contract_ids=[each.pk for each in signed], now=now, actor=SYSTEM)[:1]:
        code, text = REFUSED
        declarations.not_taken(declaration=row, code=code, text=text, now=now)
