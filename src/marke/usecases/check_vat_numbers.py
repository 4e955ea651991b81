"""Ask the European register about the VAT numbers of clients elsewhere, one after the other, as the enterprise.

Each number is asked outside any transaction and its answer kept in one of its own, so that a slow member state holds
nothing up and a crash loses one answer at most. Asking twice does no harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from marke.domain.directory.operations.vat_numbers import keep_answer, watch_clients
from marke.domain.directory.queries.vat_numbers import numbers_to_ask
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.sales.home import home
from marke.kernel.ports import PORTS
from marke.kernel.registers import VatOutcome

MOST_FAILURES = 5
"""So many questions without an answer in a row, and the register is left alone until the next turn."""

REASON = "VAT numbers"


@dataclass(frozen=True, slots=True)
class Asked:
    """How many numbers were answered, and how many questions had no answer."""

    answered: int = 0
    unanswered: int = 0


def check_vat_numbers(*, clock: Callable[[], dt.datetime], most: int = 200) -> Asked:
    """Ask about every number that is due, at most so many. Without a register nothing happens."""
    register = PORTS.vat_register
    if register is None:
        return Asked()
    with acting_as_system(reason=REASON):
        watch_clients(now=clock())
        due = numbers_to_ask(now=clock(), most=most)
        requester = home().identifiers.vat_number(cooperative().seller_enterprise_number)
        fresh_for = dt.timedelta(days=int(choice("client.vat_answer_days", as_of=clock().date())))
    answered = unanswered = failures = 0
    for number in due:
        answer = register.ask(number=number, requester=requester)
        with acting_as_system(reason=REASON):
            keep_answer(number=number, answer=answer, now=clock(), fresh_for=fresh_for)
        if answer.outcome is VatOutcome.UNANSWERED:
            unanswered, failures = unanswered + 1, failures + 1
        else:
            answered, failures = answered + 1, 0
        if failures >= MOST_FAILURES:
            break
    return Asked(answered, unanswered)
