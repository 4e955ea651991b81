"""Rule 25: a new version of the contract of use is accepted, or the tools are blocked."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from tests.support.cooperative import NOW, TODAY, Facts, announced_contract, known_person

from marke.domain.foundation.transactions import SYSTEM
from marke.domain.members import contract_of_use as contracts
from marke.domain.members import queries
from marke.domain.members.models import Acceptance, ContractOfUse, ContractOfUseText
from marke.domain.people.models import Person

LATER = TODAY + dt.timedelta(days=30)


def answer_of(
    person: Person, contract: ContractOfUse, *, accepted: bool = True, language: str = "nl"
) -> contracts.Answer:
    text = queries.contract_text(contract_id=contract.pk, language=language)
    assert text is not None
    return contracts.Answer(contract.pk, person.pk, language, text.fingerprint, accepted)


def to_accept(person: Person, day: dt.date = TODAY) -> object:
    return queries.contract_of_use_to_accept(person_id=person.pk, as_of=day)


def test_rule_25_who_has_not_accepted_the_contract_in_force_is_asked() -> None:
    person, contract = known_person(), announced_contract()
    assert to_accept(person) == contract.pk
    contracts.answer(new=answer_of(person, contract), now=NOW, actor=SYSTEM)
    assert to_accept(person) is None


def test_rule_25_a_new_version_asks_again_from_its_day_in_force() -> None:
    person, first = known_person(), announced_contract()
    contracts.answer(new=answer_of(person, first), now=NOW, actor=SYSTEM)
    second = announced_contract(in_force_from=LATER, text="Second")
    assert to_accept(person, LATER - dt.timedelta(days=1)) is None
    assert to_accept(person, LATER) == second.pk
    contracts.answer(new=answer_of(person, second), now=NOW, actor=SYSTEM)
    assert to_accept(person, LATER) is None


def test_rule_25_a_refusal_keeps_the_block() -> None:
    person, contract = known_person(), announced_contract()
    contracts.answer(new=answer_of(person, contract, accepted=False), now=NOW, actor=SYSTEM)
    assert to_accept(person) == contract.pk


def test_the_question_is_one_query(django_assert_num_queries) -> None:
    person = known_person()
    announced_contract()
    with django_assert_num_queries(1):
        to_accept(person)


def test_an_announced_text_never_changes() -> None:
    contract = announced_contract()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ContractOfUseText.objects.filter(contract=contract).update(body="Other words")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        ContractOfUse.objects.filter(pk=contract.pk).update(in_force_from=LATER)


def test_the_evidence_names_the_text_that_was_shown() -> None:
    """Somebody who saw other words than those of the version has not accepted it."""
    person, contract = known_person(), announced_contract()
    with pytest.raises(contracts.UnableToAccept, match="not the current one"):
        contracts.answer(new=contracts.Answer(contract.pk, person.pk, "nl", "0" * 64), now=NOW, actor=SYSTEM)


def test_an_answer_is_kept_for_good() -> None:
    person, contract = known_person(), announced_contract()
    contracts.answer(new=answer_of(person, contract), now=NOW, actor=SYSTEM)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Acceptance.objects.all().delete()


def test_nobody_accepts_twice() -> None:
    person, contract = known_person(), announced_contract()
    contracts.answer(new=answer_of(person, contract), now=NOW, actor=SYSTEM)
    with pytest.raises(contracts.UnableToAccept, match="already"):
        contracts.answer(new=answer_of(person, contract), now=NOW, actor=SYSTEM)


def test_a_version_is_announced_in_every_language_of_the_cooperative() -> None:
    draft = contracts.write_version(
        summary="Only Dutch", texts={"nl": "Tekst"}, open_from=TODAY, in_force_from=LATER, actor=SYSTEM
    )
    with pytest.raises(contracts.UnableToAnnounce, match="missing: fr"):
        contracts.announce(contract_id=draft.pk, today=TODAY, actor=SYSTEM)


def test_a_draft_is_shown_to_nobody() -> None:
    person = known_person()
    contracts.write_version(
        summary="Draft", texts={"nl": "Tekst", "fr": "Texte"}, open_from=TODAY, in_force_from=TODAY, actor=SYSTEM
    )
    assert to_accept(person) is None


def test_a_version_comes_into_force_after_the_one_before() -> None:
    announced_contract(in_force_from=LATER)
    draft = contracts.write_version(
        summary="Earlier", texts={"nl": "T", "fr": "T"}, open_from=TODAY, in_force_from=TODAY, actor=SYSTEM
    )
    with pytest.raises(contracts.UnableToAnnounce, match="after the one before"):
        contracts.announce(contract_id=draft.pk, today=TODAY, actor=SYSTEM)


def test_thousands_accept_in_a_constant_number_of_queries(django_assert_max_num_queries) -> None:
    contract = announced_contract()
    people = [known_person(Facts(serial=serial)) for serial in range(1, 21)]
    answers = [answer_of(person, contract) for person in people]
    with django_assert_max_num_queries(6):
        contracts.answer_many(answers=answers, now=NOW, actor=SYSTEM)
    assert Acceptance.objects.count() == 20
