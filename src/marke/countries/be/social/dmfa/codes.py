"""The codes of the declaration: worker, service, remuneration, contribution and deduction (ONSS annexes, 2022).

A case without a code here is refused by name: nothing is declared under a code that nobody looked up.
"""

from __future__ import annotations

from collections.abc import Mapping

from marke.countries.be.payroll.inputs import Scheme, Worker
from marke.kernel.refusal import Refusal, gettext_noop

WORKER = {
    Worker.EMPLOYEE: "495",
    Worker.MANUAL: "015",
    Worker.ARTIST: "046",
    Worker.ARTIST_1BIS: "046",
}
"""Annex 2. The code of a pupil depends on more than is known of the contract, so that none stands here."""
STUDENT = {Worker.EMPLOYEE: "841", Worker.MANUAL: "840"}
FLEXI_JOB = {Worker.EMPLOYEE: "450", Worker.MANUAL: "050"}

PAID_WORK = "001"
"""Annex 8: all paid working time, guaranteed pay of the first days included."""

ORDINARY_PAY = "001"
"""Annex 7."""
PREMIUM = "002"
EXIT_HOLIDAY = "007"
"""Single exit holiday pay that bears contributions."""
FLEXI_WAGE = "022"

SPECIAL_CONTRIBUTION = "856"
DOUBLE_HOLIDAY = "870"
SMALL: Mapping[str, str] = {
    "work_accidents": "255",
    "asbestos": "256",
    "closure_fund_basic": "809",
    "closure_fund_special": "810",
    "unemployment_1_60": "855",
    "temporary_unemployment": "859",
}
"""Small employer contributions by their names in the legal figures."""

CATEGORY = "000"
"""The employer category without special contributions."""

WORK_BONUS = "0001"
STRUCTURAL = "3000"


class NoCode(Refusal):
    """Something must be declared for which no code is known."""


def worker_code(worker: Worker, scheme: Scheme) -> str:
    """The worker code of work outside the student's quota. Raises `NoCode` where none is known."""
    return _known(FLEXI_JOB if scheme is Scheme.FLEXI_JOB else WORKER, worker)


def student_code(worker: Worker) -> str:
    """The worker code of work within the student's quota."""
    return _known(STUDENT, worker)


def small_code(name: str) -> str:
    """The contribution code of a small employer contribution."""
    if name not in SMALL:
        raise NoCode(
            "dmfa.no-contribution-code",
            gettext_noop("No code is known for the employer contribution %(name)s: look it up in the annexes."),
            params={"name": name},
        )
    return SMALL[name]


def _known(codes: Mapping[Worker, str], worker: Worker) -> str:
    if worker not in codes:
        raise NoCode(
            "dmfa.no-worker-code",
            gettext_noop("No worker code is known for %(worker)s: declare this work by hand."),
            params={"worker": worker.value},
        )
    return codes[worker]
