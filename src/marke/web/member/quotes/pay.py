"""«You could pay yourself about … net»: what the budget of a quote is in somebody's hand, by the payroll engine.

An estimate for an employee without family charges, paid for the working days of the quote: the simulator answers for
one's own situation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from marke.domain.parameters.payroll import engine
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal
from marke.web.public.simulator.forms import LARGEST, SimulatorForm, usual
from marke.web.public.simulator.questions import facts

MOST_DAYS = 20
"""Within every month's working days."""


@dataclass(frozen=True, slots=True)
class Pay:
    """The estimate in cents, the days of work it is for, and the question as the simulator's query string."""

    net: Cents
    days: int
    question: str


def pay_from(*, budget: Cents, period: tuple[dt.date, dt.date] | None, today: dt.date) -> Pay | None:
    """What a budget pays somebody; None when the law leaves no such contract (too little for the minimum, too much)."""
    if not 0 < budget <= LARGEST:
        return None
    answers = usual(period[1] if period else today)
    if period:
        answers["days"] = str(_working_days(*period))
    question = {"given": "budget", "budget": f"{budget // 100},{budget % 100:02d}", **answers}
    form = SimulatorForm(question)
    if not form.is_valid():
        return None
    try:
        answer = engine().simulate(facts(form.cleaned_data, given="budget", amount=budget, available=None))
    except Refusal:
        return None
    return Pay(answer.chain.net, int(answers["days"]), urlencode(question))


def _working_days(first: dt.date, last: dt.date) -> int:
    """Days from Monday to Friday in the last month of the work: at least one, and never more than a contract takes."""
    first = max(first, last.replace(day=1))
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return min(max(sum(day.weekday() < 5 for day in days), 1), MOST_DAYS)
