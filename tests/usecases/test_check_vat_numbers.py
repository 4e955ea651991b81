"""VAT numbers of other member states: asked about, kept with their proof, and never a no out of silence."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from tests.support.selling import NOW, TODAY, client_of, invoice_of, line, open_house, open_unit

from marke.domain.directory.enums import VatValidity
from marke.domain.directory.models import VatAnswer, VatNumber
from marke.domain.directory.operations.vat_numbers import ask_again, watch_numbers
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal
from marke.kernel.registers import VatAnswer as Answer
from marke.kernel.registers import VatOutcome
from marke.usecases.check_vat_numbers import MOST_FAILURES, Asked, check_vat_numbers
from marke.usecases.issue_invoice import issue_invoice

pytestmark = pytest.mark.django_db

NUMBER = "FR40303265045"
SILENCE = Answer(VatOutcome.UNANSWERED, problem="MS_UNAVAILABLE")
YES = Answer(VatOutcome.VALID, consultation="WAPI1", name="Lumen")
NO = Answer(VatOutcome.INVALID, consultation="WAPI2")


class Register:
    """A register that answers the same to everybody and remembers who asked what."""

    def __init__(self) -> None:
        self.answer = YES
        self.asked: list[tuple[str, str]] = []

    def ask(self, *, number: str, requester: str) -> Answer:
        self.asked.append((number, requester))
        return self.answer


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    with acting_as_system():
        open_house()
        open_unit(1001)
    found = Register()
    monkeypatch.setattr(PORTS, "vat_register", found)
    return found


@pytest.fixture
def lumen(register: Register) -> uuid.UUID:
    """A company in France."""
    with acting_as_system():
        return client_of(1001, number=NUMBER, country="FR")


def check(*, later: dt.timedelta = dt.timedelta()) -> Asked:
    return check_vat_numbers(clock=lambda: NOW + later)


def known() -> VatNumber:
    with acting_as_system():
        return VatNumber.objects.get()


def sell(client_id: uuid.UUID) -> None:
    """A service to a business in another member state: the client owes the VAT."""
    with acting_as_system():
        service = line("1000", vat=Decimal(0), ground="eu_services")
        issue_invoice(invoice=invoice_of(1001, client_id, service, delivered_on=TODAY), on=TODAY, actor=SYSTEM)


def test_every_client_elsewhere_is_asked_about_in_the_name_of_the_seller(register: Register, lumen: uuid.UUID) -> None:
    with acting_as_system():
        client_of(1001)
    assert check() == Asked(answered=1)
    assert register.asked == [(NUMBER, "BE0200000142")]
    assert (known().validity, known().consultation) == (VatValidity.VALID, "WAPI1")


def test_a_fresh_answer_is_not_asked_for_again(register: Register, lumen: uuid.UUID) -> None:
    """Ninety days later it is old."""
    check()
    assert check(later=dt.timedelta(days=89)) == Asked()
    assert check(later=dt.timedelta(days=91)) == Asked(answered=1)
    with acting_as_system():
        assert VatAnswer.objects.count() == 2


def test_silence_keeps_what_was_known_and_asks_again_after_growing_pauses(register: Register, lumen: uuid.UUID) -> None:
    check()
    register.answer = SILENCE
    start = dt.timedelta(days=91)
    assert check(later=start) == Asked(unanswered=1)
    assert (known().validity, known().problem) == (VatValidity.VALID, "MS_UNAVAILABLE")
    assert check(later=start + dt.timedelta(minutes=14)) == Asked()
    assert check(later=start + dt.timedelta(minutes=15)) == Asked(unanswered=1)
    assert check(later=start + dt.timedelta(hours=6)) == Asked(unanswered=1)
    assert check(later=start + dt.timedelta(hours=11)) == Asked()
    assert check(later=start + dt.timedelta(days=5)) == Asked(unanswered=1)
    assert known().ask_at == NOW + start + dt.timedelta(days=5, hours=12)


def test_a_register_that_is_down_is_left_alone(register: Register) -> None:
    register.answer = SILENCE
    with acting_as_system():
        numbers = [f"FR{40 + n}30326504{n}" for n in range(9)]
        watch_numbers(numbers=numbers, now=NOW)
    assert check() == Asked(unanswered=MOST_FAILURES)


def test_without_a_register_nobody_is_asked(lumen: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PORTS, "vat_register", None)
    assert check() == Asked()


def test_staff_ask_again_at_once(register: Register, lumen: uuid.UUID) -> None:
    check()
    register.answer = NO
    with acting_as_system():
        ask_again(number=NUMBER, now=NOW)
    check()
    assert known().validity == VatValidity.INVALID


def test_numbers_of_the_house_s_own_country_are_not_watched(register: Register) -> None:
    """Its register of enterprises knows them."""
    with acting_as_system():
        assert watch_numbers(numbers=["BE0403019261", "GB123456789", ""], now=NOW) == 0


def test_vat_is_not_left_to_a_client_whose_number_does_not_count(register: Register, lumen: uuid.UUID) -> None:
    """Article 196 and 138 of directive 2006/112/EC: the buyer must be identified for VAT over there."""
    register.answer = NO
    check()
    with pytest.raises(Refusal, match="not a valid VAT number"):
        sell(lumen)


@pytest.mark.parametrize("answer", [YES, SILENCE, None], ids=["valid", "silent", "never asked"])
def test_a_register_that_does_not_say_no_blocks_nothing(
    register: Register, lumen: uuid.UUID, answer: Answer | None
) -> None:
    if answer:
        register.answer = answer
        check()
    sell(lumen)
