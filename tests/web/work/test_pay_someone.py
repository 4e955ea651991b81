"""Pay someone: the form, its figures, the contract, the signature, the confirmation, and what others may not see."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client as Browser
from tests.support.selling import NOW

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.people.models import Person, User
from marke.domain.work.enums import ContractState, DayState, MonthState
from marke.domain.work.models import Contract, ContractInvitation, ContractMonth, PayFile, WorkDay
from marke.domain.work.operations.contracts import mark_declared

NEW = "/units/1001/work/new/"
AFTER = dt.datetime(2026, 9, 17, 18, tzinfo=dt.UTC)


def browser(email: str) -> Browser:
    """Logged in again: a session does not last a week."""
    found = Browser()
    found.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def answers(**changes: Any) -> dict[str, Any]:
    """Three days of a trainer at EUR 180."""
    given = {
        "who": "me",
        "function": "trainer",
        "days": ["2026-09-14", "2026-09-15", "2026-09-16"],
        "pay": "180",
        "basis": "day",
        "kind": "days",
        "hours": "7.6",
        "starts_at": "09:00",
        "partner": "none",
        "children": "0",
    }
    return {**given, **changes}


def offered(browser: Browser, **changes: Any) -> Contract:
    response = browser.post(NEW, answers(**changes))
    assert response.status_code == 302, re.findall(r'class="error"[^>]*>([^<]+)', response.content.decode())
    with acting_as_system():
        return Contract.objects.latest("offered_at")


def signed(browser: Browser, contract: Contract) -> Contract:
    page = browser.get(f"/units/1001/work/{contract.pk}/").content.decode()
    fingerprint = re.search(r'name="fingerprint" value="(\w{64})"', page)
    assert fingerprint
    browser.post(f"/units/1001/work/{contract.pk}/sign/", {"fingerprint": fingerprint[1]})
    with acting_as_system():
        contract.refresh_from_db()
    return contract


def declared(browser: Browser, contract: Contract) -> Contract:
    signed(browser, contract)
    with acting_as_system():
        mark_declared(contract_ids=[contract.pk], now=NOW)
        contract.refresh_from_db()
    return contract


def test_the_form_asks_the_family_once(ann: Browser) -> None:
    """Whoever engages themselves for the first time tells their family, and never again."""
    assert "Dependent children" in ann.get(NEW).content.decode()
    offered(ann, children="2")
    with acting_as_system():
        assert PayFile.objects.get().facts["family"]["children"] == 2
    assert "Dependent children" not in ann.get(NEW).content.decode()


def test_the_figures_follow_what_is_chosen(ann: Browser, known: Person) -> None:
    """Three days at EUR 180 take gross with holiday pay times the coefficient; the net and the invoice follow."""
    page = ann.get("/units/1001/work/new/figures/", answers()).content.decode()
    assert "It takes from your unit" in page
    assert "€840.83" in page
    assert "25 September 2026" in page


def test_every_reason_against_a_contract_is_shown_at_once(ann: Browser, known: Person) -> None:
    """Too little pay and too long a day: both are said, before anything is sent."""
    page = ann.get("/units/1001/work/new/figures/", answers(pay="20", hours="12")).content.decode()
    assert "not possible like this" in page
    assert page.count("<li>") >= 2


def test_nothing_is_offered_that_cannot_be(ann: Browser, known: Person) -> None:
    """The typed answers stay, and the reason stands on the page."""
    response = ann.post(NEW, answers(pay="20"))
    assert response.status_code == 422
    assert 'value="2026-09-15" checked' in response.content.decode()
    with acting_as_system():
        assert not Contract.objects.exists()


def test_a_contract_is_read_and_signed_with_one_button(ann: Browser, known: Person) -> None:
    contract = signed(ann, offered(ann))
    assert contract.state == ContractState.SIGNED
    page = ann.get(f"/units/1001/work/{contract.pk}/").content.decode()
    assert "Signed by both" in page
    assert "Promised by 25 Sep 2026" in page


def test_words_that_changed_are_not_signed(ann: Browser, known: Person) -> None:
    contract = offered(ann)
    response = ann.post(f"/units/1001/work/{contract.pk}/sign/", {"fingerprint": "0" * 64})
    assert response.status_code == 422
    assert "Read it again" in response.content.decode()


def test_worked_as_planned_is_one_button(ann: Browser, known: Person) -> None:
    contract = declared(ann, offered(ann))
    with time_machine.travel(AFTER, tick=False):
        ann = browser("ann@example.org")
        assert "Worked as planned?" in ann.get("/units/1001/work/").content.decode()
        ann.post(f"/units/1001/work/{contract.pk}/confirm/")
    with acting_as_system():
        assert ContractMonth.objects.get().state == MonthState.CONFIRMED


def test_work_to_come_is_not_confirmed(ann: Browser, known: Person) -> None:
    contract = declared(ann, offered(ann))
    assert ann.post(f"/units/1001/work/{contract.pk}/confirm/").status_code == 422


def test_a_day_that_went_otherwise_is_corrected(ann: Browser, known: Person) -> None:
    contract = declared(ann, offered(ann))
    with acting_as_system():
        day = WorkDay.objects.filter(contract=contract).earliest("day")
    with time_machine.travel(AFTER, tick=False):
        ann = browser("ann@example.org")
        ann.post(f"/units/1001/work/{contract.pk}/days/{day.pk}/", {"state": "sick", "note": "flu"})
    with acting_as_system():
        day.refresh_from_db()
    assert (day.state, day.note) == (DayState.SICK, "flu")


def test_a_contract_is_cancelled_before_it_starts(ann: Browser, known: Person) -> None:
    contract = offered(ann)
    ann.post(f"/units/1001/work/{contract.pk}/withdraw/", {"reason": "The client called it off"})
    with acting_as_system():
        contract.refresh_from_db()
    assert contract.state == ContractState.CANCELLED


def test_the_contract_is_a_pdf(ann: Browser, known: Person) -> None:
    contract = offered(ann)
    response = ann.get(f"/units/1001/work/{contract.pk}/pdf/?language=fr")
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"


def test_another_unit_sees_nothing_of_it(ann: Browser, bob: Browser, known: Person) -> None:
    """Bob can neither open nor sign Ann's contract, in her unit or in his own."""
    contract = offered(ann)
    for address in (f"/units/1001/work/{contract.pk}/", f"/units/1002/work/{contract.pk}/", f"/me/work/{contract.pk}/"):
        assert bob.get(address).status_code == 404


STRANGER = {"given_name": "Zoë", "family_name": "Peeters", "email": "zoe@example.org", "birth_date": "2/4/1992"}


def test_somebody_new_gets_a_link_and_becomes_themselves(ann: Browser, known: Person) -> None:
    """Zoë follows the link, says who she is, reads and signs; nobody in the unit typed her number or account."""
    contract = offered(ann, who="new", **STRANGER)
    with acting_as_system():
        invitation = ContractInvitation.objects.get()
    token = signing.dumps(str(invitation.pk), salt="work-invitation")
    zoe = Browser()
    assert "Welcome, Zoë Peeters" in zoe.get(f"/work/invitation/{token}/").content.decode()
    zoe.post(f"/work/invitation/{token}/")
    assert "Welcome, Zoë Peeters" in zoe.get(f"/work/invitation/{token}/").content.decode()
    who = {"national_number": "85073003328", "iban": "BE68539007547034", "partner": "none", "children": "0"}
    assert zoe.post(f"/work/invitation/{token}/", who)["Location"] == f"/me/work/{contract.pk}/"
    page = zoe.get(f"/me/work/{contract.pk}/").content.decode()
    fingerprint = re.search(r'name="fingerprint" value="(\w{64})"', page)
    assert fingerprint
    zoe.post(f"/me/work/{contract.pk}/sign/", {"fingerprint": fingerprint[1]})
    with acting_as_system():
        contract.refresh_from_db()
    assert contract.state == ContractState.SIGNED


def test_a_link_does_not_log_in_whoever_has_an_account(ann: Browser, known: Person) -> None:
    """Once Zoë has an account her link leads to the log-in page: it opens nothing for others."""
    offered(ann, who="new", **STRANGER)
    with acting_as_system():
        token = signing.dumps(str(ContractInvitation.objects.get().pk), salt="work-invitation")
        User.objects.create_user("zoe@example.org", language="en")
    stranger = Browser()
    assert stranger.get(f"/work/invitation/{token}/")["Location"].startswith("/account/login/")
    assert stranger.post(f"/work/invitation/{token}/")["Location"].startswith("/account/login/")


def test_somebody_new_is_described(ann: Browser, known: Person) -> None:
    response = ann.post(NEW, answers(who="new"))
    assert response.status_code == 422
    assert "Fill this in for somebody new." in response.content.decode()


def test_a_worker_refuses_work(ann: Browser, known: Person) -> None:
    contract = offered(ann)
    ann.post(f"/me/work/{contract.pk}/refuse/", {"reason": "No time"})
    with acting_as_system():
        contract.refresh_from_db()
    assert contract.state == ContractState.REFUSED


def test_a_link_that_nobody_signed_opens_nothing(bob: Browser) -> None:
    assert bob.get("/work/invitation/forged/").status_code == 404


def test_the_pay_file_is_told_and_kept(ann: Browser, known: Person) -> None:
    told = {"partner": "without_income", "children": "1", "valid_from": "11/9/2026"}
    assert ann.post("/me/pay-file/", told).status_code == 302
    with acting_as_system():
        assert PayFile.objects.latest("valid_from").facts["family"]["partner"] == "without_income"


def test_the_lists_of_a_worker_help_when_empty(ann: Browser) -> None:
    assert "No contract yet." in ann.get("/me/work/").content.decode()
    assert "No payslip yet." in ann.get("/me/pay/").content.decode()


def test_an_accident_is_reported_by_the_worker(ann: Browser, known: Person) -> None:
    contract = declared(ann, offered(ann))
    with acting_as_system():
        day = WorkDay.objects.filter(contract=contract).earliest("day")
    with time_machine.travel(AFTER, tick=False):
        ann = browser("ann@example.org")
        told = {"day": str(day.pk), "at": "11:30", "place": "Hall", "what": "Fell", "injury": "Ankle"}
        assert ann.post(f"/me/work/{contract.pk}/accident/", told).status_code == 302
    with acting_as_system():
        day.refresh_from_db()
    assert day.state == DayState.ACCIDENT


def test_the_desk_signs_what_was_warned_of(ann: Browser, clerk: Browser, known: Person) -> None:
    """Sunday work waits until a person at the desk weighed it."""
    contract = signed(ann, offered(ann, days=["2026-09-20"]))
    assert contract.state == ContractState.OFFERED
    assert "To be weighed" in clerk.get(f"/desk/work/{contract.pk}/").content.decode()
    clerk.post(f"/desk/work/{contract.pk}/")
    with acting_as_system():
        contract.refresh_from_db()
    assert contract.state == ContractState.SIGNED


def test_the_desk_sees_who_starts_when(ann: Browser, clerk: Browser, known: Person) -> None:
    signed(ann, offered(ann))
    page = clerk.get("/desk/work/").content.decode()
    assert "Ann Maes" in page
    assert "2 days" in page


def test_home_says_what_waits_for_the_worker(ann: Browser, known: Person) -> None:
    """First to sign, then to confirm, and the pay of the week is announced."""
    contract = offered(ann)
    (to_sign,) = [each for each in ann.get("/home/").context["to_do"] if str(contract.pk) in each.url]
    assert "sign your contract" in to_sign.label
    declared(ann, contract)
    with time_machine.travel(dt.datetime(2026, 9, 21, 9, tzinfo=dt.UTC), tick=False):
        page = browser("ann@example.org").get("/home/").context
    assert any("worked as planned?" in each.label for each in page["to_do"])
    assert any("your pay arrives by 25 Sep 2026" in each.label for each in page["this_week"])


def test_promised_pay_is_no_longer_offered_for_pay(ann: Browser, known: Person) -> None:
    """What was promised on money that clients still owe is not shown as usable a second time."""
    offered(ann)
    usable = ann.get("/units/1001/work/").context["figures"][0]
    assert usable.amount == 4_675_00 - 840_83


def test_a_steady_pay_spreads_what_is_there(ann: Browser) -> None:
    """EUR 4,675 over twelve months is EUR 389.58 a month; as much again came in on average."""
    rows = ann.get("/units/1001/work/steady/?months=12&week=1").context["table"].rows
    assert [row.budget for row in rows] == [389_58, 389_58 * 2]
    assert rows[1].gross > rows[0].gross > 0


def test_a_steady_pay_asks_for_a_number_of_months(ann: Browser) -> None:
    assert ann.get("/units/1001/work/steady/?months=0&week=5").status_code == 422


def test_hours_are_shown_as_they_are(ann: Browser, known: Person) -> None:
    contract = offered(ann)
    assert ">7.6<" in ann.get(f"/units/1001/work/{contract.pk}/").content.decode().replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(("address", "most"), [("/units/1001/work/", 27), ("/me/work/", 23), ("/home/", 32)])
@pytest.mark.parametrize("weeks", [["2026-09-14"], ["2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05"]])
def test_a_list_costs_the_same_for_many_contracts(
    ann: Browser, known: Person, address: str, most: int, weeks: list[str], django_assert_max_num_queries: Any
) -> None:
    """One contract or four: the page asks the database as often."""
    for day in weeks:
        offered(ann, days=[day])
    with django_assert_max_num_queries(most):
        ann.get(address)
