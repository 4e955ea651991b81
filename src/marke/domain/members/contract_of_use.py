"""The contract of use: write a version, announce it, accept it. Announced words never change (rule 25)."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from marke.domain.members.models import Acceptance, ContractOfUse, ContractOfUseText
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import Language, Person
from marke.domain.people.policies import Ability, require_grade
from marke.kernel.refusal import Refusal, gettext_noop


class UnableToAnnounce(Refusal):
    """The version is not ready to be announced."""


class UnableToAccept(Refusal):
    """The contract of use cannot be answered so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody's answer to a version: which wording they saw, in which language, and yes or no."""

    contract_id: uuid.UUID
    person_id: uuid.UUID
    language: str
    fingerprint: str
    accepted: bool = True


def fingerprint_of(body: str) -> str:
    """The SHA-256 of a text: what an acceptance points to."""
    return hashlib.sha256(body.encode()).hexdigest()


def write_version(
    *,
    summary: str,
    texts: Mapping[str, str],
    open_from: dt.date,
    in_force_from: dt.date,
    actor: uuid.UUID,
    contract_id: uuid.UUID | None = None,
) -> ContractOfUse:
    """Write a new version, or rewrite one that is not announced. ``texts`` maps a language to Markdown.

    Raises `UnableToAnnounce` when the days are in the wrong order or the version was announced.
    """
    if open_from > in_force_from:
        raise UnableToAnnounce(
            "contract.days",
            gettext_noop("People can accept before the day it comes into force, not after."),
            field="open_from",
        )
    contract = ContractOfUse.objects.select_for_update().filter(pk=contract_id).first()
    if contract is not None and contract.announced_on is not None:
        raise UnableToAnnounce("contract.announced", gettext_noop("This version was announced: write a new one."))
    if contract is None:
        last = ContractOfUse.objects.aggregate(last=Max("version"))["last"] or 0
        contract = ContractOfUse(version=last + 1)
    contract.summary, contract.open_from, contract.in_force_from = summary.strip(), open_from, in_force_from
    contract.save()
    contract.texts.all().delete()
    ContractOfUseText.objects.bulk_create(
        ContractOfUseText(
            contract=contract, language=language, body=_tidy(body), fingerprint=fingerprint_of(_tidy(body))
        )
        for language, body in texts.items()
        if body.strip()
    )
    return contract


def _tidy(body: str) -> str:
    """Line ends of one kind, and one at the end: the same words have the same fingerprint."""
    return body.replace("\r\n", "\n").strip() + "\n"


def announce(*, contract_id: uuid.UUID, today: dt.date, actor: uuid.UUID) -> ContractOfUse:
    """Announce a version to everybody; from now on it is final.

    Raises `UnableToAnnounce` without a text in each language of the cooperative, when its day in force has passed or
    is taken, or when it was announced before.
    """
    contract = ContractOfUse.objects.select_for_update().get(pk=contract_id)
    if contract.announced_on is not None:
        raise UnableToAnnounce("contract.announced", gettext_noop("This version was announced already."))
    missing = set(cooperative().languages or [Language.NL]) - set(contract.texts.values_list("language", flat=True))
    if missing:
        raise UnableToAnnounce(
            "contract.languages",
            gettext_noop("Write the text in every language of the cooperative first; missing: %(languages)s."),
            params={"languages": ", ".join(sorted(missing))},
        )
    latest = ContractOfUse.objects.filter(announced_on__isnull=False).aggregate(day=Max("in_force_from"))["day"]
    if contract.in_force_from < today or (latest and contract.in_force_from <= latest):
        raise UnableToAnnounce(
            "contract.in-force-day",
            gettext_noop("A version comes into force after the one before it, and not in the past."),
            field="in_force_from",
        )
    contract.announced_on = today
    contract.save(update_fields=["announced_on"])
    return contract


def answer(*, new: Answer, now: dt.datetime, actor: uuid.UUID) -> Acceptance:
    """Accept or refuse the contract of use. Raises as `answer_many`."""
    return answer_many(answers=[new], now=now, actor=actor)[0]


def answer_many(*, answers: Sequence[Answer], now: dt.datetime, actor: uuid.UUID) -> list[Acceptance]:
    """Record answers with their evidence: who, when, and the fingerprint of the very text that was shown.

    Raises `UnableToAccept` when a version is not open, the text shown is not its text, or it was accepted before;
    `NotKnownWellEnough` below identity grade 1.
    """
    wanted = {new.contract_id for new in answers}
    texts = {
        (contract_id, language): fingerprint
        for contract_id, language, fingerprint in ContractOfUseText.objects.filter(
            contract__in=wanted, contract__announced_on__isnull=False, contract__open_from__lte=now.date()
        ).values_list("contract_id", "language", "fingerprint")
    }
    for new in answers:
        if (new.contract_id, new.language) not in texts:
            raise UnableToAccept("contract.not-open", gettext_noop("This contract of use is not open for acceptance."))
        if texts[new.contract_id, new.language] != new.fingerprint:
            raise UnableToAccept(
                "contract.other-text", gettext_noop("The text on your screen is not the current one. Read it again.")
            )
    people = Person.objects.in_bulk([new.person_id for new in answers])
    for person in people.values():
        require_grade(person, Ability.SIGN_CONTRACT)
    before = Acceptance.objects.filter(contract__in=wanted, person__in=people, accepted=True)
    if before.exists():
        raise UnableToAccept("contract.accepted", gettext_noop("You accepted this contract of use already."))
    return Acceptance.objects.bulk_create(
        Acceptance(
            contract_id=new.contract_id,
            person_id=new.person_id,
            accepted=new.accepted,
            language=new.language,
            fingerprint=new.fingerprint,
            answered_at=now,
        )
        for new in answers
    )
