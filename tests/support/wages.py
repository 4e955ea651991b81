"""People who worked and are to be paid: workers with a pay file, declared contracts, runs walked to a state."""

from __future__ import annotations

import datetime as dt

from tests.support.selling import CLERK
from tests.support.work import days, engagement, planned

from marke.countries.be.identifiers import make_test_national_number
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.people.models import BankAccount, NationalNumber, Person
from marke.domain.people.sealing import fingerprint, seal
from marke.domain.wages.enums import RunState
from marke.domain.wages.models import Run
from marke.domain.wages.operations import runs
from marke.domain.work.enums import Party
from marke.domain.work.models import Contract
from marke.domain.work.operations import contracts as work
from marke.domain.work.operations.contracts import ContractInput, SignatureInput
from marke.domain.work.operations.pay_files import PayFileInput, record_pay_files
from marke.usecases.hire import hire, sign_as_worker
from marke.usecases.run_wages import advance, start_run

NOW = dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 9, 14)
PAYDAY = dt.date(2026, 9, 21)


def a_worker(name: str = "Nora", *, account: bool = True, facts: dict[str, object] | None = None) -> Person:
    """Somebody whose pay file is known, with a bank account unless said otherwise."""
    person = Person.objects.create(given_name=name, family_name="Janssens", birth_date=dt.date(1990, 3, 1))
    given = {"family": {}} if facts is None else facts
    record_pay_files(files=[PayFileInput(person.pk, dt.date(2026, 1, 1), given)], actor=SYSTEM, now=NOW)
    if account:
        BankAccount.objects.create(person=person, iban="BE71096123456769", registered_at=NOW, usable_from=NOW)
    return person


def worked(
    person: Person, *, since: dt.date = MONDAY, count: int = 2, amount: int = 150_00, unit: int = 1001
) -> Contract:
    """A declared contract whose days are over by the day of the run."""
    agreed = engagement(days=planned(*days(count, since=since)), amount=amount)
    (contract,) = hire(contracts=[ContractInput(unit, person.pk, agreed)], actor=SYSTEM, now=NOW)
    signature = SignatureInput(contract.pk, Party.WORKER, str(person), "0" * 64)
    if not sign_as_worker(signatures=[signature], house_name="De Marke", actor=SYSTEM, now=NOW):
        seal = SignatureInput(contract.pk, Party.ENTERPRISE, "De Marke", "0" * 64)
        work.sign(signatures=[seal], actor=CLERK, now=NOW)
    work.mark_declared(contract_ids=[contract.pk], now=NOW)
    return contract


def run_to(state: RunState, *, on: dt.date = PAYDAY, piece: int = 1_000) -> Run:
    """Walk a run to a state, approved by somebody who did not start it."""
    run = start_run(on=on, actor=SYSTEM, now=NOW)
    assert run is not None
    for _ in range(50):
        run.refresh_from_db()
        if run.state == state:
            return run
        if run.state == RunState.COMPUTED:
            runs.approve(run_id=run.pk, actor=CLERK, now=NOW)
        advance(run_id=run.pk, actor=SYSTEM, piece=piece)
    raise AssertionError(f"the run stays {run.state}")


def with_number(person: Person, *, serial: int = 1) -> Person:
    """The same person, whose national number is known."""
    digits = make_test_national_number(born=dt.date(1990, 3, 1), serial=serial)
    NationalNumber.objects.create(
        person=person, ciphertext=seal(digits.encode()), fingerprint=fingerprint(digits), last_digits=digits[-2:]
    )
    return person
