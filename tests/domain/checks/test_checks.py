"""Checks: what is looked at, by whom, and how a member earns to go without."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from tests.support.selling import CLERK, NOW, TODAY

from marke.domain.checks.enums import CheckReason, CheckState, DocumentKind
from marke.domain.checks.models import Check
from marke.domain.checks.operations import (
    CheckInput,
    approve,
    ask,
    checks_to_decide,
    grant,
    revoke,
    send_back,
    withdraw,
)
from marke.domain.checks.policies import Facts, needs_check
from marke.domain.checks.queries import check_of, checks, queue, trust_of
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.parameters.operations import change
from marke.kernel.ids import uuid7
from marke.kernel.refusal import Refusal

pytestmark = pytest.mark.usefixtures("selling")

MEMBER = uuid.UUID("00000000-0000-7000-8000-0000000000d1")
QUOTE = DocumentKind.QUOTE


def reasons(kind: DocumentKind = QUOTE, **facts: object) -> list[CheckReason]:
    return needs_check(kind=kind, unit_id=1001, user_id=MEMBER, facts=Facts(**facts), as_of=TODAY)


def handed_in(kind: DocumentKind = QUOTE, *, now: dt.datetime = NOW) -> uuid.UUID:
    given = CheckInput(kind, uuid7(), 1001, "Concert in June", [CheckReason.AMOUNT], 600_000)
    return ask(checks=[given], now=now, actor=MEMBER)[0]


def look(check: uuid.UUID, *, fault: str = "", now: dt.datetime = NOW, by: uuid.UUID = CLERK) -> None:
    found = checks_to_decide(check_ids=[check], actor=by)
    if fault:
        send_back(checks=found, reason=fault, now=now, actor=by)
    else:
        approve(checks=found, now=now, actor=by)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"amount": 500_000}, []),
        ({"amount": 500_001}, [CheckReason.AMOUNT]),
        ({"amount": 100_000, "is_new_client": True}, []),
        ({"amount": 100_001, "is_new_client": True}, [CheckReason.NEW_CLIENT]),
        ({"has_unusual_vat": True}, [CheckReason.VAT_GROUND]),
        ({"requires_files": True}, [CheckReason.FILES]),
    ],
)
def test_the_cooperative_chose_what_is_looked_at(facts: dict[str, object], expected: list[CheckReason]) -> None:
    """Above 5,000.00; above 1,000.00 for a new client; a first use of a reason for VAT; files that a deal requires."""
    assert reasons(**facts) == expected


def test_an_order_is_looked_at_for_its_files_alone() -> None:
    """Its amount was seen on the quote that the client signed."""
    assert reasons(DocumentKind.ORDER, amount=900_000, is_new_client=True) == []
    assert reasons(DocumentKind.ORDER, requires_files=True) == [CheckReason.FILES]


def test_a_new_choice_counts_from_its_day() -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    change(name="check.amount_above", value=10, valid_from=tomorrow, source="Board", today=TODAY, actor=SYSTEM)
    facts = Facts(amount=20)
    assert not needs_check(kind=QUOTE, unit_id=1001, user_id=MEMBER, facts=facts, as_of=TODAY)
    assert needs_check(kind=QUOTE, unit_id=1001, user_id=MEMBER, facts=facts, as_of=tomorrow)


def test_the_desk_promises_an_answer_within_a_working_day() -> None:
    """Asked on Friday at noon, answered by Monday at noon; the queue says who waits too long."""
    check = Check.objects.get(pk=handed_in())
    assert check.answer_by == NOW + dt.timedelta(days=3)
    assert (queue(now=NOW).waiting, queue(now=NOW).late) == (1, 0)
    assert queue(now=NOW + dt.timedelta(days=4)).late == 1


def test_a_document_waits_once() -> None:
    given = CheckInput(QUOTE, uuid7(), 1001, "Concert", [CheckReason.AMOUNT])
    assert ask(checks=[given], now=NOW, actor=MEMBER) == ask(checks=[given], now=NOW, actor=MEMBER)
    assert checks().count() == 1


def test_nobody_checks_their_own_document() -> None:
    with pytest.raises(Refusal, match="another person"):
        look(handed_in(), by=MEMBER)


def test_a_returned_document_says_what_must_change() -> None:
    check = handed_in()
    with pytest.raises(Refusal, match="what must change"):
        send_back(checks=checks_to_decide(check_ids=[check], actor=CLERK), reason=" ", now=NOW, actor=CLERK)
    look(check, fault="The period is missing")
    found = Check.objects.get(pk=check)
    assert (found.state, found.reason) == (CheckState.RETURNED, "The period is missing")
    with pytest.raises(Refusal, match="already decided"):
        look(check)


def test_a_decision_stays_as_it_was_taken() -> None:
    check = handed_in()
    look(check)
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        Check.objects.filter(pk=check).update(state=CheckState.WAITING, decided_by=None, decided_at=None)


def test_a_document_that_was_taken_back_waits_no_more() -> None:
    check = Check.objects.get(pk=handed_in())
    withdraw(kind=QUOTE, subject_id=check.subject_id, now=NOW, actor=MEMBER)
    found = check_of(kind=QUOTE, subject_id=check.subject_id)
    assert found
    assert found.state == CheckState.WITHDRAWN


def test_five_clean_checks_earn_to_go_without() -> None:
    """For this kind of document alone."""
    for number in range(5):
        assert reasons(amount=900_000), number
        look(handed_in())
    assert reasons(amount=900_000) == []
    standing = {each.kind: each for each in trust_of(user_id=MEMBER, as_of=TODAY)}
    assert standing[QUOTE].goes_without
    assert (standing[DocumentKind.ORDER].goes_without, standing[DocumentKind.ORDER].clean) == (False, 0)
    assert reasons(DocumentKind.ORDER, requires_files=True)


def test_a_returned_document_starts_the_count_anew() -> None:
    for _ in range(4):
        look(handed_in())
    look(handed_in(), fault="Wrong client", now=NOW + dt.timedelta(hours=1))
    look(handed_in(), now=NOW + dt.timedelta(hours=2))
    standing = next(each for each in trust_of(user_id=MEMBER, as_of=TODAY) if each.kind == QUOTE)
    assert (standing.clean, standing.goes_without) == (1, False)


def test_a_document_returned_later_ends_the_right_to_go_without() -> None:
    """It was asked before the right was given."""
    early = handed_in()
    grant(user_id=MEMBER, kind=QUOTE, reason="Ten years with us", now=NOW, actor=CLERK)
    assert reasons(amount=900_000) == []
    look(early, fault="Wrong VAT", now=NOW + dt.timedelta(hours=1))
    assert reasons(amount=900_000)


def test_the_desk_withdraws_the_right_with_a_reason() -> None:
    grant(user_id=MEMBER, kind=QUOTE, reason="Ten years with us", now=NOW, actor=CLERK)
    with pytest.raises(Refusal, match="already"):
        grant(user_id=MEMBER, kind=QUOTE, reason="Again", now=NOW, actor=CLERK)
    with pytest.raises(Refusal, match="Say why"):
        revoke(user_id=MEMBER, kind=QUOTE, reason="", now=NOW, actor=CLERK)
    revoke(user_id=MEMBER, kind=QUOTE, reason="Two complaints", now=NOW + dt.timedelta(hours=1), actor=CLERK)
    assert reasons(amount=900_000)


def test_nobody_trusts_themselves() -> None:
    with pytest.raises(Refusal, match="Another person"):
        grant(user_id=MEMBER, kind=QUOTE, reason="I am careful", now=NOW, actor=MEMBER)
