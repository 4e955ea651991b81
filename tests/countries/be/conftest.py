"""What Belgian payroll tests share: the engine under the legal tree, and a contract to vary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.payroll.inputs import ContractPay, Family, Worker

Make = Callable[..., ContractPay]


@pytest.fixture(scope="session")
def engine() -> BelgianEngine:
    return BelgianEngine(parameters())


@pytest.fixture(scope="session")
def contract() -> Make:
    """A month of an employee in September 2026; every fact can be another."""

    def make(**facts: Any) -> ContractPay:
        usual: dict[str, Any] = {
            "person": "p",
            "contract": "c",
            "start": dt.date(2026, 9, 1),
            "end": dt.date(2026, 9, 30),
            "worker": Worker.EMPLOYEE,
            "pay": 2_800_00,
            "family": Family(),
        }
        return ContractPay(**{**usual, **facts})

    return make
