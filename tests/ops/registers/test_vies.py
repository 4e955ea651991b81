"""VIES: three answers, and a failure that never reads as «not valid»."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.vies import ViesSimulator, error, valid, vies

from marke.kernel.registers import VatAnswer, VatOutcome
from marke.ops.registers.simulated import SimulatedVatRegister
from marke.ops.registers.vies import Vies

NUMBER, HOUSE = "FR40303265045", "BE0403019261"


@pytest.fixture
def simulator() -> Iterator[ViesSimulator]:
    with vies() as running:
        yield running


def ask(simulator: ViesSimulator, answer: Any) -> VatAnswer:
    simulator.answers[NUMBER] = answer
    return Vies(simulator.url).ask(number=NUMBER, requester=HOUSE)


def test_a_valid_number_comes_with_the_number_of_the_consultation(simulator: ViesSimulator) -> None:
    """The consultation number proves to the tax office that the house asked."""
    assert ask(simulator, valid(NUMBER)) == VatAnswer(
        VatOutcome.VALID, "WAPIAAAAZ0123456", "LUMEN SARL", "1 RUE HAUTE 59000 LILLE"
    )
    assert simulator.asked == [
        {
            "countryCode": "FR",
            "vatNumber": "40303265045",
            "requesterMemberStateCode": "BE",
            "requesterNumber": "0403019261",
        }
    ]


def test_a_number_that_does_not_count_is_invalid(simulator: ViesSimulator) -> None:
    assert ask(simulator, valid(NUMBER, valid=False, userError="INVALID")).outcome is VatOutcome.INVALID


def test_three_dashes_are_no_name(simulator: ViesSimulator) -> None:
    """Germany and Spain tell neither name nor address."""
    answer = ask(simulator, valid(NUMBER, name="---", address="---"))
    assert (answer.name, answer.address) == ("", "")


@pytest.mark.parametrize("code", ["MS_MAX_CONCURRENT_REQ", "MS_UNAVAILABLE", "IP_BLOCKED", "TIMEOUT", "INVALID_INPUT"])
def test_an_error_of_the_service_never_means_invalid(simulator: ViesSimulator, code: str) -> None:
    assert ask(simulator, error(code)) == VatAnswer(VatOutcome.UNANSWERED, problem=code)


@pytest.mark.parametrize(
    "broken",
    [
        "<html>busy</html>",
        "[]",
        "{}",
        valid(NUMBER, valid="true"),
        valid(NUMBER, valid=False, userError="MS_UNAVAILABLE"),
    ],
)
def test_an_answer_that_cannot_be_read_is_no_answer(simulator: ViesSimulator, broken: Any) -> None:
    assert ask(simulator, broken).outcome is VatOutcome.UNANSWERED


def test_a_failure_of_the_server_is_no_answer(simulator: ViesSimulator) -> None:
    simulator.status = 503
    assert ask(simulator, valid(NUMBER)) == VatAnswer(VatOutcome.UNANSWERED, problem="HTTP 503")


def test_a_service_that_is_not_there_is_no_answer() -> None:
    """A port nobody listens on."""
    assert Vies("http://127.0.0.1:9").ask(number=NUMBER, requester=HOUSE).outcome is VatOutcome.UNANSWERED


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("FR40303265045", "valid"), ("NL000000000B00", "invalid"), ("NL000000000B99", "unanswered")],
)
def test_the_register_of_the_demo_answers_from_the_number(number: str, outcome: str) -> None:
    assert SimulatedVatRegister().ask(number=number, requester=HOUSE).outcome.value == outcome
