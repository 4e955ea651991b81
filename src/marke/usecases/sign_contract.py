"""Sign a contract of work: the words that somebody saw are the words that are kept, under one fingerprint.

The worker signs by name, logged in; the enterprise signs by rule where nothing was warned of, else a person at the desk
does. Once both have signed, the work is declared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marke.countries.registry import country
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.parameters.models import Cooperative
from marke.domain.parameters.queries import cooperative
from marke.domain.people.models import Person
from marke.domain.work import queries
from marke.domain.work.enums import Party
from marke.domain.work.models import Contract, ContractDocument, Signature
from marke.domain.work.operations import contracts as operations
from marke.domain.work.operations.contracts import SignatureInput
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.papers import Paper
from marke.rules.social.records import Address, Employer
from marke.rules.work.agreement import Agreement, Worker
from marke.usecases.declare_work import declare
from marke.usecases.hire import sign_as_worker


@dataclass(frozen=True, slots=True)
class Words:
    """A contract in words: what screen and paper show, and the fingerprint that signatures bear."""

    content: Mapping[str, Any]
    fingerprint: str


class WordsChanged(Refusal):
    """The contract on screen is no longer the one that would be signed."""


def contract_language(*, person: Person) -> str:
    """The language in which a contract with this worker must be made out."""
    house = cooperative()
    law = country(house.country).work
    return str(law.contract_language(postcode=house.postcode, preferred=person.language))


def words_of(*, contract: Contract, language: str = "") -> Words:
    """The words of a contract: as signed, or as they stand before the first signature; or a copy to read along."""
    kept = queries.document_of(contract_id=contract.pk)
    if kept is not None and language in ("", kept.content["language"]):
        return Words(kept.content, kept.fingerprint)
    content = _paper(contract, language).data
    return Words(content, _fingerprint(content))


def contract_pdf(*, contract: Contract, language: str = "") -> bytes:
    """The contract on paper with its signatures. The caller has asked whose contract it is."""
    words = words_of(contract=contract, language=language)
    template = _paper(contract, language).template
    data = {**words.content, "signatures": _signatures(contract, words)}
    return PORTS.typesetter.typeset(template=template, data=data)


def sign_contract(
    *,
    contract: Contract,
    name: str,
    fingerprint: str,
    evidence: Mapping[str, str],
    actor: uuid.UUID,
    now: dt.datetime,
) -> bool:
    """The worker signs what they saw. Answers whether the contract is signed by both now, and so declared.

    Raises `WordsChanged` when the words are other ones by now, and as `operations.sign`.
    """
    if not name.strip():
        raise Refusal("contract.name", gettext_noop("Sign with your name."), field="name")
    with enterprise_view():
        _keep_words(contract, fingerprint, now)
        signature = SignatureInput(contract.pk, Party.WORKER, name.strip(), fingerprint, evidence)
        house_name = cooperative().seller_name
        complete = sign_as_worker(signatures=[signature], house_name=house_name, actor=actor, now=now)
        declare(contract_ids=complete, now=now, actor=actor)
    return contract.pk in complete


def seal_contract(*, contract_id: uuid.UUID, name: str, actor: uuid.UUID, now: dt.datetime) -> bool:
    """Somebody at the desk weighed what was warned of and signs for the enterprise; answers whether both have signed.

    Raises as `operations.sign`.
    """
    contract = Contract.objects.select_related("person", "unit").get(pk=contract_id)
    words = words_of(contract=contract)
    evidence = {"how": "desk"}
    seal = SignatureInput(contract_id, Party.ENTERPRISE, name, words.fingerprint, evidence)
    complete = operations.sign(signatures=[seal], actor=actor, now=now)
    declare(contract_ids=complete, now=now, actor=actor)
    return contract_id in complete


def _keep_words(contract: Contract, fingerprint: str, now: dt.datetime) -> None:
    words = words_of(contract=contract)
    if words.fingerprint != fingerprint:
        raise WordsChanged(
            "contract.words-changed",
            gettext_noop("The contract has changed since you opened it. Read it again before you sign."),
        )
    if queries.document_of(contract_id=contract.pk) is None:
        ContractDocument.objects.create(
            contract=contract,
            unit_id=contract.unit_id,
            content=dict(words.content),
            fingerprint=fingerprint,
            written_at=now,
        )


def _fingerprint(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _paper(contract: Contract, language: str) -> Paper:
    house = cooperative()
    person = contract.person
    agreement = Agreement(
        employer=_employer(house),
        worker=Worker(str(person), Address(person.street, person.postcode, person.municipality), person.birth_date),
        engagement=contract.engagement(queries.days_of(contract_id=contract.pk)),
        committee=contract.committee,
        language=contract.language,
        number=contract.number,
        offered_on=contract.offered_at.date(),
        unit=f"{contract.unit_id} · {contract.unit.name}",
        description=contract.description,
        place=contract.place,
    )
    paper: Paper = country(house.country).work.contract(agreement, language=language)
    return paper


def _employer(house: Cooperative) -> Employer:
    address = Address(house.street, house.postcode, house.municipality)
    return Employer(house.seller_name, house.seller_enterprise_number, address)


def _signatures(contract: Contract, words: Words) -> list[str]:
    with enterprise_view():
        rows = list(Signature.objects.filter(contract=contract).order_by("signed_at", "party"))
    sentence = words.content["words"]["signed"]
    return [
        sentence.format(name=row.name, day=f"{row.signed_at:%d/%m/%Y}", time=f"{row.signed_at:%H:%M}")
        + f" · {row.document_hash[:16]}"
        for row in rows
    ]
