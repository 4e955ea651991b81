"""Dimona over HTTP, as its texts describe it: log-in, number, pending, accepted, warned, refused, out of order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from tests.support.declaring import SAID, WORKER, adapter, office, start

from marke.kernel.declaring import CannotBeAsked, Kind, OfficeRefused, OfficeUnavailable, Verdict
from marke.ops.declarations.dimona import Dimona, body_of
from marke.ops.declarations.simulator import Fault, Simulator


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    with office(tmp_path) as running:
        yield running


@pytest.fixture
def dimona(simulator: Simulator) -> Dimona:
    return adapter(simulator)


def test_a_start_of_work_is_accepted_under_a_number_and_a_period(dimona: Dimona, simulator: Simulator) -> None:
    """The number stands in the address of the answer; the period is named by the ruling."""
    number = dimona.declare(start())
    ruling = dimona.ruling(number)
    assert ruling
    assert ruling.verdict is Verdict.ACCEPTED
    (period,) = simulator.book.periods()
    assert (ruling.period_id, period["worker"], period["first"]) == (str(period["id"]), WORKER, "2026-09-14")


def test_until_the_office_decides_there_is_no_ruling(dimona: Dimona, simulator: Simulator) -> None:
    """404 says «not yet», however often it is asked."""
    simulator.book.set("pending", "2")
    number = dimona.declare(start())
    assert [dimona.ruling(number) is None for _ in range(3)] == [True, True, False]


def test_a_worker_whom_the_registers_do_not_know_is_refused_with_its_code(dimona: Dimona, simulator: Simulator) -> None:
    simulator.book.set("refuse", WORKER)
    ruling = dimona.ruling(dimona.declare(start()))
    assert ruling
    assert ruling.verdict is Verdict.REFUSED
    assert ruling.reasons[0].code == "00059-008"
    assert simulator.book.periods() == []


def test_a_warning_counts_as_accepted_and_says_what_to_look_at(dimona: Dimona, simulator: Simulator) -> None:
    simulator.book.set("warn", WORKER)
    ruling = dimona.ruling(dimona.declare(start()))
    assert ruling
    assert ruling.verdict is Verdict.WARNED
    assert ruling.reasons[0].text == "Check the joint committee."


def test_a_period_is_changed_ended_and_cancelled_under_its_number(dimona: Dimona, simulator: Simulator) -> None:
    """Each names the period that the office knows; a cancelled one does not stand any more."""
    first = dimona.ruling(dimona.declare(start()))
    assert first
    longer = replace(SAID, ends_on=SAID.starts_on.replace(day=18))
    for reference, kind, said in (("two", Kind.UPDATE, longer), ("three", Kind.OUT, SAID)):
        dimona.ruling(dimona.declare(start(reference, kind=kind, said=said, period_id=first.period_id)))
    assert simulator.book.periods()[0]["last"] == "2026-09-15"
    dimona.ruling(dimona.declare(start("four", kind=Kind.CANCEL, period_id=first.period_id)))
    assert simulator.book.periods() == []


def test_the_same_period_twice_is_refused(dimona: Dimona) -> None:
    dimona.ruling(dimona.declare(start("one")))
    again = dimona.ruling(dimona.declare(start("two")))
    assert again
    assert again.verdict is Verdict.REFUSED


def test_a_lost_answer_is_found_again_by_our_reference(dimona: Dimona, simulator: Simulator) -> None:
    """Nobody knows whether it arrived; asking tells."""
    simulator.book.fail(Fault("POST", "lost"))
    with pytest.raises(OfficeUnavailable) as lost:
        dimona.declare(start())
    assert not lost.value.nothing_done
    assert dimona.find(start()) == "1"
    assert dimona.find(start("another")) is None


def test_an_office_without_a_search_leaves_a_doubt_to_a_person(dimona: Dimona, simulator: Simulator) -> None:
    simulator.book.fail(Fault("SEARCH", "404"))
    with pytest.raises(CannotBeAsked):
        dimona.find(start())


@pytest.mark.parametrize(
    ("fault", "nothing_done"), [("503", True), ("429", True), ("500", False), ("slow", False)], ids=str
)
def test_an_office_out_of_order_says_whether_anything_may_have_happened(
    dimona: Dimona, simulator: Simulator, fault: str, nothing_done: bool
) -> None:
    simulator.book.fail(Fault("POST", fault))
    with pytest.raises(OfficeUnavailable) as problem:
        dimona.declare(start())
    assert problem.value.nothing_done is nothing_done


def test_an_answer_that_cannot_be_read_is_no_ruling(dimona: Dimona, simulator: Simulator) -> None:
    number = dimona.declare(start())
    simulator.book.fail(Fault("GET", "nonsense"))
    with pytest.raises(OfficeUnavailable, match="cannot be read"):
        dimona.ruling(number)


def test_whoever_signs_with_another_key_does_not_get_in(simulator: Simulator) -> None:
    """The office knows the public key of the employer; nothing was declared."""
    with pytest.raises(OfficeUnavailable, match="log-in: HTTP 401") as problem:
        adapter(simulator, private=RSAKey.generate_key(2048)).declare(start())
    assert problem.value.nothing_done
    assert simulator.book.declarations() == []


def test_the_office_is_spoken_to_over_tls_only() -> None:
    with pytest.raises(ValueError, match="TLS only"):
        Dimona(client="x", key="", base_url="http://example.org/dimona")


def test_a_form_that_is_wrong_is_refused_in_the_words_of_the_office_without_numbers(
    dimona: Dimona, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marke.ops.declarations.dimona.body_of", lambda declaration: {"ssin": WORKER})
    with pytest.raises(OfficeRefused, match="no dimona in the request"):
        dimona.declare(start())


def test_no_answer_that_is_kept_holds_a_national_number(dimona: Dimona, simulator: Simulator) -> None:
    simulator.book.set("refuse", WORKER)
    ruling = dimona.ruling(dimona.declare(start()))
    assert ruling
    assert WORKER not in ruling.raw


def test_only_students_name_their_hours_and_only_a_start_names_the_worker() -> None:
    """Hours are whole: a part of one counts as one."""
    student = replace(SAID, worker_type="STU", hours=Decimal("15.2"))
    assert body_of(start(said=student))["dimonaIn"]["plannedHoursNumber"] == 16
    assert "plannedHoursNumber" not in body_of(start())["dimonaIn"]
    assert "worker" not in body_of(start(kind=Kind.CANCEL, period_id="7"))
