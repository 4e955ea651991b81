"""`POST /api/payroll/simulate`: one question to the simulator, without log-in, without a trace left behind."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from marke.api.payroll.schemas import Simulated
from marke.api.problems import Problem, language, sentence
from marke.api.reading import facts_of
from marke.api.throttling import SIMULATIONS, PerAddress
from marke.domain.parameters import payroll

router = Router(tags=["Payroll"])


@router.post(
    "/simulate",
    response={200: Simulated, 422: Problem, 429: Problem},
    throttle=[PerAddress(SIMULATIONS)],
    operation_id="simulate_pay",
    summary="From net, gross, cost, budget or invoice to all the others",
)
def simulate(request: HttpRequest) -> dict[str, Any]:
    """Send one amount, what it is, and the facts of the contract; receive the linked values to the cent, the traced
    payslip, its explanation and the limits it meets. Amounts are whole cents, days ISO dates, hours and rates exact
    numbers written as text. Nothing of it is stored or logged. At most 60 questions a minute from one address."""
    engine = payroll.engine()
    answer = engine.simulate(facts_of(request))
    return {
        **answer.as_json(),
        "limits": [{"rule": limit.rule, "message": sentence(limit)} for limit in answer.limits],
        "explanation": [asdict(line) for line in engine.messages.explain(answer.payslip, language())],
    }
